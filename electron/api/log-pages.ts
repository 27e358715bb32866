import type { LogLineAt, LogPage, LogSizes, LogStream } from '../../shared/contract/run-details.ts';
import { isTerminalRun } from '../../shared/run/status.ts';
import type { Engine } from '../engine/engine.ts';
import type { EngineParts } from '../engine/live-run.ts';
import type { LogLineAt as StoredLine } from '../store/log-lines.ts';
import type { RunRow } from '../store/runs-table.ts';
import type { Store } from '../store/store.ts';
import { invalidInput } from './failures.ts';
import { iso } from './views.ts';

export function logPage({ logs }: EngineParts, run: RunRow, { path, from, bytes }: { path: string; from: number; bytes: number }): LogPage {
  const { lines, size } = logs.page(run.id, path, from, from + bytes);
  return { lines: lines.map((line) => viewOf(path, line)), from, to: Math.min(size, from + bytes), size };
}

const growthMs = 100;

/** How much each step has printed, now and whenever it has grown, until the run ends. A slow listener is told the last sizes only. */
export async function* followLogSizes(
  { logs, store, clock }: EngineParts,
  engine: Engine,
  run: RunRow,
  step: string | undefined,
  signal: AbortSignal | undefined,
): AsyncGenerator<LogSizes> {
  const grown = new Set<string>();
  let wake: (() => void) | undefined;
  let timer: number | undefined;
  let isOver = false;
  const tell = (): void => wake?.();
  const hasLeft = (): boolean => signal?.aborted === true;
  const stop = logs.watch(run.id, ({ path }) => {
    if (step !== undefined && path !== step) return;
    grown.add(path);
    timer ??= clock.setTimeout(() => {
      timer = undefined;
      tell();
    }, growthMs);
  });
  signal?.addEventListener('abort', tell, { once: true });
  try {
    isOver = isTerminalRun(store.runs.byKey(run.key)?.status ?? 'completed');
    if (!isOver) {
      void engine.whenEnded(run.id).then(() => {
        isOver = true;
        tell();
      });
    }
    const sizes = new Map(step === undefined ? logs.sizes(run.id) : [[step, logs.size(run.id, step)]]);
    let paths = inOrder(store, run, sizes.keys());
    for (;;) {
      const wasOver = isOver;
      for (const path of grown) sizes.set(path, logs.size(run.id, path));
      grown.clear();
      if (paths.length !== sizes.size) paths = inOrder(store, run, sizes.keys());
      yield { segments: paths.map((path) => ({ path, bytes: sizes.get(path) ?? 0 })), isOver: wasOver };
      if (wasOver || hasLeft()) return;
      await new Promise<void>((resolve) => {
        wake = resolve;
        if (isOver || hasLeft() || (grown.size > 0 && timer === undefined)) resolve();
      });
      if (hasLeft()) return;
    }
  } finally {
    stop();
    if (timer !== undefined) clock.clearTimeout(timer);
    signal?.removeEventListener('abort', tell);
  }
}

export interface LogSearch {
  readonly step?: string | undefined;
  readonly text: string;
  readonly matchCase: boolean;
  readonly streams?: readonly LogStream[] | undefined;
  readonly level?: 'warning' | 'error' | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Goes through one step's log after the other, in order of their start. */
export async function searchLogs(
  { logs, store }: EngineParts,
  run: RunRow,
  search: LogSearch,
  signal: AbortSignal | undefined,
): Promise<{ items: LogLineAt[]; next: string | null }> {
  const { step, text, matchCase, streams, level, limit } = search;
  const paths = step === undefined ? inOrder(store, run, logs.sizes(run.id).keys()) : [step];
  const start = readPlace(search.cursor);
  const items: LogLineAt[] = [];
  for (const [index, path] of paths.entries()) {
    if (start !== undefined && index < paths.indexOf(start.path)) continue;
    const from = start?.path === path ? start.from : 0;
    const query = { text, matchCase, streams, level };
    const { lines, next } = await logs.search(run.id, path, from, query, limit - items.length, signal);
    items.push(...lines.map((line) => viewOf(path, line)));
    if (next !== undefined) return { items, next: `${next} ${path}` };
    if (items.length >= limit) {
      const following = paths[index + 1];
      return { items, next: following === undefined ? null : `0 ${following}` };
    }
  }
  return { items, next: null };
}

/** A cursor is a byte and the path of a step. Throws INVALID_INPUT for one that none of ours is. */
function readPlace(cursor: string | undefined): { path: string; from: number } | undefined {
  if (cursor === undefined) return undefined;
  const place = /^(\d{1,15}) (.+)$/s.exec(cursor);
  if (place?.[1] !== undefined && place[2] !== undefined) return { from: Number(place[1]), path: place[2] };
  throw invalidInput([
    { code: 'INVALID_CURSOR', message: `${JSON.stringify(cursor)} is no cursor of this search`, severity: 'error', path: 'cursor' },
  ]);
}

/** Steps in order of their start. */
function inOrder(store: Store, run: RunRow, paths: Iterable<string>): string[] {
  const places = new Map(store.steps.list(run.key).map((row, index) => [row.path, index]));
  const place = (path: string): number => places.get(path) ?? Number.MAX_SAFE_INTEGER;
  return [...paths].sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
}

function viewOf(path: string, { at, ...line }: StoredLine): LogLineAt {
  return { ...line, path, at: iso(at) };
}

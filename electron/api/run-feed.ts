import type { RunUpdate } from '../../shared/contract/run-view.ts';
import type { RecordedEvent } from '../../shared/run/events.ts';
import { isTerminalRun } from '../../shared/run/status.ts';
import type { Engine } from '../engine/engine.ts';
import type { RunRow } from '../store/runs-table.ts';
import type { Store } from '../store/store.ts';
import { iso, runSummary, stepView } from './views.ts';

/**
 * What happened to a run after event `after`, then what happens, until it has ended. Several changes of one step that are told together
 * are told as the last of them, so that a slow listener costs no memory.
 */
export async function* followRun(
  store: Store,
  engine: Engine,
  run: RunRow,
  after: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<RunUpdate> {
  const news = createNews();
  const stop = engine.listen((event) => {
    if (event.runId === run.id) news.add(event.seq, event.at, pathOf(event));
  });
  signal?.addEventListener('abort', news.end, { once: true });
  try {
    for (const { seq, at, event } of store.events.after(run.key, after)) news.add(seq, at, 'path' in event ? event.path : undefined);
    // Who asks again may have missed how the run stands, which is told after its steps under the same number.
    if ((isTerminalRun(run.status) || after > 0) && news.isEmpty()) news.add(after, run.endedAt ?? run.queuedAt, undefined);
    let told = after;
    for (;;) {
      const batch = await news.next();
      if (batch === undefined) return;
      for (const { seq, at, path } of batch) {
        if (path === undefined) continue;
        const step = stepView(store, run, path);
        if (step !== undefined) yield { type: 'step', sequence: Math.max(told, seq), at: iso(at), step };
        told = Math.max(told, seq);
      }
      const last = batch.at(-1);
      const now = store.runs.byKey(run.key);
      if (last === undefined || now === undefined) return;
      yield { type: 'run', sequence: last.seq, at: iso(last.at), run: runSummary(store, now) };
      told = Math.max(told, last.seq);
      if (isTerminalRun(now.status)) return;
    }
  } finally {
    stop();
    signal?.removeEventListener('abort', news.end);
  }
}

function pathOf({ event }: RecordedEvent): string | undefined {
  return 'path' in event ? event.path : undefined;
}

interface Item {
  readonly seq: number;
  readonly at: number;
  readonly path: string | undefined;
}

/** Changes that wait to be told: one for each step, and one for the run. */
function createNews() {
  const waiting = new Map<string | undefined, Item>();
  let wake: (() => void) | undefined;
  let ended = false;

  return {
    add(seq: number, at: number, path: string | undefined): void {
      waiting.delete(path);
      waiting.set(path, { seq, at, path });
      wake?.();
    },
    isEmpty: (): boolean => waiting.size === 0,
    end(): void {
      ended = true;
      wake?.();
    },
    /** In order of their numbers; undefined when the listener has gone. */
    async next(): Promise<readonly Item[] | undefined> {
      while (waiting.size === 0 && !ended) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      if (ended) return undefined;
      const items = [...waiting.values()].sort((a, b) => a.seq - b.seq);
      waiting.clear();
      return items;
    },
  };
}

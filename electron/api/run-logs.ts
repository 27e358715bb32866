import type { LogLine } from '../../shared/contract/run-view.ts';
import { isTerminalRun } from '../../shared/run/status.ts';
import type { Engine } from '../engine/engine.ts';
import type { EngineParts } from '../engine/live-run.ts';
import type { RunRow } from '../store/runs-table.ts';
import type { StepLogChunk } from '../store/step-logs.ts';
import { notFound } from './failures.ts';
import { iso } from './views.ts';

/** What the steps have printed, in order of time; with `follow`, then what they print until the run has ended. */
export async function* followLogs(
  { logs, store }: EngineParts,
  engine: Engine,
  run: RunRow,
  { step, follow }: { step?: string | undefined; follow: boolean },
  signal: AbortSignal | undefined,
): AsyncGenerator<LogLine> {
  const path =
    step === undefined
      ? undefined
      : pathOf(
          store.steps.list(run.key).map((row) => row.path),
          step,
        );
  const waiting: StepLogChunk[] = [];
  let wake: (() => void) | undefined;
  let over = false;
  const finish = (): void => {
    over = true;
    wake?.();
  };
  const written = logs.read(run.id, path);
  // In the same turn as the reading, so that nothing falls between the two.
  const stop = logs.watch(run.id, (chunk) => {
    if (path !== undefined && chunk.path !== path) return;
    waiting.push(chunk);
    wake?.();
  });
  signal?.addEventListener('abort', finish, { once: true });
  try {
    for (const chunk of written) yield toLine(chunk);
    if (!follow || isTerminalRun(store.runs.byKey(run.key)?.status ?? 'completed')) return;
    void engine.whenEnded(run.id).then(finish);
    for (;;) {
      for (let chunk = waiting.shift(); chunk !== undefined; chunk = waiting.shift()) yield toLine(chunk);
      if (over) return;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  } finally {
    stop();
    signal?.removeEventListener('abort', finish);
  }
}

function pathOf(paths: readonly string[], step: string): string {
  const found = paths.find((path) => path === step) ?? paths.find((path) => path.endsWith(`/${step}`));
  if (found === undefined) throw notFound('step', step, paths);
  return found;
}

function toLine(chunk: StepLogChunk): LogLine {
  return { at: iso(chunk.at), stepPath: chunk.path, attempt: chunk.attempt, stream: chunk.stream, text: chunk.text };
}

import type { LogChunk } from '../../store/log-chunk.ts';
import type { StepLogs } from '../../store/step-logs.ts';
import type { Masks } from './secret-source.ts';

/** Logs that no secret reaches: what a program prints is masked before anybody sees or keeps it, also where a value comes in two pieces. */
export function maskLogs(logs: StepLogs, masks: Masks): StepLogs {
  const streams = new Map<string, Map<LogChunk['stream'], { readonly masked: ReturnType<Masks['stream']>; last: LogChunk }>>();
  const keyOf = (runId: string, path: string): string => `${runId}\n${path}`;

  function flush(runId: string, path: string): void {
    if (streams.size === 0) return;
    for (const { masked, last } of streams.get(keyOf(runId, path))?.values() ?? []) {
      const text = masked.end();
      if (text !== '') logs.append(runId, path, { ...last, text });
    }
    streams.delete(keyOf(runId, path));
  }

  return {
    ...logs,
    append(runId, path, chunk) {
      // Said by Pawl, in whole sentences.
      if (chunk.stream === 'info') return logs.append(runId, path, { ...chunk, text: masks.text(chunk.text) });
      const ofStep = streams.get(keyOf(runId, path)) ?? new Map();
      streams.set(keyOf(runId, path), ofStep);
      const known = ofStep.get(chunk.stream) ?? { masked: masks.stream(), last: chunk };
      ofStep.set(chunk.stream, known);
      known.last = chunk;
      const text = known.masked.add(chunk.text);
      if (text !== '') logs.append(runId, path, { ...chunk, text });
    },
    close(runId, path) {
      flush(runId, path);
      logs.close(runId, path);
    },
    closeAll() {
      for (const key of [...streams.keys()]) {
        const [runId = '', path = ''] = key.split('\n');
        flush(runId, path);
      }
      logs.closeAll();
    },
  };
}

import type { StepSummary } from '../../shared/contract/run-view.ts';
import type { Engine } from './connect.ts';

/** Whether what a step prints is worth reading while it comes: what a model writes. */
export function isWritten({ action, kind }: Pick<StepSummary, 'action' | 'kind'>): boolean {
  return kind === 'agent' || action?.startsWith('ai.') === true;
}

/** Tells what the steps of a run print, from now on, until it is stopped or the run is over. Beside the point of the run: it never fails. */
export function followWords(engine: Engine, run: string, say: (stepPath: string, text: string) => void): { stop(): void } {
  const abort = new AbortController();
  const follow = async (): Promise<void> => {
    const lines = await engine.call((client) => client.runs.logs({ run, follow: true }, { signal: abort.signal }));
    for await (const { stepPath, text } of lines) say(stepPath, text);
  };
  follow().catch(() => {});
  return { stop: () => abort.abort() };
}

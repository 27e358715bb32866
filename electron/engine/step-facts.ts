import type { Json } from '../../shared/lib/json.ts';
import type { Store } from '../store/store.ts';
import type { LiveRun } from './live-run.ts';
import type { RunState } from './walk/walk-state.ts';

/** What expressions can learn of a run's steps besides their outputs, from memory where it is there and else from the store. */
export function createStepFacts(store: Store, runKey: number, state: RunState): Pick<LiveRun, 'keepItems' | 'itemOf' | 'stepFacts'> {
  const items = new Map<string, readonly Json[]>();

  function itemsOf(path: string): readonly Json[] {
    const known = items.get(path);
    if (known !== undefined) return known;
    const input = store.attempts.get(runKey, path, state.steps.get(path)?.attempt ?? 1)?.input;
    const list = typeof input === 'object' && input !== null && 'items' in input && Array.isArray(input['items']) ? input['items'] : [];
    items.set(path, list);
    return list;
  }

  return {
    keepItems: (path, list) => void items.set(path, list),
    itemOf: (path, index) => itemsOf(path)[index],
    stepFacts(path) {
      const step = state.steps.get(path);
      const written = store.steps.get(runKey, path);
      if (step?.status === 'pending' || (step === undefined && written === undefined)) return undefined;
      const error = step?.error ?? written?.error ?? null;
      const { startedAt, endedAt } = written ?? { startedAt: null, endedAt: null };
      return {
        status: step?.status ?? written?.status ?? 'pending',
        attempts: step?.attempt ?? written?.attempts ?? 0,
        durationMs: startedAt === null || endedAt === null ? null : endedAt - startedAt,
        error: error === null ? null : { ...error },
      };
    },
  };
}

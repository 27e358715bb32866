import { useQueryClient } from '@tanstack/react-query';
import { engine } from '../../bridge/engine.ts';
import { useTestingStore } from './testing-store.ts';

/** The pinned output of a step goes with it to its new id. */
export function useRenamePin(): (step: string, to: string) => void {
  const testing = useTestingStore();
  const queries = useQueryClient();
  return (step, to) => {
    const { workflow } = testing.getState();
    if (workflow === undefined) return;
    engine.pins
      .rename({ workflow, step, to })
      .catch(() => {
        // The pin stays under the id before, and the list says that its step is gone.
      })
      .finally(() => void queries.invalidateQueries({ queryKey: ['pins'] }));
  };
}

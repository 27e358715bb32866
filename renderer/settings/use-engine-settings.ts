import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { EngineSettings } from '../../shared/lib/engine-settings.ts';
import { engine } from '../bridge/engine.ts';
import { tellDone, tellFailure } from '../bridge/tell.ts';

const key = ['engine settings'];

/** What holds for the whole data folder. */
export function useEngineSettings() {
  return useQuery({ queryKey: key, queryFn: ({ signal }) => engine.settings.get(undefined, { signal }) });
}

export function useChangeEngineSettings() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (change: Partial<EngineSettings>) => engine.settings.set(change),
    onSuccess(saved) {
      queries.setQueryData(key, saved);
      tellDone('Saved. It holds from the next upkeep on, which comes within the hour.');
    },
    onError: tellFailure,
  });
}

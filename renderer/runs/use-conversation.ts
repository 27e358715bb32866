import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { StepPicture } from '../../shared/run/run-picture.ts';
import { engine } from '../bridge/engine.ts';

/** What an agent and its model have said so far. Read anew with each round, and with each call that ends. */
export function useConversation(runId: string, step: StepPicture) {
  const { path, state, inner } = step;
  return useQuery({
    queryKey: ['run', runId, 'transcript', path, state, inner?.rounds?.length ?? 0, inner?.open ?? 0],
    queryFn: ({ signal }) => engine.runs.transcript({ run: runId, step: path }, { signal }),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { StepPicture } from '../../shared/run/run-picture.ts';
import { engine } from '../bridge/engine.ts';

/** A step with its attempts and values; large values only after `loadAll`. Read anew whenever the step has changed. */
export function useStepDetails(runId: string, step: StepPicture) {
  const [all, setAll] = useState(false);
  const details = useQuery({
    queryKey: ['run', runId, 'step', step.path, step.state, step.attempts, step.spans.length, all],
    queryFn: ({ signal }) =>
      engine.runs.step({ run: runId, step: step.path, ...(all ? { largest: Number.MAX_SAFE_INTEGER } : {}) }, { signal }),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });
  // What is shown while the next is read may be of another step.
  const data = details.data?.path === step.path ? details.data : undefined;
  return { ...details, data, loadAll: () => setAll(true) };
}

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { StepPicture } from '../../shared/run/run-picture.ts';
import { engine } from '../bridge/engine.ts';
import { anySize, parseValue } from './parse-value.ts';

/** A step with its attempts and values; large values only after `loadAll`. Read anew whenever the step has changed. */
export function useStepDetails(runId: string, step: StepPicture) {
  const [all, setAll] = useState(false);
  const details = useQuery({
    queryKey: ['run', runId, 'step', step.path, step.state, step.attempts, step.spans.length, all],
    queryFn: async ({ signal }) => {
      const details = await engine.runs.step({ run: runId, step: step.path, ...(all ? anySize : {}) }, { signal });
      return {
        ...details,
        output: details.output && parseValue(details.output),
        attemptList: details.attemptList.map((attempt) => ({ ...attempt, input: attempt.input && parseValue(attempt.input) })),
      };
    },
    // What is told once does not change: comparing ten megabytes with themselves takes longer than reading them.
    structuralSharing: false,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });
  // What is shown while the next is read may be of another step.
  const data = details.data?.path === step.path ? details.data : undefined;
  return { ...details, data, loadAll: () => setAll(true) };
}

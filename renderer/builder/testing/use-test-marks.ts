import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { isTerminalRun } from '../../../shared/run/status.ts';
import { engine } from '../../bridge/engine.ts';
import { marksOf, type StepMark } from '../../canvas/step-mark.ts';
import { useTesting } from './testing-store.ts';

/** How the steps fared in the run that was loaded by hand, or else in the newest test; undefined when there is neither. */
export function useTestMarks(): ReadonlyMap<string, StepMark> | undefined {
  const loaded = useTesting((state) => state.run);
  const newest = useTesting((state) => state.newestTest);
  const run = loaded ?? newest;
  const view = useQuery({
    queryKey: ['run', run, 'marks'],
    queryFn: ({ signal }) => engine.runs.get({ run: run ?? '' }, { signal }),
    enabled: run !== undefined,
    select: ({ steps, state }) => ({ steps, isOver: isTerminalRun(state) }),
    refetchInterval: ({ state }) => (state.data !== undefined && !isTerminalRun(state.data.state) ? 700 : false),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const steps = view.data?.steps;
  // Of a test, steps that it left out are no news.
  const isWhole = loaded !== undefined;
  return useMemo(
    () => steps && marksOf(steps.filter(({ state, attempts }) => attempts > 0 || state === 'failed' || (isWhole && state !== 'pending'))),
    [steps, isWhole],
  );
}

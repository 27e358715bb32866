import { useQuery } from '@tanstack/react-query';
import type { RunSummary } from '../../../shared/contract/run-view.ts';
import { engine } from '../../bridge/engine.ts';
import { useTesting } from './testing-store.ts';

export interface SampleRun {
  /** The newest runs of the workflow, tests among them. */
  readonly runs: readonly RunSummary[];
  /** The one whose results are the samples. */
  readonly run: RunSummary | undefined;
  /** The chosen run cannot be read: it was removed. */
  readonly isMissing: boolean;
}

const none: readonly RunSummary[] = [];

/** The past run that samples come from: the chosen one, else the newest that was no test. */
export function useSampleRun(): SampleRun {
  const workflow = useTesting((state) => state.workflow);
  const chosen = useTesting((state) => state.run);
  const isWithoutRun = useTesting((state) => state.isWithoutRun);
  const list = useQuery({
    queryKey: ['runs', 'of-workflow', workflow],
    queryFn: ({ signal }) => engine.runs.list({ workflow: workflow ?? '', limit: 30 }, { signal }),
    enabled: workflow !== undefined,
    staleTime: 5000,
  });
  const runs = list.data?.items ?? none;
  const begun = runs.filter(({ startedAt }) => startedAt !== null);
  const isOld = chosen !== undefined && list.data !== undefined && !begun.some(({ runId }) => runId === chosen);
  const old = useQuery({
    queryKey: ['run', chosen, 'head'],
    queryFn: ({ signal }) => engine.runs.head({ run: chosen ?? '' }, { signal }),
    enabled: isOld,
    retry: false,
    staleTime: 5000,
  });
  const found =
    chosen === undefined
      ? begun.find(({ triggeredBy }) => triggeredBy !== 'test')
      : (begun.find(({ runId }) => runId === chosen) ?? old.data);
  const isNew = found !== undefined && begun.every(({ runId }) => runId !== found.runId);
  return { runs: isNew ? [...begun, found] : begun, run: isWithoutRun ? undefined : found, isMissing: old.isError };
}

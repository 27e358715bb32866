import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { RunDocument } from '../../shared/contract/run-details.ts';
import { compilePlan, type Plan } from '../../shared/workflow/plan.ts';
import type { WorkflowDocument } from '../../shared/workflow/schema.ts';
import { engine } from '../bridge/engine.ts';

export interface PinnedDocument extends Omit<RunDocument, 'document'> {
  readonly document: WorkflowDocument;
  readonly plan: Plan;
}

/** The document that a run runs, as it was; it never changes. A dry run has none that is kept. */
export function useRunDocument(runId: string, isPlanned: boolean | undefined) {
  const query = useQuery({
    queryKey: ['run', runId, 'document'],
    queryFn: ({ signal }) => engine.runs.document({ run: runId }, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    enabled: isPlanned === false,
  });
  const { data } = query;
  const pinned = useMemo((): PinnedDocument | undefined => {
    if (data === undefined) return undefined;
    // It has come through `loadWorkflow` before it was kept.
    const document = data.document as unknown as WorkflowDocument;
    return { ...data, document, plan: compilePlan(document) };
  }, [data]);
  return { pinned, error: query.error, refetch: query.refetch };
}

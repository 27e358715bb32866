import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { WorkflowSummary } from '../../shared/contract/workflows.ts';
import { engine } from '../bridge/engine.ts';

/** Other windows and the command line change workflows too. */
const refreshMs = 5000;
const mostShown = 500;

export function useWorkflows(search: string) {
  return useQuery({
    queryKey: ['workflows', search],
    queryFn: ({ signal }) => engine.workflows.list({ limit: mostShown, ...(search === '' ? {} : { search }) }, { signal }),
    refetchInterval: refreshMs,
    placeholderData: keepPreviousData,
  });
}

export function useSetEnabled() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, enabled }: Pick<WorkflowSummary, 'id' | 'enabled'>) => engine.workflows.setEnabled({ workflow: id, enabled }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['workflows'] }),
  });
}

export function useDeleteWorkflow() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => engine.workflows.delete({ workflow: id }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['workflows'] }),
  });
}

import type { Store } from './store.ts';

/** The workflow on whose behalf a run works: that of the run at the top of its chain of parents. */
export function rootWorkflowOf({ runs, workflows }: Pick<Store, 'runs' | 'workflows'>, runId: string): string {
  let run = runs.byId(runId);
  while (run !== undefined && run.parentKey !== null) run = runs.byKey(run.parentKey);
  return run === undefined ? '' : (workflows.byKey(run.workflowKey)?.id ?? '');
}

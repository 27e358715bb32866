import type { workflowRun } from '../../../shared/actions/workflow/run.ts';
import type { ExecutorFor } from '../executor.ts';

export const workflowRunExecutor: ExecutorFor<typeof workflowRun> = {
  plan: ({ workflow, wait }) => `Would run the workflow "${workflow}" and ${wait ? 'wait for its end' : 'go on at once'}`,
  run: (parameters, context) => context.host.runWorkflow(parameters),
};

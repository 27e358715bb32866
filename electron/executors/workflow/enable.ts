import type { workflowEnable } from '../../../shared/actions/workflow/enable.ts';
import type { ExecutorFor } from '../executor.ts';

export const workflowEnableExecutor: ExecutorFor<typeof workflowEnable> = {
  plan: ({ workflow }) => `Would turn the workflow "${workflow}" on`,
  run: ({ workflow }, context) => context.host.setWorkflowEnabled(workflow, true),
};

import type { workflowDisable } from '../../../shared/actions/workflow/disable.ts';
import type { ExecutorFor } from '../executor.ts';

export const workflowDisableExecutor: ExecutorFor<typeof workflowDisable> = {
  plan: ({ workflow }) => `Would turn the workflow "${workflow}" off`,
  run: ({ workflow }, context) => context.host.setWorkflowEnabled(workflow, false),
};

import type { setAction } from '../../../shared/actions/core/set.ts';
import type { ExecutorFor } from '../executor.ts';

export const setExecutor: ExecutorFor<typeof setAction> = {
  plan: ({ variables }) => `Would set ${Object.keys(variables).join(', ') || 'no variable'}`,
  run: async ({ variables }, context) => {
    context.host.setVariables(variables);
    return { variables };
  },
};

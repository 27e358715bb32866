import type { dataTransform } from '../../../shared/actions/data/data-transform.ts';
import { ActionError } from '../../../shared/lib/action-error.ts';
import type { ExecutorFor } from '../executor.ts';

export const dataTransformExecutor: ExecutorFor<typeof dataTransform> = {
  plan: ({ expression }) => {
    const lines = expression.trim().split('\n').length;
    return lines === 1 ? `Would work out ${expression}` : `Would work out data by ${lines} lines of JavaScript`;
  },
  run: async ({ input, expression, values }, context) => {
    const data = await context.evaluate(expression, { ...values, input });
    if (data === undefined) {
      throw new ActionError('NO_VALUE', `The expression gave no value: ${expression}`, {
        hint: 'Make the expression give a value in every case; null counts as one.',
      });
    }
    return { data, ...(Array.isArray(data) ? { count: data.length } : {}) };
  },
};

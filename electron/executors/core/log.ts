import type { logAction } from '../../../shared/actions/core/log.ts';
import type { ExecutorFor } from '../executor.ts';

export const logExecutor: ExecutorFor<typeof logAction> = {
  plan: ({ message }) => `Would write to the log: ${typeof message === 'string' ? message : JSON.stringify(message)}`,
  run: async ({ message, level }, context) => {
    const text = typeof message === 'string' ? message : JSON.stringify(message);
    context.log('info', level === 'info' ? `${text}\n` : `${level}: ${text}\n`);
    return { message: text };
  },
};

import type { failAction } from '../../../shared/actions/core/fail.ts';
import { ActionError } from '../../../shared/lib/action-error.ts';
import type { ExecutorFor } from '../executor.ts';

export const failExecutor: ExecutorFor<typeof failAction> = {
  plan: ({ message }) => `Would fail with: ${message}`,
  run: ({ message, code }) => Promise.reject(new ActionError(code, message)),
};

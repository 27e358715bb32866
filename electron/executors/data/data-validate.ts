import type { dataValidate } from '../../../shared/actions/data/data-validate.ts';
import { ActionError } from '../../../shared/lib/action-error.ts';
import type { ExecutorFor } from '../executor.ts';
import { checkAgainstSchema } from './check-against-schema.ts';

/** Enough to see what is wrong; a list of a million bad items would say it a million times. */
const MAX_ERRORS = 100;

export const dataValidateExecutor: ExecutorFor<typeof dataValidate> = {
  plan: () => 'Would check the value against the schema',
  run: async ({ input, schema, failOnInvalid }) => {
    const errors = checkAgainstSchema(input, schema).slice(0, MAX_ERRORS);
    if (failOnInvalid && errors[0] !== undefined) {
      const [{ path, message }] = errors;
      const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
      throw new ActionError('VALIDATION_FAILED', `The value does not match the schema: ${path || 'it'} ${message}${more}`, {
        details: errors,
        hint: 'Correct the value, or set failOnInvalid: false to go on and read `errors`.',
      });
    }
    return { valid: errors.length === 0, errors };
  },
};

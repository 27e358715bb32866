import { ActionError } from '../../../shared/lib/action-error.ts';
import type { Json, JsonObject } from '../../../shared/lib/json.ts';

/** Throws ActionError `OUTPUT_MISMATCH` when a step's output is not what its `outputSchema` says. */
export async function checkOutput(schema: Readonly<Record<string, unknown>>, output: Json): Promise<void> {
  const { checkAgainstSchema } = await import('../../executors/data/check-against-schema.ts');
  const mismatches = checkAgainstSchema(output, schema as JsonObject);
  if (mismatches.length === 0) return;
  const list = mismatches.slice(0, 5).map(({ path, message }) => `${path || 'output'} ${message}`);
  throw new ActionError('OUTPUT_MISMATCH', `The output is not what outputSchema says: ${list.join('; ')}`, {
    hint: 'Mend the step, or the schema.',
    details: mismatches.map(({ path, message }) => ({ path, message })),
  });
}

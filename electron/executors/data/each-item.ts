import { ActionError } from '../../../shared/lib/action-error.ts';
import type { Json } from '../../../shared/lib/json.ts';
import type { StepContext } from '../executor.ts';

/**
 * What `expression` gives for each item, in one call of the sandbox: a call per item would cost more than the work.
 * The line break keeps a comment at the end of the expression from swallowing the closing brackets.
 */
export function mapItems(items: readonly Json[], expression: string, context: StepContext): Promise<readonly Json[]> {
  return evaluateList(`input.map((item, index) => (${expression}\n))`, items, expression, context);
}

/** The positions of the items for which `expression` is true: less to carry out of the sandbox than the items. */
export async function findPositions(items: readonly Json[], expression: string, context: StepContext): Promise<readonly number[]> {
  const code = `input.flatMap((item, index) => (${expression}\n) ? [index] : [])`;
  const positions = await evaluateList(code, items, expression, context);
  return positions.filter((position): position is number => typeof position === 'number');
}

async function evaluateList(code: string, items: readonly Json[], expression: string, context: StepContext): Promise<readonly Json[]> {
  const result = await context.evaluate(code, { input: items });
  if (Array.isArray(result)) return result;
  throw new ActionError('EXPR_SYNTAX', `This is not one expression: ${expression}`, {
    hint: 'Write one JavaScript expression over `item` and `index`.',
  });
}

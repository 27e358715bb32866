import { z } from 'zod';
import type { Catalogue } from './catalogue.ts';
import { didYouMean } from './nearest.ts';
import type { StepDocument } from './schema.ts';
import { alternatives } from './schema-keys.ts';

const anything = z.unknown();
const ifOutput = z.strictObject({ result: anything });
const switchOutput = z.strictObject({ value: anything, case: anything });
const loopOutput = z.strictObject({ items: z.array(anything), count: z.number() });
const approveOutput = z.strictObject({ approved: anything, by: anything, fields: anything, comment: anything });
/** With the fields of its structured answer. */
const agentOutput = z.looseObject({
  result: anything,
  response: z.string(),
  data: anything,
  tokens: z.number(),
  cost: z.number(),
  model: z.string(),
  escalated: anything,
});
const timerOutput = z.strictObject({ at: z.string() });

/** What a step gives, as far as its document tells; undefined when only the run will show. */
export function outputSchemaOf(step: StepDocument, catalogue: Catalogue): z.core.$ZodType | undefined {
  if (step.outputSchema !== undefined) return undefined;
  if ('action' in step) return Object.hasOwn(catalogue.actions, step.action) ? catalogue.actions[step.action]?.output : undefined;
  if ('if' in step) return ifOutput;
  if ('switch' in step) return switchOutput;
  if ('steps' in step) return loopOutput;
  if ('parallel' in step) return z.strictObject(Object.fromEntries(Object.keys(step.parallel).map((name) => [name, anything])));
  if ('agent' in step) return agentOutput;
  if ('approve' in step) return approveOutput;
  if ('delay' in step || 'until' in step) return timerOutput;
  return undefined;
}

/** The first field of the path that a schema cannot give, with a near miss; undefined when every field may be there. */
export function findUnknownField(
  schema: z.core.$ZodType,
  path: readonly (string | number)[],
): { readonly index: number; readonly known: readonly string[]; readonly guess: string } | undefined {
  let forms = alternatives(schema, 'out');
  for (const [index, segment] of path.entries()) {
    const next = forms.map((form) => fieldOf(form, segment));
    if (next.every((field) => field === 'absent')) {
      const known = [...new Set(forms.flatMap((form) => (form instanceof z.ZodObject ? Object.keys(form.shape) : [])))];
      return { index, known, guess: didYouMean(String(segment), known) };
    }
    if (next.some((field) => field === 'open')) return undefined;
    forms = next.flatMap((field) => (typeof field === 'object' ? alternatives(field, 'out') : []));
  }
  return undefined;
}

/** Only an object that is closed says for certain that a field is absent: texts and lists have members of their own. */
function fieldOf(schema: z.core.$ZodType, segment: string | number): z.core.$ZodType | 'open' | 'absent' {
  if (schema instanceof z.ZodArray && typeof segment === 'number') return schema.element;
  if (!(schema instanceof z.ZodObject)) return 'open';
  if (Object.hasOwn(schema.shape, segment)) return schema.shape[segment];
  const { catchall } = schema.def;
  return catchall === undefined || catchall instanceof z.ZodNever ? 'absent' : 'open';
}

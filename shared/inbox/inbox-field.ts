import { z } from 'zod';
import type { Json, JsonObject } from '../lib/json.ts';
import type { InboxField } from './inbox-item.ts';

const fieldSchema = z
  .strictObject({
    name: z.string().min(1).max(100),
    type: z.enum(['string', 'text', 'number', 'boolean', 'choice']).default('string'),
    label: z.string().optional(),
    required: z.boolean().default(false),
    choices: z.array(z.string()).min(1).optional(),
    default: z.json().optional(),
  })
  .refine(({ type, choices }) => (type === 'choice') === (choices !== undefined), 'a field of type choice, and no other, has choices')
  .transform(({ label, choices, default: value, ...field }): InboxField => {
    const more = { ...(choices === undefined ? {} : { choices }), ...(value === undefined ? {} : { default: value as Json }) };
    return { ...field, label: label ?? field.name, ...more };
  });

/** What an `approve` step asks, with its placeholders filled in. */
const approvalRequestSchema = z.strictObject({
  message: z.string(),
  from: z.string().optional(),
  fields: z
    .array(fieldSchema)
    .refine((fields) => new Set(fields.map(({ name }) => name)).size === fields.length, 'two fields have the same name')
    .default([]),
});

export type ApprovalRequest = z.output<typeof approvalRequestSchema>;
export type ParsedRequest = { readonly ok: true; readonly request: ApprovalRequest } | { readonly ok: false; readonly problem: string };

export function parseApprovalRequest(value: unknown): ParsedRequest {
  const parsed = approvalRequestSchema.safeParse(value);
  return parsed.success ? { ok: true, request: parsed.data } : { ok: false, problem: z.prettifyError(parsed.error) };
}

export type CheckedFields =
  | { readonly ok: true; readonly values: JsonObject }
  | { readonly ok: false; readonly problems: readonly FieldProblem[] };

export interface FieldProblem {
  readonly field: string;
  readonly message: string;
}

/** Fills in defaults. With `required: false` what must be filled in may be missing: a rejection needs no form. */
export function checkFields(fields: readonly InboxField[], given: JsonObject, { required }: { readonly required: boolean }): CheckedFields {
  const problems: FieldProblem[] = [];
  const values: Record<string, Json> = {};
  for (const name of Object.keys(given)) {
    if (!fields.some((field) => field.name === name)) problems.push({ field: name, message: `There is no field ${name}` });
  }
  for (const field of fields) {
    const value = Object.hasOwn(given, field.name) ? given[field.name] : field.default;
    if (value === undefined || value === null || value === '') {
      if (field.required && required) problems.push({ field: field.name, message: `${field.label} must be filled in` });
      continue;
    }
    const wrong = whatIsWrong(field, value);
    if (wrong === undefined) values[field.name] = value;
    else problems.push({ field: field.name, message: `${field.label} ${wrong}` });
  }
  return problems.length === 0 ? { ok: true, values } : { ok: false, problems };
}

function whatIsWrong({ type, choices }: InboxField, value: Json): string | undefined {
  if (type === 'number') return typeof value === 'number' ? undefined : 'must be a number';
  if (type === 'boolean') return typeof value === 'boolean' ? undefined : 'must be yes or no';
  if (typeof value !== 'string') return 'must be a text';
  return choices === undefined || choices.includes(value) ? undefined : `must be one of ${choices.join(', ')}`;
}

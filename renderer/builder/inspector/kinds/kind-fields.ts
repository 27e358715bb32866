import { z } from 'zod';
import type { JsonObject } from '../../../../shared/lib/json.ts';
import type { JsonPath } from '../../../../shared/workflow/json-path.ts';
import { type StepDocument, type StepKind, stepSchemas } from '../../../../shared/workflow/schema.ts';
import { type FieldModel, fieldOf } from '../fields/field-model.ts';
import type { Sees } from '../fields/form-context.ts';

/** A field of a step, with where its value stands in it. */
export interface PlacedField {
  readonly field: FieldModel;
  readonly path: JsonPath;
  readonly sees?: Sees;
}

/** What makes a step of its kind, beside the `with` of actions and what stands inside boxes. */
export function fieldsOfKind(kind: StepKind): readonly PlacedField[] {
  return makers[kind]();
}

const makers: Readonly<Record<StepKind, () => readonly PlacedField[]>> = {
  action: () => [],
  if: () => [expression('if', 'Condition', 'True leads on by the edge `true`, false by `false`')],
  switch: () => [
    expression('switch', 'Value', 'What the cases are compared with'),
    placed('switch', 'cases', { help: 'Each has an edge of its own; anything else goes by `default`' }),
  ],
  forEach: () => [listToGoThrough, ...loopFields('forEach')],
  while: () => [
    { ...expression('while', 'While', 'Asked before each round; it sees the results of the round before'), sees: 'body' },
    ...loopFields('while'),
  ],
  times: () => [
    { path: ['times'], field: bare('times', 'How many times', 'A number, or an expression that gives one', true) },
    ...loopFields('times'),
  ],
  parallel: () => [placed('parallel', 'failFast', {})],
  agent: () => [
    placed('agent', 'prompt', { help: 'What it is asked to do' }),
    placed('agent', 'tools', { help: 'Tools it may use, of those it has been granted' }),
    placed('agent', 'optimizeFor', { help: 'What matters when a model is chosen' }),
    placed('agent', 'budget', { help: 'It stops when this is used up' }),
  ],
  approve: () => [
    inside('approve', 'message', { help: 'What the person is asked' }),
    inside('approve', 'from', { help: 'Who is asked; default: whoever is there' }),
    { path: ['approve', 'fields'], field: approvalFields },
    inside('approve', 'timeout', { help: 'How long to wait: 30m, 2h, 1d' }),
    inside('approve', 'onTimeout', { help: 'What happens when nobody answers in time' }),
    inside('approve', 'escalateTo', { help: 'Who is asked then' }),
    inside('approve', 'rewindTo', { help: 'The step that runs again when the work is pushed back' }),
  ],
  waitFor: () => [
    inside('waitFor', 'event', { help: 'The name of the event' }),
    {
      path: ['waitFor', 'match'],
      field: bare('match', 'Match', 'Only an event for which this holds; `event` is the event', false, false),
      sees: 'event',
    },
    inside('waitFor', 'timeout', { help: 'How long to wait: 30m, 2h, 1d' }),
    inside('waitFor', 'onTimeout', { help: 'What happens when it does not come in time' }),
  ],
  delay: () => [{ path: ['delay'], field: bare('delay', 'Wait for', '500ms, 30s, 5m, 2h, 1d, or an expression that gives one', true) }],
  until: () => [
    { path: ['until'], field: bare('until', 'Wait until', 'A time such as 2026-12-01T09:00:00Z, or an expression that gives one') },
  ],
  workflow: () => [],
};

const listToGoThrough: PlacedField = {
  path: ['forEach'],
  field: {
    name: 'forEach',
    label: 'For each of',
    kind: 'union',
    required: true,
    looks: {},
    help: 'An expression that gives a list, or the list itself; `item` and `index` stand inside for each entry',
    options: [bare('forEach', 'Expression', ''), fieldOf('forEach', { type: 'array', items: {} })],
  },
};

function loopFields(kind: 'forEach' | 'while' | 'times'): readonly PlacedField[] {
  const collect: PlacedField = {
    path: ['collect'],
    field: bare('collect', 'Collect', "What each round gives to the loop's output; default: the output of its last step", false, false),
    sees: 'body',
  };
  const atOnce =
    kind === 'while' ? [] : [placed(kind, 'concurrency', { label: 'At once', help: 'How many rounds run at the same time', preset: 1 })];
  return [
    ...atOnce,
    placed(kind, 'maxIterations', { label: 'At most', help: 'More rounds than this are an error', preset: 1000 }),
    collect,
  ];
}

const approvalFields = fieldOf('fields', {
  type: 'array',
  description: 'What the person fills in; the next steps read it as output.fields.<name>',
  items: {
    type: 'object',
    properties: {
      name: { type: 'string', description: 'How the next steps call it' },
      type: { type: 'string', enum: ['string', 'number', 'boolean', 'array', 'object', 'path'], default: 'string' },
      label: { type: 'string', description: 'What stands beside the field' },
      description: { type: 'string', description: 'A line of help' },
      required: { type: 'boolean', default: false },
      default: { description: 'What it begins with' },
      enum: { type: 'array', items: {}, description: 'The only values it can have' },
    },
    required: ['name'],
  },
});

type Change = Partial<Pick<FieldModel, 'label' | 'help' | 'preset'>>;

function placed(kind: StepKind, key: string, change: Change): PlacedField {
  return { path: [key], field: { ...fieldInSchema(stepSchemas[kind].shape, key), ...change } };
}

function inside(kind: 'approve' | 'waitFor', key: string, change: Change): PlacedField {
  const { shape } = kind === 'approve' ? stepSchemas.approve.shape.approve : stepSchemas.waitFor.shape.waitFor;
  return { path: [kind, key], field: { ...fieldInSchema(shape, key), ...change } };
}

/** The field of one key of an object's shape. */
export function fieldInSchema(shape: Readonly<Record<string, z.core.$ZodType>>, key: string): FieldModel {
  const schema = shape[key];
  if (schema === undefined) throw new Error(`The schema has no key ${key}`);
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonObject;
  return fieldOf(key, json, !schema._zod.optin);
}

function expression(key: string, label: string, help: string): PlacedField {
  return { path: [key], field: bare(key, label, help) };
}

function bare(name: string, label: string, help: string, isMeasure = false, required = true): FieldModel {
  return { name, label, help, kind: isMeasure ? 'bare-measure' : 'expression', required, looks: { isCode: true } };
}

/** The value of a field in its step. */
export function valueIn(step: StepDocument | Readonly<Record<string, unknown>>, path: JsonPath): unknown {
  let value: unknown = step;
  for (const key of path)
    value =
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? (value as Record<string, unknown>)[String(key)]
        : undefined;
  return value;
}

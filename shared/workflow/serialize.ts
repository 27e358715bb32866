import { stringify } from 'yaml';
import { isJsonObject } from '../lib/json.ts';
import type { LoadOptions } from './load.ts';
import { loadText } from './load-text.ts';
import type { Problem } from './problem.ts';
import {
  kindOf,
  type RetryDocument,
  retrySchema,
  type StepDocument,
  type StepKind,
  settingsSchema,
  stepSchemas,
  triggerSchema,
  variableSchema,
  type WorkflowDocument,
  workflowSchema,
} from './schema.ts';
import { writeScript } from './script/write-script.ts';
import type { Writing } from './writings.ts';

/** Keys of a step before those that make its kind; the other common ones come after. */
const LEADING_KEYS = ['id', 'name', 'needs', 'join', 'when'];

/** The canonical text: keys in the order of the schema, defaults left out. Loading it again gives the same document. */
export function serializeWorkflow(document: WorkflowDocument, format: Writing): string {
  if (format === 'script') return writeScript(document);
  const ordered = orderDocument(document);
  if (format === 'json') return `${JSON.stringify(ordered, null, 2)}\n`;
  return stringify(ordered, { lineWidth: 0, aliasDuplicateObjects: false });
}

export type ConvertResult = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly problems: readonly Problem[] };

/** Any writing that loads, as canonical text. */
export async function convertWorkflow(text: string, options: LoadOptions & { readonly to: Writing }): Promise<ConvertResult> {
  const loaded = await loadText(text, options);
  return loaded.ok ? { ok: true, text: serializeWorkflow(loaded.document, options.to) } : loaded;
}

function orderDocument(document: WorkflowDocument): object {
  const { enabled, variables, triggers, settings, steps, finally: last, ...rest } = document;
  const written = {
    ...rest,
    ...(enabled ? {} : { enabled }),
    ...(variables === undefined ? {} : { variables: variables.map((variable) => pick(variable, Object.keys(variableSchema.shape))) }),
    ...(triggers === undefined ? {} : { triggers: triggers.map((trigger) => pick(trigger, Object.keys(triggerSchema.shape))) }),
    ...(settings === undefined ? {} : { settings: orderSettings(settings) }),
    steps: steps.map(orderStep),
    ...(last === undefined ? {} : { finally: last.map(orderStep) }),
  };
  return pick(written, Object.keys(workflowSchema.shape));
}

function orderSettings(settings: NonNullable<WorkflowDocument['settings']>): object {
  const { retry, ...rest } = settings;
  return pick({ ...rest, ...(retry === undefined ? {} : { retry: orderRetry(retry) }) }, Object.keys(settingsSchema.shape));
}

/** A step as it is written: keys in the order of the schema, defaults left out. */
export function orderStep(step: StepDocument): object {
  const kind = kindOf(step);
  if (kind === undefined) throw new Error(`Step ${step.id} without one kind cannot be written`);
  const { retry, needs, ...rest } = step;
  const written: Record<string, unknown> = {
    ...rest,
    ...(needs === undefined ? {} : { needs: needs.map(shortenNeed) }),
    ...(retry === undefined ? {} : { retry: orderRetry(retry) }),
  };
  if ('steps' in step) written['steps'] = step.steps.map(orderStep);
  if ('parallel' in step) {
    written['parallel'] = Object.fromEntries(Object.entries(step.parallel).map(([name, steps]) => [name, steps.map(orderStep)]));
  }
  return pick(written, keyOrderOf(kind));
}

/** The keys of a step of this kind, in the order in which they are written. */
export function keyOrderOf(kind: StepKind): readonly string[] {
  const shape = Object.keys(stepSchemas[kind].shape);
  const common = Object.keys(stepSchemas.delay.shape).filter((key) => key !== 'delay');
  const own = shape.filter((key) => !common.includes(key) && key !== kind && key !== 'steps');
  return [...LEADING_KEYS, kind, ...own, ...common.filter((key) => !LEADING_KEYS.includes(key)), 'steps'];
}

function shortenNeed(need: NonNullable<StepDocument['needs']>[number]): unknown {
  if (typeof need === 'string') return need;
  const { step, on, label } = need;
  if (on !== 'success') return need;
  return label === undefined ? step : { step, label };
}

/** Without the values that are the defaults anyway; how often is always said. */
function orderRetry(retry: RetryDocument): object {
  const defaults: Readonly<Record<string, unknown>> = retrySchema.parse({});
  return Object.fromEntries(Object.entries(retry).filter(([key, value]) => key === 'maxRetries' || defaults[key] !== value));
}

/** The object with its keys in the given order, what is undefined left out. Nested objects keep their own order. */
function pick(object: object, keys: readonly string[]): object {
  const values = isJsonObject(object) ? object : {};
  return Object.fromEntries(keys.filter((key) => values[key] !== undefined).map((key) => [key, values[key]]));
}

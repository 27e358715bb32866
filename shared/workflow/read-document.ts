import { z } from 'zod';
import { isJsonObject } from '../lib/json.ts';
import type { Finding } from './finding.ts';
import type { JsonPath } from './json-path.ts';
import { didYouMean } from './nearest.ts';
import { salvage } from './salvage.ts';
import { kindOf, STEP_ID, type StepDocument, stepKinds, stepSchemas, type WorkflowDocument, workflowSchema } from './schema.ts';
import { findingsOf } from './schema-issues.ts';
import { keysAt } from './schema-keys.ts';

export interface ReadDocument {
  /** The valid parts. What is wrong is left out or replaced, so that the other checks can still run. */
  readonly document: WorkflowDocument;
  readonly findings: readonly Finding[];
  /** Steps that only stand in for one that could not be read: nothing is known of their outputs or edges. */
  readonly unread: ReadonlySet<StepDocument>;
}

const stepList = z.array(z.unknown());
const documentSchema = workflowSchema.extend({ steps: stepList.min(1), finally: stepList.optional() });

/** Nested lists are read step by step, so that each step is held against the one kind it means to be. */
const flatSchemas = {
  ...stepSchemas,
  forEach: stepSchemas.forEach.extend({ steps: stepList.min(1) }),
  while: stepSchemas.while.extend({ steps: stepList.min(1) }),
  times: stepSchemas.times.extend({ steps: stepList.min(1) }),
  parallel: stepSchemas.parallel.extend({ parallel: z.record(z.string().regex(STEP_ID), stepList.min(1)) }),
} as const;

/** A box that is empty for now is wrong, and still a box: whoever builds one fills it next. */
const fillableSchemas = {
  ...flatSchemas,
  forEach: stepSchemas.forEach.extend({ steps: stepList }),
  while: stepSchemas.while.extend({ steps: stepList }),
  times: stepSchemas.times.extend({ steps: stepList }),
  parallel: stepSchemas.parallel.extend({ parallel: z.record(z.string().regex(STEP_ID), stepList) }),
} as const;

/** Holds a canonical document against the schema: every problem, whatever else is wrong. */
export function readDocument(value: unknown): ReadDocument {
  const findings: Finding[] = [];
  const unread = new Set<StepDocument>();

  const readSteps = (steps: readonly unknown[], path: JsonPath): StepDocument[] =>
    steps.map((step, index) => {
      const stepPath = [...path, index];
      const { read, isWhole } = readStep(step, stepPath, findings);
      // Only the nested lists are unread in it yet.
      const result = read as StepDocument;
      if ('steps' in result) result.steps = readSteps(result.steps, [...stepPath, 'steps']);
      if ('parallel' in result) {
        for (const [name, branch] of Object.entries(result.parallel)) {
          result.parallel[name] = readSteps(branch, [...stepPath, 'parallel', name]);
        }
      }
      if (!isWhole) unread.add(result);
      return result;
    });

  const top = documentSchema.safeParse(value);
  if (!top.success) findings.push(...findingsOf(top.error.issues, { value, path: [], keysAt: (path) => keysAt(documentSchema, path) }));
  const rest = top.data ?? salvage(documentSchema, value, UNREAD) ?? documentSchema.parse(UNREAD);
  const lists: Lists = isJsonObject(value) ? value : {};
  const document: WorkflowDocument = {
    ...rest,
    steps: readSteps(Array.isArray(lists.steps) ? lists.steps : [], ['steps']),
    finally: readSteps(Array.isArray(lists.finally) ? lists.finally : [], ['finally']),
  };
  if (lists.finally === undefined) delete document.finally;
  return { document, findings, unread };
}

interface Lists {
  readonly steps?: unknown;
  readonly finally?: unknown;
}

/** What a document without anything valid is read as. */
const UNREAD = { name: 'unread', steps: [null] };

function readStep(step: unknown, path: JsonPath, findings: Finding[]): { read: object; isWhole: boolean } {
  if (!isJsonObject(step)) {
    findings.push({ code: 'WRONG_TYPE', message: 'A step must be a map', path });
    return { read: standIn({}), isWhole: false };
  }
  const { id } = step;
  const place = { path, ...(typeof id === 'string' ? { stepId: id } : {}) };
  const kind = kindOf(step);
  if (kind === undefined) {
    findings.push({ ...missingKind(step), ...place });
    return { read: standIn(step), isWhole: false };
  }
  const schema: z.ZodType<object> = flatSchemas[kind];
  const result = schema.safeParse(step);
  if (result.success) return { read: result.data, isWhole: true };
  findings.push(...findingsOf(result.error.issues, { value: step, ...place, keysAt: (inside) => keysAt(schema, inside) }));
  const fillable: z.ZodType<object> = fillableSchemas[kind];
  const salvaged = salvage(fillable, step, {});
  return salvaged === undefined ? { read: standIn(step), isWhole: false } : { read: salvaged, isWhole: true };
}

function missingKind(step: object): Pick<Finding, 'code' | 'message'> {
  const found = stepKinds.filter((kind) => Object.hasOwn(step, kind));
  if (found.length > 1) {
    const keys = found.map((kind) => `\`${kind}\``).join(' and ');
    return { code: 'TWO_KINDS', message: `A step is of one kind, but this one has ${keys}; make it two steps` };
  }
  const known = new Set(keysAt(stepSchemas.delay, []));
  const guess = Object.keys(step)
    .filter((key) => !known.has(key))
    .map((key) => didYouMean(key, stepKinds))
    .find((text) => text !== '');
  return { code: 'NO_KIND', message: `Nothing says what the step does: give it one of ${stepKinds.join(', ')}${guess ?? ''}` };
}

/** Takes the place of a step that cannot be read, with the id that others refer to. */
function standIn(step: Readonly<Record<string, unknown>>): object {
  const kept = Object.entries(step).filter(([key]) => key === 'id' || key === 'name' || key === 'needs');
  return salvage(stepSchemas.delay, { ...Object.fromEntries(kept), delay: 0 }, {}) ?? { delay: 0 };
}

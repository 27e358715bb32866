import { isJsonObject, type Json } from '../../lib/json.ts';
import { idOf } from '../edges.ts';
import type { SettingsDocument, StepDocument, WorkflowDocument } from '../schema.ts';
import { loopAround, placeOfStep } from './place-of-step.ts';
import { needsOfStep } from './step-needs.ts';

export interface StepTest {
  /** Ids of the steps that have a result without being run. */
  readonly given: readonly string[];
  /** What `item` is, for a step inside a loop. */
  readonly item?: Json;
}

/**
 * The document whose run is the test of one step: the steps with given results, and after them the step alone, inside a loop of one item where
 * it stands in a loop. Throws an Error when there is no such step.
 */
export function documentOfStepTest(document: WorkflowDocument, id: string, { given, item }: StepTest): WorkflowDocument {
  const place = placeOfStep(document, id);
  if (place === undefined) throw new Error(`There is no step ${id} to test`);
  const loop = loopAround(place.scope);
  const before = given
    .flatMap((one) => placeOfStep(document, one)?.step ?? [])
    .map((step): StepDocument => ({ ...alone(step), needs: [] }));
  const needs = before.map((step) => ({ step: idOf(step), on: 'always' as const }));
  const step = alone(place.step);
  const tested: StepDocument =
    loop === undefined
      ? { ...step, needs }
      : {
          id: idOf(loop),
          ...(loop.name === undefined ? {} : { name: loop.name }),
          ...(loop.environment === undefined ? {} : { environment: loop.environment }),
          needs,
          forEach: [asItIs(item ?? null)],
          steps: [step],
        };
  const { variables, settings, pawl, name, version } = document;
  const needed = needsOfStep(document, id).variables;
  return {
    pawl,
    name,
    version,
    enabled: false,
    ...(variables === undefined
      ? {}
      : { variables: variables.map((one) => (needed === undefined || needed.has(one.name) ? one : { ...one, required: false })) }),
    ...(settings === undefined ? {} : { settings: settingsOfTest(settings) }),
    steps: [...before, tested],
  };
}

/** A test runs beside the workflow's own runs, and never instead of them. */
export function settingsOfTest(settings: SettingsDocument): SettingsDocument {
  const { concurrency: _limit, priority: _priority, ...rest } = settings;
  return rest;
}

function alone(step: StepDocument): StepDocument {
  const { needs: _needs, join: _join, ...rest } = step;
  return rest as StepDocument;
}

/** Data that stands where placeholders are rendered, so that none of it is taken for one. */
function asItIs(value: Json): Json {
  if (typeof value === 'string') return value.replaceAll('{{', '\\{{');
  if (Array.isArray(value)) return value.map((one: Json) => asItIs(one));
  if (isJsonObject(value)) return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, asItIs(one)]));
  return value;
}

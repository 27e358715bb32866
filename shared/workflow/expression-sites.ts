import { parseDuration } from '../lib/duration.ts';
import { isJsonObject } from '../lib/json.ts';
import type { JsonPath } from './json-path.ts';
import type { StepDocument } from './schema.ts';

/** A place of a step that holds expressions. */
export interface ExpressionSite {
  /** From the step. */
  readonly path: JsonPath;
  readonly text: string;
  /** A bare expression, not a text with placeholders. */
  readonly isBare: boolean;
  /** `body`: evaluated beside the loop's body, so that it knows the body's steps. `event`: it also knows the event that came. */
  readonly sees?: 'body' | 'event';
}

const TEMPLATE_KEYS = ['with', 'prompt', 'approve', 'workflow', 'environment', 'workingDirectory'] as const;
const ISO_TIME = /^\d{4}-\d\d-\d\d/;

export function sitesOf(step: StepDocument): ExpressionSite[] {
  const sites: ExpressionSite[] = [];
  const bare = (path: JsonPath, text: unknown, sees?: ExpressionSite['sees']): void => {
    if (typeof text === 'string') sites.push({ path, text, isBare: true, ...(sees === undefined ? {} : { sees }) });
  };

  bare(['when'], step.when);
  for (const [index, need] of (step.needs ?? []).entries()) {
    if (typeof need === 'object' && typeof need.on === 'object') bare(['needs', index, 'on', 'expression'], need.on.expression);
  }
  if ('if' in step) bare(['if'], step.if);
  if ('switch' in step) bare(['switch'], step.switch);
  if ('forEach' in step) bare(['forEach'], step.forEach);
  if ('times' in step) bare(['times'], step.times);
  if ('while' in step) bare(['while'], step.while, 'body');
  if ('collect' in step) bare(['collect'], step.collect, 'body');
  if ('delay' in step && parseDuration(step.delay) === undefined) bare(['delay'], step.delay);
  if ('until' in step && !ISO_TIME.test(step.until)) bare(['until'], step.until);
  if ('waitFor' in step) {
    bare(['waitFor', 'match'], step.waitFor.match, 'event');
    sites.push(...textsIn(step.waitFor.event, ['waitFor', 'event']));
  }
  if (step.cache?.key !== undefined) sites.push(...textsIn(step.cache.key, ['cache', 'key']));
  if ('forEach' in step && Array.isArray(step.forEach)) sites.push(...textsIn(step.forEach, ['forEach']));
  const values: Readonly<Record<string, unknown>> = step;
  for (const key of TEMPLATE_KEYS) sites.push(...textsIn(values[key], [key]));
  return sites;
}

/** Every text inside a value, as a template. */
export function textsIn(value: unknown, path: JsonPath): ExpressionSite[] {
  if (typeof value === 'string') return [{ path, text: value, isBare: false }];
  if (Array.isArray(value)) return value.flatMap((each, index) => textsIn(each, [...path, index]));
  if (isJsonObject(value)) return Object.entries(value).flatMap(([key, each]) => textsIn(each, [...path, key]));
  return [];
}

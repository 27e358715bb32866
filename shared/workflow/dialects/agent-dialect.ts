import { isJsonObject } from '../../lib/json.ts';
import type { JsonPath } from '../json-path.ts';
import { liftConfig } from './config.ts';
import { type Dialect, type Origins, type Raw, renameKeys } from './dialect.ts';

const STEP_MARKS = ['key', 'dependencies', 'retryPolicy', 'timeoutMs'];

const STEP_KEYS = { key: 'id', dependencies: 'needs', timeoutMs: 'timeout', retryPolicy: 'retry' };

const RETRY_KEYS = { retryDelayMs: 'delay', retryBackoffMultiplier: 'backoff', retryableErrors: 'on' };

/** Steps of `key`, `agent`, `prompt` and `dependencies`, with `config` for the whole. Durations are milliseconds. */
export const agentDialect: Dialect = {
  name: 'agent',
  speaks: (document) =>
    isJsonObject(document['config']) ||
    stepsOf(document).some((step) => isJsonObject(step) && STEP_MARKS.some((mark) => Object.hasOwn(step, mark))),
  lift: (document, origins) => {
    const { steps: _, ...rest } = liftConfig(document, origins);
    // Where one step says what it depends on, a step that says nothing depends on nothing.
    const isGraph = stepsOf(document).some((step) => isJsonObject(step) && Object.hasOwn(step, 'dependencies'));
    const lifted = stepsOf(document).map((step, index) => (isJsonObject(step) ? liftStep(step, index, isGraph, origins) : step));
    return { ...rest, steps: lifted };
  },
};

function stepsOf(document: Raw): readonly unknown[] {
  const { steps } = document;
  return Array.isArray(steps) ? steps : [];
}

function liftStep(step: Raw, index: number, isGraph: boolean, origins: Origins): Raw {
  const path: JsonPath = ['steps', index];
  const { parallel, ...rest } = step;
  const lifted = renameKeys(rest, STEP_KEYS, { canonical: path, source: path, origins });
  // Ours runs what is ready: that a step may run beside others needs no saying. A map is our own kind of step.
  if (typeof parallel !== 'boolean' && parallel !== undefined) lifted['parallel'] = parallel;
  if (isGraph) lifted['needs'] ??= [];
  const { retryPolicy } = step;
  if (isJsonObject(retryPolicy)) {
    const place = { canonical: [...path, 'retry'], source: [...path, 'retryPolicy'], origins };
    lifted['retry'] = renameKeys(retryPolicy, RETRY_KEYS, place);
  }
  return lifted;
}

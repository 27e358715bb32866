import { isJsonObject } from '../../lib/json.ts';
import type { JsonPath } from '../json-path.ts';
import type { Origins, Raw } from './dialect.ts';

interface ListPlace {
  readonly source: JsonPath;
  readonly canonical: JsonPath;
  readonly origins: Origins;
}

/** A connection as an entry of the target's `needs`, with where it and its parts were written. */
interface Connection {
  readonly target: unknown;
  readonly need: Raw;
  readonly source: JsonPath;
  readonly targetSource: JsonPath;
  readonly conditionSource: JsonPath;
}

const OUTCOMES: Readonly<Record<string, string>> = {
  success: 'success',
  completed: 'success',
  failure: 'failure',
  failed: 'failure',
  error: 'failure',
  always: 'always',
  true: 'true',
  yes: 'true',
  false: 'false',
  no: 'false',
};

/**
 * Turns the connections that steps hold towards others into the `needs` of those others. A list without any connection is sequential;
 * in a list with some, a step that nothing leads to starts at once.
 */
export function liftConnections(steps: readonly unknown[], lifted: readonly unknown[], place: ListPlace): unknown[] {
  const connections = steps.flatMap((step, index) => (isJsonObject(step) ? connectionsOf(step, [...place.source, index]) : []));
  if (connections.length === 0) return [...lifted];
  const ids = new Set(lifted.map(idIn));
  const byTarget = Map.groupBy(connections, ({ target }) => (ids.has(target) ? target : undefined));
  // A connection that leads nowhere is kept at the step it comes from, where validation reports the unknown step.
  const strays = Map.groupBy(byTarget.get(undefined) ?? [], ({ need }) => need['step']);
  return lifted.map((step, index) => {
    if (!isJsonObject(step)) return step;
    const { id, needs: own } = step;
    const before = Array.isArray(own) ? own : [];
    const incoming = id === undefined ? [] : (byTarget.get(id) ?? []);
    const outgoing = (strays.get(id) ?? []).map((stray) => ({ ...stray, need: { ...stray.need, step: stray.target } }));
    const added = [...incoming, ...outgoing];
    const needsPath = [...place.canonical, index, 'needs'];
    const [first] = added;
    if (first !== undefined && own === undefined) place.origins.note(needsPath, first.source);
    for (const [offset, connection] of added.entries()) noteNeed([...needsPath, before.length + offset], connection, place.origins);
    return { ...step, needs: [...before, ...added.map(({ need }) => need)] };
  });
}

function noteNeed(canonical: JsonPath, { need, source, targetSource, conditionSource }: Connection, origins: Origins): void {
  origins.note(canonical, source);
  origins.note([...canonical, 'step'], targetSource);
  origins.note([...canonical, 'on'], conditionSource);
  if (isJsonObject(need['on'])) origins.note([...canonical, 'on', 'expression'], conditionSource);
}

function idIn(step: unknown): unknown {
  return isJsonObject(step) ? step['id'] : undefined;
}

function connectionsOf(step: Raw, path: JsonPath): Connection[] {
  const { id, type, connections, errorHandling } = step;
  const outputs = isJsonObject(connections) ? connections['outputs'] : undefined;
  const isFromCondition = type === 'condition';
  const written = (Array.isArray(outputs) ? outputs : []).map((output: unknown, index): Connection => {
    const source = [...path, 'connections', 'outputs', index];
    if (!isJsonObject(output)) {
      return { target: output, need: needOf(id, {}, isFromCondition), source, targetSource: source, conditionSource: source };
    }
    const { targetStepId, condition } = output;
    const conditionSource = [
      ...source,
      'condition',
      ...(isJsonObject(condition) && condition['expression'] !== undefined ? ['expression'] : []),
    ];
    return {
      target: targetStepId,
      need: needOf(id, output, isFromCondition),
      source,
      targetSource: [...source, 'targetStepId'],
      conditionSource,
    };
  });
  const fallback = isJsonObject(errorHandling) ? errorHandling['fallbackStepId'] : undefined;
  if (fallback === undefined) return written;
  const source = [...path, 'errorHandling', 'fallbackStepId'];
  return [...written, { target: fallback, need: { step: id, on: 'failure' }, source, targetSource: source, conditionSource: source }];
}

function needOf(from: unknown, output: Raw, isFromCondition: boolean): Raw {
  const { condition, label } = output;
  const outcomeOfLabel = typeof label === 'string' ? OUTCOMES[label.toLowerCase()] : undefined;
  const unsaid = isFromCondition ? (outcomeOfLabel ?? 'true') : 'success';
  const need = { step: from, on: edgeCondition(condition) ?? unsaid };
  return label === undefined ? need : { ...need, label };
}

/** `{type, expression}`, a bare outcome or a bare expression. */
function edgeCondition(condition: unknown): unknown {
  if (condition === undefined || condition === null) return undefined;
  if (typeof condition === 'boolean') return String(condition);
  if (typeof condition === 'string') return OUTCOMES[condition.toLowerCase()] ?? { expression: condition };
  if (!isJsonObject(condition)) return condition;
  const { type, expression, value } = condition;
  if (typeof type === 'string' && Object.hasOwn(OUTCOMES, type.toLowerCase())) return OUTCOMES[type.toLowerCase()];
  if (expression !== undefined) return { expression };
  return value ?? type;
}

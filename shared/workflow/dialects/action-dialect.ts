import { isJsonObject } from '../../lib/json.ts';
import type { JsonPath } from '../json-path.ts';
import { idMaker, ROOT_NAMES } from '../step-ids.ts';
import { liftConfig } from './config.ts';
import { liftConnections } from './connections.ts';
import { type Dialect, type Origins, type Raw, renameKeys } from './dialect.ts';
import { liftDocumentErrors, liftStepErrors } from './error-handling.ts';

const STEP_TYPES = new Set(['action', 'condition', 'loop', 'parallel', 'ai_flow']);

/** What an `ai_flow` runs when it names no action of its own. */
const AI_FLOW_ACTION = 'ai.generate';

/** Steps of `type` and `action: {type, provider, parameters}`, joined by `connections.outputs`, with a `position` each. */
export const actionDialect: Dialect = {
  name: 'action',
  speaks: (document) => {
    const { steps, errorHandling } = document;
    return errorHandling !== undefined || (Array.isArray(steps) && steps.some(speaksStep));
  },
  lift: (document, origins) => {
    const { steps, layout, ...rest } = liftDocumentErrors(liftConfig(document, origins), origins);
    if (!Array.isArray(steps)) return { ...rest, steps };
    const positions = new Map<string, unknown>();
    const lifted = liftList(steps, { source: ['steps'], canonical: ['steps'], origins, idFrom: idMaker(idsIn(steps)), positions });
    const placed = layout ?? (positions.size > 0 ? Object.fromEntries(positions) : undefined);
    return { ...rest, steps: lifted, ...(placed === undefined ? {} : { layout: placed }) };
  },
};

function speaksStep(step: unknown): boolean {
  if (!isJsonObject(step)) return false;
  const { action, type, connections, position, errorHandling } = step;
  const hasType = typeof type === 'string' && STEP_TYPES.has(type);
  return hasType || isJsonObject(action) || connections !== undefined || position !== undefined || errorHandling !== undefined;
}

interface ListPlace {
  readonly source: JsonPath;
  readonly canonical: JsonPath;
  readonly origins: Origins;
  readonly idFrom: (...texts: string[]) => string;
  readonly positions: Map<string, unknown>;
}

function liftList(steps: readonly unknown[], place: ListPlace): unknown[] {
  place.origins.note(place.canonical, place.source);
  const named = steps.map((step) => (isJsonObject(step) ? withId(step, place) : step));
  const lifted = named.map((step, index) => {
    if (!isJsonObject(step)) return step;
    return liftStep(step, { ...place, source: [...place.source, index], canonical: [...place.canonical, index] });
  });
  return liftConnections(named, lifted, place);
}

/** Positions and connections name steps, so that every step needs its id before the rest is lifted. */
function withId(step: Raw, place: ListPlace): Raw {
  const { id, name } = step;
  return id === undefined ? { ...step, id: place.idFrom(typeof name === 'string' ? name : '') } : step;
}

function liftStep(step: Raw, place: ListPlace): Raw {
  const { type, action, position, connections: _connections, errorHandling: _errorHandling, ...rest } = step;
  const common = renameKeys(rest, { description: 'notes', timeoutMs: 'timeout' }, place);
  const { id } = step;
  if (position !== undefined && typeof id === 'string') {
    place.positions.set(id, position);
    place.origins.note(['layout', id], [...place.source, 'position']);
  }
  return { ...liftKind(common, type, action, place), ...liftStepErrors(step, place) };
}

function liftKind(common: Raw, type: unknown, action: unknown, place: ListPlace): Raw {
  switch (type) {
    case 'condition':
      return liftCondition(common, action, place);
    case 'loop':
      return liftLoop(common, action, place);
    case 'parallel':
      return liftParallel(common, action, place);
    case 'ai_flow':
      if ('agent' in common) return common;
      return liftAction(common, isJsonObject(action) ? { type: AI_FLOW_ACTION, ...action } : (action ?? AI_FLOW_ACTION), place);
    default: {
      // A type that the dialect does not have stays, so that it is reported as the unknown key it is.
      const unknown = type === undefined || type === 'action' ? {} : { type };
      return liftAction({ ...common, ...unknown }, action, place);
    }
  }
}

function liftAction(common: Raw, action: unknown, place: ListPlace): Raw {
  if (!isJsonObject(action)) return action === undefined ? common : { ...common, action };
  const { type, provider, parameters, ...rest } = action;
  const source = [...place.source, 'action'];
  place.origins.note([...place.canonical, 'action'], [...source, 'type']);
  place.origins.note([...place.canonical, 'with'], [...source, 'parameters']);
  const lifted = { ...common, action: type, ...rest };
  for (const key of Object.keys(rest)) place.origins.note([...place.canonical, key], [...source, key]);
  if (provider === undefined) return parameters === undefined ? lifted : { ...lifted, with: parameters };
  if (parameters !== undefined && !isJsonObject(parameters)) return { ...lifted, with: parameters };
  if (parameters?.['provider'] === undefined) place.origins.note([...place.canonical, 'with', 'provider'], [...source, 'provider']);
  return { ...lifted, with: { provider, ...parameters } };
}

/** A value under the first of some keys, of the step itself or of its action's parameters. */
function find(keys: readonly string[], common: Raw, action: unknown, place: ListPlace): { value: unknown; source: JsonPath } | undefined {
  const { parameters } = isJsonObject(action) ? action : {};
  for (const [holder, source] of [
    [common, place.source],
    [parameters, [...place.source, 'action', 'parameters']],
  ] as const) {
    if (!isJsonObject(holder)) continue;
    const key = keys.find((candidate) => Object.hasOwn(holder, candidate));
    if (key !== undefined) return { value: holder[key], source: [...source, key] };
  }
  return undefined;
}

function without(object: Raw, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}

const CONDITION_KEYS = ['if', 'condition', 'expression'];

function liftCondition(common: Raw, action: unknown, place: ListPlace): Raw {
  const condition = find(CONDITION_KEYS, common, action, place);
  if (condition === undefined) return common;
  const { value, source } = condition;
  const isWrapped = isJsonObject(value) && Object.hasOwn(value, 'expression');
  place.origins.note([...place.canonical, 'if'], isWrapped ? [...source, 'expression'] : source);
  return { ...without(common, CONDITION_KEYS), if: isWrapped ? value['expression'] : value };
}

const LOOP_KEYS = {
  forEach: ['forEach', 'items', 'collection', 'over'],
  while: ['while', 'condition'],
  times: ['times', 'count', 'iterations'],
  maxIterations: ['maxIterations'],
  concurrency: ['concurrency'],
} as const;
const BODY_KEYS = ['steps', 'body'];

function liftLoop(common: Raw, action: unknown, place: ListPlace): Raw {
  // The settings may stand together under `loop`, in the step, or in the action's parameters.
  const { loop } = common;
  const [holder, at] = isJsonObject(loop) ? [loop, { ...place, source: [...place.source, 'loop'] }] : [common, place];
  const lifted = without(common, ['loop', ...Object.values(LOOP_KEYS).flat(), ...BODY_KEYS]);
  for (const [ours, theirs] of Object.entries(LOOP_KEYS)) {
    const found = find(theirs, holder, action, at);
    if (found === undefined) continue;
    place.origins.note([...place.canonical, ours], found.source);
    lifted[ours] = found.value;
  }
  const body = find(BODY_KEYS, holder, action, at);
  if (body === undefined) return lifted;
  return { ...lifted, steps: liftInner(body.value, { ...place, source: body.source, canonical: [...place.canonical, 'steps'] }) };
}

const BRANCH_KEYS = ['branches', 'parallel'];

function liftParallel(common: Raw, action: unknown, place: ListPlace): Raw {
  const found = find(BRANCH_KEYS, common, action, place);
  if (found === undefined) return common;
  const branches = Array.isArray(found.value) ? found.value.map((branch, index) => nameBranch(branch, index)) : namedBranches(found.value);
  place.origins.note([...place.canonical, 'parallel'], found.source);
  const parallel = Object.fromEntries(
    branches.map(({ name, at, steps }) => {
      const canonical = [...place.canonical, 'parallel', name];
      return [name, liftInner(steps, { ...place, source: [...found.source, ...at], canonical })];
    }),
  );
  return { ...without(common, BRANCH_KEYS), parallel };
}

interface RawBranch {
  readonly name: string;
  readonly at: JsonPath;
  readonly steps: unknown;
}

function namedBranches(value: unknown): RawBranch[] {
  return isJsonObject(value) ? Object.entries(value).map(([name, steps]) => ({ name, at: [name], steps })) : [];
}

/** A branch of a list is itself a list of steps, or a map of `name` and `steps`, or a single step. */
function nameBranch(branch: unknown, index: number): RawBranch {
  const name = `branch_${index + 1}`;
  if (!isJsonObject(branch)) return { name, at: [index], steps: branch };
  const { name: own, steps } = branch;
  if (!Array.isArray(steps)) return { name, at: [index], steps: [branch] };
  return { name: typeof own === 'string' ? idMaker([])(own) : name, at: [index, 'steps'], steps };
}

function liftInner(steps: unknown, place: ListPlace): unknown {
  if (Array.isArray(steps)) return liftList(steps, place);
  place.origins.note(place.canonical, place.source);
  return steps;
}

/** Every id that is given anywhere, so that those made for other steps differ. */
function idsIn(value: unknown): string[] {
  const ids: string[] = [...ROOT_NAMES];
  const open = [value];
  for (let each = open.pop(); each !== undefined; each = open.pop()) {
    if (Array.isArray(each)) open.push(...each);
    else if (isJsonObject(each)) {
      const { id } = each;
      if (typeof id === 'string') ids.push(id);
      open.push(...Object.values(each).filter((inner) => typeof inner === 'object' && inner !== null));
    }
  }
  return ids;
}

import type { Json } from '../lib/json.ts';
import { isJsonObject } from '../lib/json.ts';
import { idOf, type ResolvedEdge, resolveNeeds } from './edges.ts';
import { kindOf, type StepDocument, type WorkflowDocument } from './schema.ts';
import { type Scope, scopesOf } from './scopes.ts';

/** A value that differs. `before` or `after` is undefined where there is none. */
export interface ValueChange {
  /** `with.url`, `settings.timeout`, `triggers.nightly.config.cron` */
  readonly path: string;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

export interface StepFact {
  readonly id: string;
  readonly name: string;
  /** The action's type, or the key that makes the step's kind. */
  readonly does: string;
}

export interface StepChange extends StepFact {
  readonly changes: readonly ValueChange[];
  /** The loop or branch it stood in and stands in now, when that differs; empty for the main list. */
  readonly from?: string;
  readonly to?: string;
}

export interface EdgeFact {
  readonly from: string;
  readonly to: string;
  /** `success`, `failure`, `always`, a branch or an expression. */
  readonly on: string;
}

/** What one version does otherwise than another. Steps are the same by their ids. */
export interface WorkflowDiff {
  readonly isSame: boolean;
  /** Name, description, variables, triggers, settings, outputs. */
  readonly facts: readonly ValueChange[];
  readonly added: readonly StepFact[];
  readonly removed: readonly StepFact[];
  readonly changed: readonly StepChange[];
  readonly edgesAdded: readonly EdgeFact[];
  readonly edgesRemoved: readonly EdgeFact[];
  /** Ids of steps that only stand elsewhere: on the canvas, or in their list. They do what they did. */
  readonly moved: readonly string[];
}

interface Placed {
  readonly step: StepDocument;
  readonly place: string;
  readonly index: number;
}

/** Of two documents that have come through `loadWorkflow`: every step and trigger has an id. */
export function diffWorkflows(before: WorkflowDocument, after: WorkflowDocument): WorkflowDiff {
  const old = stepsOf(before);
  const now = stepsOf(after);
  const kept = [...now].flatMap(([id, placed]): [string, Placed, Placed][] => {
    const was = old.get(id);
    return was === undefined ? [] : [[id, was, placed]];
  });
  const changed = kept.flatMap(([, was, is]) => changeOf(was, is));
  const edgesBefore = edgesOf(before);
  const edgesAfter = edgesOf(after);
  const isKnownIn =
    (edges: ReadonlyMap<string, EdgeFact>) =>
    ([key]: readonly [string, EdgeFact]) =>
      !edges.has(key);
  const diff = {
    facts: factsOf(before, after),
    added: [...now].filter(([id]) => !old.has(id)).map(([, { step }]) => factOf(step)),
    removed: [...old].filter(([id]) => !now.has(id)).map(([, { step }]) => factOf(step)),
    changed,
    edgesAdded: [...edgesAfter].filter(isKnownIn(edgesBefore)).map(([, edge]) => edge),
    edgesRemoved: [...edgesBefore].filter(isKnownIn(edgesAfter)).map(([, edge]) => edge),
    moved: movedSteps(before, after, kept),
  };
  return { isSame: Object.values(diff).every((list) => list.length === 0), ...diff };
}

function stepsOf(document: WorkflowDocument): Map<string, Placed> {
  const placed = scopesOf(document).flatMap((scope) =>
    scope.steps.map((step, index): [string, Placed] => [idOf(step), { step, place: placeOf(scope), index }]),
  );
  return new Map(placed);
}

/** `each`, `both.left`, `finally`; empty for the main list. */
function placeOf({ kind, owner, path }: Scope): string {
  if (owner !== undefined) return kind === 'branch' ? `${idOf(owner)}.${path.at(-1)}` : idOf(owner);
  return kind === 'finally' ? 'finally' : '';
}

function factOf(step: StepDocument): StepFact {
  return { id: idOf(step), name: step.name ?? idOf(step), does: 'action' in step ? step.action : (kindOf(step) ?? 'step') };
}

function changeOf(was: Placed, is: Placed): StepChange[] {
  const changes = compare('', ownValues(was.step), ownValues(is.step));
  const isElsewhere = was.place !== is.place;
  if (changes.length === 0 && !isElsewhere) return [];
  return [{ ...factOf(is.step), changes, ...(isElsewhere ? { from: was.place, to: is.place } : {}) }];
}

/** Without its edges, and without the steps inside it, which are compared by themselves. */
function ownValues(step: StepDocument): Json {
  const { needs: _needs, id: _id, ...rest } = step as StepDocument & { steps?: unknown; parallel?: Record<string, unknown> };
  const { steps: _steps, ...own } = rest as Record<string, unknown>;
  if (isJsonObject(own['parallel'])) own['parallel'] = Object.keys(own['parallel']);
  return own as Json;
}

function edgesOf(document: WorkflowDocument): Map<string, EdgeFact> {
  const edges = scopesOf(document).flatMap(({ steps }) => resolveNeeds(steps).map(edgeFact));
  return new Map(edges.map((edge) => [JSON.stringify([edge.from, edge.to, edge.on]), edge]));
}

function edgeFact({ from, to, on }: ResolvedEdge): EdgeFact {
  return { from, to, on: on.type === 'branch' ? on.value : on.type === 'expression' ? on.expression : on.type };
}

function factsOf(before: WorkflowDocument, after: WorkflowDocument): ValueChange[] {
  return compare('', plainFacts(before), plainFacts(after));
}

/** Lists whose members have names are compared by name, so that one put in the middle is one change. */
function plainFacts({ steps: _steps, finally: _finally, layout: _layout, enabled: _enabled, ...facts }: WorkflowDocument): Json {
  const { variables = [], triggers = [], ...rest } = facts;
  return {
    ...rest,
    variables: Object.fromEntries(variables.map(({ name, ...variable }) => [name, variable])),
    triggers: Object.fromEntries(triggers.map(({ id = '', ...trigger }) => [id, trigger])),
  } as unknown as Json;
}

function compare(path: string, before: Json | undefined, after: Json | undefined): ValueChange[] {
  if (isJsonObject(before) && isJsonObject(after)) {
    const names = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...names].flatMap((name) => compare(path === '' ? name : `${path}.${name}`, before[name], after[name]));
  }
  return isEqual(before, after) ? [] : [{ path, before, after }];
}

function isEqual(a: Json | undefined, b: Json | undefined): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((each, index) => isEqual(each, b[index]));
  if (isJsonObject(a) && isJsonObject(b)) return compare('', a, b).length === 0;
  return a === b;
}

/** A step has moved in its list when it is not among the longest run of steps that kept their order; on the canvas, when its point differs. */
function movedSteps(before: WorkflowDocument, after: WorkflowDocument, kept: readonly (readonly [string, Placed, Placed])[]): string[] {
  const stayed = kept.filter(([, was, is]) => was.place === is.place);
  const places = new Set(stayed.map(([, was]) => was.place));
  const inOrder = new Set([...places].flatMap((place) => longestRun(stayed.filter(([, was]) => was.place === place))));
  return kept.flatMap(([id, was, is]) => {
    if (was.place !== is.place) return [];
    const isOnCanvas = isEqual(before.layout?.[id], after.layout?.[id]);
    return inOrder.has(id) && isOnCanvas ? [] : [id];
  });
}

/** Of steps in their new order: the most of them whose old places grow. */
function longestRun(steps: readonly (readonly [string, Placed, Placed])[]): string[] {
  const best: { length: number; before: number }[] = [];
  for (const [at, [, was]] of steps.entries()) {
    let found = { length: 1, before: -1 };
    for (let earlier = 0; earlier < at; earlier++) {
      const length = (best[earlier]?.length ?? 0) + 1;
      if ((steps[earlier]?.[1].index ?? 0) < was.index && length > found.length) found = { length, before: earlier };
    }
    best.push(found);
  }
  let at = best.reduce((top, { length }, index) => (length > (best[top]?.length ?? 0) ? index : top), 0);
  const ids: string[] = [];
  while (at >= 0 && steps[at] !== undefined) {
    ids.push(steps[at]?.[0] ?? '');
    at = best[at]?.before ?? -1;
  }
  return ids;
}

import { isMap, type Node, Scalar, YAMLSeq } from 'yaml';
import { kindOf, type StepDocument } from '../schema.ts';
import { orderStep } from '../serialize.ts';
import { idMaker, ROOT_NAMES } from '../step-ids.ts';
import type { EdgeRef, StepList, WorkflowEdit } from './edit.ts';
import { placeSteps, positionOf } from './layout.ts';
import { EditRefused } from './refused.ts';
import { edgeOfNeed, isSameEdge, type StepEdge, uniqueEdges } from './step-edges.ts';
import {
  implicitEdges,
  listAt,
  listsInside,
  requireList,
  requireStep,
  type StepMap,
  type StepTree,
  type TreeList,
  type TreeStep,
} from './step-tree.ts';

type Edit<T extends WorkflowEdit['type']> = Extract<WorkflowEdit, { type: T }>;

export function addStep(tree: StepTree, edit: Edit<'add-step'>): void {
  const target = requireList(tree, edit.list);
  const [step] = makeSteps(tree, [edit.step]);
  if (step === undefined) return;
  const index = clampIndex(edit.index, target.steps.length);
  if (edit.after !== undefined) step.edges = uniqueEdges(edit.after);
  else step.edges = edit.step.needs?.map(edgeOfNeed) ?? implicitEdges(target.steps[index - 1]);
  for (const { from } of step.edges) requireInList(from, target, step.id);
  insertSteps(target, index, [step]);
  if (edit.position !== undefined) placeSteps(tree, { [step.id]: edit.position });
}

export function spliceStep(tree: StepTree, edit: Edit<'splice-step'>): void {
  const { list, step: target, index } = requireStep(tree, edit.edge.to);
  const old = requireEdge(target, edit.edge);
  const [step] = makeSteps(tree, [edit.step]);
  if (step === undefined) return;
  step.edges = [old];
  target.edges = target.edges.map((edge) => (edge === old ? { from: step.id, on: 'success' } : edge));
  insertSteps(list, index, [step]);
  if (edit.position !== undefined) placeSteps(tree, { [step.id]: edit.position });
}

export function removeSteps(tree: StepTree, { steps, keepWire }: Pick<Edit<'remove-steps'>, 'steps' | 'keepWire'>): void {
  const found = steps.map((id) => requireStep(tree, id).step);
  const gone = new Set(found.flatMap((step) => [step, ...listsInside(tree, step).flatMap((list) => list.steps)]));
  detach(tree, gone, keepWire);
  const ids = [...gone].map(({ id }) => id);
  const isGone = ({ owner }: TreeList): boolean => owner !== undefined && gone.has(owner);
  tree.lists.splice(0, tree.lists.length, ...tree.lists.filter((list) => !isGone(list)));
  placeSteps(tree, Object.fromEntries(ids.map((id) => [id, null])));
}

export function moveSteps(tree: StepTree, { steps: ids, list: wanted, index }: Edit<'move-steps'>): void {
  const found = ids.map((id) => requireStep(tree, id));
  const target = requireList(tree, wanted);
  const moved = found.map(({ step }) => step);
  for (const { step } of found) {
    if (
      step === target.owner ||
      (target.owner !== undefined && listsInside(tree, step).some(({ steps }) => steps.includes(target.owner as TreeStep)))
    ) {
      throw new EditRefused('INTO_ITSELF', `\`${step.id}\` cannot be moved into itself`, step.id);
    }
  }
  const at = clampIndex(index, target.steps.length);
  const before = target.steps.slice(0, at).filter((step) => !moved.includes(step)).length;
  const strangers = found.filter(({ list }) => list !== target).map(({ step }) => step);
  detach(tree, new Set(strangers), true);
  const rest = target.steps.filter((step) => !moved.includes(step));
  target.steps.splice(0, target.steps.length, ...rest);

  const together = new Set(moved.map(({ id }) => id));
  const arrivals = implicitEdges(target.steps[before - 1]);
  for (const step of strangers) {
    const own = step.edges.filter(({ from }) => together.has(from));
    step.edges = own.length > 0 || (step.loaded !== undefined && step.edges.length === 0) ? own : arrivals;
  }
  insertSteps(target, before, moved);
  // A place on the canvas counts from the list's own box.
  placeSteps(tree, Object.fromEntries(strangers.map(({ id }) => [id, null])));
}

export function wrapSteps(tree: StepTree, { steps: ids, box: given, branch = 'branch_1' }: Edit<'wrap-steps'>): void {
  const found = ids.map((id) => requireStep(tree, id)).sort((a, b) => a.index - b.index);
  const [first] = found;
  if (first === undefined) throw new EditRefused('NO_STEPS', 'Nothing is chosen to be put into the box');
  const { list } = first;
  const stranger = found.find((each) => each.list !== list);
  if (stranger !== undefined) {
    throw new EditRefused(
      'NEEDS_OTHER_LIST',
      `\`${stranger.step.id}\` stands in another list than \`${first.step.id}\`: only steps of one list fit into one box`,
      stranger.step.id,
    );
  }
  const inner = found.map(({ step }) => step);
  const names = new Set(inner.map(({ id }) => id));
  const [box] = makeSteps(tree, [given]);
  if (box === undefined) return;

  const inside = makeInside(tree, box, given, branch);
  box.edges = uniqueEdges(inner.flatMap(({ edges }) => edges.filter(({ from }) => !names.has(from))));
  for (const step of inner) step.edges = step.edges.filter(({ from }) => names.has(from));
  for (const step of list.steps) {
    if (names.has(step.id)) continue;
    step.edges = uniqueEdges(step.edges.map((edge) => (names.has(edge.from) ? throughBox(edge, box.id) : edge)));
  }
  inside.steps.push(...inner);
  list.steps.splice(
    0,
    list.steps.length,
    ...list.steps.flatMap((step) => (step === first.step ? [box] : inner.includes(step) ? [] : [step])),
  );
  refuseCycle(list, box.id, 'a step in between waits for some of them, and others wait for it: choose it too');

  const position = positionOf(tree, first.step.id);
  placeSteps(tree, { ...Object.fromEntries(inner.map(({ id }) => [id, null])), ...(position === undefined ? {} : { [box.id]: position }) });
}

/** A box ends well or not; it has no branches of its own. */
function throughBox(edge: StepEdge, box: string): StepEdge {
  return { ...edge, from: box, on: edge.on === 'failure' || edge.on === 'always' ? edge.on : 'success' };
}

function makeInside({ lists, yaml }: StepTree, box: TreeStep, given: StepDocument, branch: string): TreeList {
  if ('parallel' in given) {
    const branches = box.node.get('parallel', true);
    if (!isMap<Node, Node | null>(branches)) throw new Error('A parallel step without its branches');
    const made: TreeList = {
      list: { of: 'branch', step: box.id, branch },
      owner: box,
      seq: listAt(branches, branch, yaml),
      steps: [],
      isSpaced: false,
    };
    const at = lists.findIndex((list) => list.owner === box && list.list.of === 'branch' && list.list.branch === branch);
    if (at >= 0) lists.splice(at, 1);
    lists.push(made);
    return made;
  }
  const known = lists.find(({ owner }) => owner === box);
  if (known !== undefined) return known;
  if (!('steps' in given)) throw new EditRefused('WRONG_TYPE', 'Only a loop or a parallel step can hold others', box.id);
  const made: TreeList = {
    list: { of: 'loop', step: box.id },
    owner: box,
    seq: listAt(box.node, 'steps', yaml),
    steps: [],
    isSpaced: false,
  };
  lists.push(made);
  return made;
}

/** Takes the steps out of their lists. `keepWire`: what led to them leads on to what followed. */
function detach(tree: StepTree, gone: ReadonlySet<TreeStep>, keepWire: boolean): void {
  for (const list of tree.lists) {
    const byId = new Map(list.steps.filter((step) => gone.has(step)).map((step) => [step.id, step]));
    if (byId.size === 0) continue;
    for (const step of list.steps) {
      if (gone.has(step)) continue;
      step.edges = uniqueEdges(
        step.edges.flatMap((edge) => (byId.has(edge.from) ? (keepWire ? wiresTo(edge, byId, new Set()) : []) : [edge])),
      );
    }
    list.steps.splice(0, list.steps.length, ...list.steps.filter((step) => !gone.has(step)));
  }
}

/** The ways through removed steps to this edge. Whoever waited for a failure waits for that of the steps before. */
function wiresTo(edge: StepEdge, removed: ReadonlyMap<string, TreeStep>, seen: ReadonlySet<string>): StepEdge[] {
  const source = removed.get(edge.from);
  if (source === undefined) return [edge];
  if (seen.has(edge.from)) return [];
  const passed = new Set([...seen, edge.from]);
  return source.edges.flatMap((before) => {
    const on = edge.on === 'failure' ? 'failure' : before.on;
    const label = before.label ?? edge.label;
    return wiresTo({ from: before.from, on, ...(label === undefined ? {} : { label }) }, removed, passed);
  });
}

/** New steps with their lists, every id in the whole document its own. The trees of what they hold join the tree. */
export function makeSteps(tree: StepTree, given: readonly StepDocument[]): TreeStep[] {
  const idFrom = freeIds(tree);
  return given.map((step) => makeStep(tree, step, idFrom));
}

/** Ids that are free in the whole document: the wanted one, with a number where it is taken, or else one made from the texts. */
function freeIds({ lists }: StepTree): (wanted: string | undefined, ...texts: string[]) => string {
  const taken = new Set(lists.flatMap(({ steps }) => steps.map(({ id }) => id)));
  const make = idMaker([...ROOT_NAMES, ...taken]);
  return (wanted, ...texts) => {
    let id = wanted ?? make(...texts);
    for (let number = 2; taken.has(id); number++) id = wanted === undefined ? make(...texts) : `${wanted.replace(/_\d+$/, '')}_${number}`;
    taken.add(id);
    return id;
  };
}

function makeStep(tree: StepTree, given: StepDocument, idFrom: ReturnType<typeof freeIds>): TreeStep {
  const id = idFrom(given.id, given.name ?? '', 'action' in given ? given.action : (kindOf(given) ?? 'step'));
  const { needs: _, ...rest } = given;
  const node: unknown = tree.yaml.createNode(kindOf(given) === undefined ? { ...rest, id } : orderStep({ ...rest, id }), {
    aliasDuplicateObjects: false,
  });
  if (!isMap<Node, Node | null>(node)) throw new Error('The YAML library made no map of a step');
  const step: TreeStep = { id, node, edges: [] };
  readMade(tree, step, given, idFrom);
  return step;
}

function readMade(tree: StepTree, owner: TreeStep, given: StepDocument, idFrom: ReturnType<typeof freeIds>): void {
  const hold = (list: StepList, holder: StepMap, key: string, steps: readonly StepDocument[]): void => {
    const made = steps.map((step) => makeStep(tree, step, idFrom));
    const names = new Map(steps.flatMap((step, index) => (step.id === undefined ? [] : [[step.id, made[index]?.id ?? step.id]])));
    for (const [index, step] of made.entries()) {
      const needs = steps[index]?.needs?.map(edgeOfNeed);
      step.edges = needs?.map((edge) => ({ ...edge, from: names.get(edge.from) ?? edge.from })) ?? implicitEdges(made[index - 1]);
    }
    const seq = new YAMLSeq<Node | null>(tree.yaml.schema);
    seq.items = made.map(({ node }) => node);
    holder.set(new Scalar(key), seq);
    tree.lists.push({ list, owner, seq, steps: made, isSpaced: false });
  };
  if ('steps' in given) hold({ of: 'loop', step: owner.id }, owner.node, 'steps', given.steps);
  if (!('parallel' in given)) return;
  const branches = owner.node.get('parallel', true);
  if (!isMap<Node, Node | null>(branches)) return;
  for (const [branch, steps] of Object.entries(given.parallel)) hold({ of: 'branch', step: owner.id, branch }, branches, branch, steps);
}

export function insertSteps(list: TreeList, index: number, steps: readonly TreeStep[]): void {
  list.steps.splice(index, 0, ...steps);
}

export function clampIndex(index: number | undefined, length: number): number {
  return index === undefined ? length : Math.max(0, Math.min(index, length));
}

export function requireInList(from: string, list: TreeList, to: string): void {
  if (list.steps.some(({ id }) => id === from)) return;
  throw new EditRefused('NEEDS_OTHER_LIST', `\`${to}\` cannot wait for \`${from}\`: a step can only wait for steps of its own list`, to);
}

export function requireEdge(target: TreeStep, edge: EdgeRef): StepEdge {
  const found = target.edges.find((each) => isSameEdge(each, edge));
  if (found === undefined) throw new EditRefused('UNKNOWN_EDGE', `There is no such edge from \`${edge.from}\` to \`${edge.to}\``, edge.to);
  return found;
}

/** Throws when the step waits for itself by way of others of its list. */
export function refuseCycle(list: TreeList, id: string, why: string): void {
  const byId = new Map(list.steps.map((step) => [step.id, step]));
  const open = [...(byId.get(id)?.edges ?? [])];
  const seen = new Set<string>();
  for (let edge = open.pop(); edge !== undefined; edge = open.pop()) {
    if (edge.from === id) throw new EditRefused('CYCLE', `\`${id}\` would wait for itself: ${why}`, id);
    if (seen.has(edge.from)) continue;
    seen.add(edge.from);
    open.push(...(byId.get(edge.from)?.edges ?? []));
  }
}

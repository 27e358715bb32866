import { isCollection, isScalar, isSeq, type Node, Scalar, YAMLSeq } from 'yaml';
import { readDocument } from '../read-document.ts';
import type { StepDocument } from '../schema.ts';
import { keyOrderOf } from '../serialize.ts';
import { fillInIds } from '../step-ids.ts';
import { areSameEdges, edgeOfNeed, isSameEdge, needOfEdge, type StepEdge } from './step-edges.ts';
import { implicitEdges, kindOfNode, listsInside, type StepMap, type StepTree, type TreeStep } from './step-tree.ts';
import { keepComments, keyOf, setKey } from './yaml-node.ts';

/**
 * Puts the lists as they are now into the nodes. A step whose place says what it waits for loses its `needs`, and one whose place would say
 * something else than it waits for gets them; what no edit touched stays as it is written.
 */
export function writeTree(tree: StepTree): void {
  for (const { seq, steps, isSpaced } of tree.lists) {
    if (seq.items.length === 0) delete seq.flow;
    const isReordered = steps.length !== seq.items.length || steps.some(({ node }, index) => node !== seq.items[index]);
    seq.items = steps.map(({ node }) => node);
    if (isReordered)
      for (const [index, { node }] of steps.entries()) node.spaceBefore = index > 0 && (isSpaced || node.spaceBefore === true);
    for (const [index, step] of steps.entries()) writeNeeds(step, steps[index - 1], tree);
  }
  keepIds(tree);
}

function writeNeeds(step: TreeStep, above: TreeStep | undefined, { yaml }: StepTree): void {
  const { node, edges, loaded } = step;
  const isChanged = loaded === undefined || !areSameEdges(edges, loaded.edges);
  const isMoved = loaded !== undefined && loaded.above !== above;
  const isImplied = areSameEdges(edges, implicitEdges(above));
  if (!node.has('needs')) {
    if (!isImplied) setKey(node, 'needs', newNeeds(edges, yaml), orderOf(node));
    return;
  }
  if (loaded?.hasReadableNeeds === false && !isChanged) return;
  if (isImplied && (isChanged || isMoved)) node.delete('needs');
  else if (isChanged || loaded.isRenamed === true) {
    const needs = node.get('needs', true);
    if (isSeq<Node>(needs) && loaded?.hasReadableNeeds !== false) changeNeeds(needs, edges, yaml);
    else setKey(node, 'needs', newNeeds(edges, yaml), orderOf(node));
  }
}

/** Entries of edges that stay keep their nodes, and with them their comments. */
function changeNeeds(needs: YAMLSeq<Node>, edges: readonly StepEdge[], yaml: StepTree['yaml']): void {
  const old = needs.items.map((item) => ({ item, edge: readNeed(item) }));
  needs.items = edges.map((edge, index) => {
    const known = old.find((each) => each.edge !== undefined && isSameEdge(each.edge, edge) && each.edge.label === edge.label);
    if (known !== undefined) return known.item;
    const made = newNeed(edge, yaml);
    const before = old[index]?.item;
    if (before !== undefined && old.length === edges.length) keepComments(before, made);
    return made;
  });
}

function readNeed(item: Node): StepEdge | undefined {
  if (isScalar(item)) return { from: String(item.value), on: 'success' };
  const { needs } = readDocument({ name: 'x', steps: [{ delay: 0, needs: [item.toJSON()] }] }).document.steps[0] ?? {};
  return needs?.map(edgeOfNeed)[0];
}

function newNeeds(edges: readonly StepEdge[], yaml: StepTree['yaml']): Node {
  const needs = new YAMLSeq<Node>(yaml.schema);
  needs.items = edges.map((edge) => newNeed(edge, yaml));
  needs.flow = true;
  return needs;
}

function newNeed(edge: StepEdge, yaml: StepTree['yaml']): Node {
  const node: unknown = yaml.createNode(needOfEdge(edge));
  if (isCollection(node)) node.flow = true;
  return node as Node;
}

export function orderOf(node: StepMap): readonly string[] {
  const kind = kindOfNode(node);
  return kind === undefined ? [] : keyOrderOf(kind);
}

/** A step without a written id is named by its place among others of its name: where that would give another id, the id is written. */
function keepIds(tree: StepTree): void {
  const light = new Map<TreeStep, StepDocument>();
  const lightList = (steps: readonly TreeStep[]): StepDocument[] =>
    steps.map((step) => {
      const made = lighten(step, tree, lightList);
      light.set(step, made);
      return made;
    });
  const listOf = (of: 'workflow' | 'finally'): StepDocument[] => lightList(tree.lists.find(({ list }) => list.of === of)?.steps ?? []);
  fillInIds({ name: '', pawl: 1, version: '', enabled: true, steps: listOf('workflow'), finally: listOf('finally') });
  for (const [step, { id }] of light) {
    if (id !== step.id) setKey(step.node, 'id', new Scalar(step.id), orderOf(step.node));
  }
}

/** What the id of a step is made from. */
function lighten(step: TreeStep, tree: StepTree, lightList: (steps: readonly TreeStep[]) => StepDocument[]): StepDocument {
  const values = Object.fromEntries(step.node.items.flatMap((pair) => (isScalar(pair.value) ? [[keyOf(pair), pair.value.value]] : [])));
  const kind = kindOfNode(step.node) ?? 'delay';
  const inside = listsInside(tree, step).filter(({ owner }) => owner === step);
  return {
    ...(typeof values['id'] === 'string' ? { id: values['id'] } : {}),
    ...(typeof values['name'] === 'string' ? { name: values['name'] } : {}),
    [kind]: typeof values[kind] === 'string' ? values[kind] : kind,
    ...(kind === 'parallel' ? { parallel: Object.fromEntries(inside.map(({ steps }, index) => [index, lightList(steps)])) } : {}),
    ...(inside.length > 0 && kind !== 'parallel' ? { steps: lightList(inside[0]?.steps ?? []) } : {}),
  } as unknown as StepDocument;
}

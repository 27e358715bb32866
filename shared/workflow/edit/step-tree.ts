import { type Document, isMap, isSeq, type Node, type YAMLMap, YAMLSeq } from 'yaml';
import { kindOf, type StepDocument, type WorkflowDocument } from '../schema.ts';
import type { StepList } from './edit.ts';
import { EditRefused } from './refused.ts';
import { edgeOfNeed, type StepEdge } from './step-edges.ts';

export type StepMap = YAMLMap<Node, Node | null>;

/** A step while the document is being edited: its node in the text, and what it waits for, whether that is written or follows from its place. */
export interface TreeStep {
  id: string;
  readonly node: StepMap;
  edges: readonly StepEdge[];
  /** Undefined for a step that was not in the text before. */
  loaded?: {
    readonly edges: readonly StepEdge[];
    /** The step above, for what `needs` left out means. */
    readonly above: TreeStep | undefined;
    /** False when `needs` is written in a way that cannot be read: then it is left alone. */
    readonly hasReadableNeeds: boolean;
    /** Steps that it waits for have new ids. */
    readonly isRenamed?: boolean;
  };
}

export interface TreeList {
  readonly list: StepList;
  readonly owner?: TreeStep;
  readonly seq: YAMLSeq<Node | null>;
  readonly steps: TreeStep[];
  /** Its steps stand apart by an empty line. */
  readonly isSpaced: boolean;
}

/** The lists of steps of a parsed text. Edits change it and the nodes; `writeTree` brings both together. */
export interface StepTree {
  readonly yaml: Document.Parsed;
  readonly root: StepMap;
  readonly lists: TreeList[];
  /** Names that stand for a variable, not for a step, where they stand alone in an expression. */
  readonly variables: ReadonlySet<string>;
}

/** `document` is what was read of the text, with ids. */
export function readTree(yaml: Document.Parsed, document: WorkflowDocument, variables: ReadonlySet<string>): StepTree {
  const root = yaml.contents;
  if (!isMap<Node, Node | null>(root)) throw new EditRefused('WRONG_TYPE', 'A workflow is a map that begins with `name` and `steps`');
  const lists: TreeList[] = [];
  readList({ list: { of: 'workflow' }, steps: document.steps, seq: listAt(root, 'steps', yaml) }, lists);
  const last = root.get('finally', true);
  if (document.finally !== undefined && isSeq<Node | null>(last)) {
    readList({ list: { of: 'finally' }, steps: document.finally, seq: last }, lists);
  }
  return { yaml, root, lists, variables };
}

/** The list under the key; made when there is none. */
export function listAt(holder: StepMap, key: string, yaml: Document.Parsed): YAMLSeq<Node | null> {
  const found = holder.get(key, true);
  if (isSeq<Node | null>(found)) return found;
  if (found !== undefined && !(found === null || ('value' in found && found.value === null))) {
    throw new EditRefused('BEHIND_ALIAS', `\`${key}\` is no list of its own (an alias, perhaps): write the list out before you change it`);
  }
  const made = new YAMLSeq<Node | null>(yaml.schema);
  holder.set(yaml.createNode(key), made);
  return made;
}

interface Reading {
  readonly list: StepList;
  readonly owner?: TreeStep;
  readonly steps: readonly StepDocument[];
  readonly seq: YAMLSeq<Node | null>;
}

function readList({ list, owner, steps, seq }: Reading, lists: TreeList[]): void {
  const read: TreeStep[] = [];
  const isSpaced = seq.items.length > 1 && seq.items.slice(1).every((item) => item?.spaceBefore === true);
  lists.push({ list, ...(owner === undefined ? {} : { owner }), seq, steps: read, isSpaced });
  giveCommentToFirst(seq);
  for (const [index, step] of steps.entries()) {
    const node = seq.items[index];
    const id = step.id ?? '';
    if (!isMap<Node, Node | null>(node)) {
      throw new EditRefused(
        'BEHIND_ALIAS',
        `The step \`${id}\` is not written as a map of its own: write it out before you change steps`,
        id,
      );
    }
    const above = read.at(-1);
    const edges = step.needs?.map(edgeOfNeed) ?? implicitEdges(above);
    const loaded = { edges, above, hasReadableNeeds: step.needs !== undefined || !node.has('needs') };
    const treeStep: TreeStep = { id, node, edges, loaded };
    read.push(treeStep);
    readInside(treeStep, step, lists);
  }
}

/** The library holds what stands above the first item to be of the list; it goes where that step goes. */
function giveCommentToFirst(seq: TreeList['seq']): void {
  const [first] = seq.items;
  if (seq.flow === true || !seq.commentBefore || !isMap(first) || first.flow === true) return;
  first.commentBefore = seq.commentBefore;
  delete seq.commentBefore;
}

function readInside(owner: TreeStep, step: StepDocument, lists: TreeList[]): void {
  if ('steps' in step) {
    const seq = owner.node.get('steps', true);
    if (isSeq<Node | null>(seq)) readList({ list: { of: 'loop', step: owner.id }, owner, steps: step.steps, seq }, lists);
  }
  if (!('parallel' in step)) return;
  const branches = owner.node.get('parallel', true);
  if (!isMap<Node, Node | null>(branches)) return;
  for (const [branch, steps] of Object.entries(step.parallel)) {
    const seq = branches.get(branch, true);
    if (isSeq<Node | null>(seq)) readList({ list: { of: 'branch', step: owner.id, branch }, owner, steps, seq }, lists);
  }
}

/** What a step without `needs` waits for, below `above`. */
export function implicitEdges(above: TreeStep | undefined): readonly StepEdge[] {
  if (above === undefined) return [];
  return [{ from: above.id, on: kindOfNode(above.node) === 'if' ? 'true' : 'success' }];
}

export function kindOfNode(node: StepMap): ReturnType<typeof kindOf> {
  return kindOf(Object.fromEntries(node.items.map(({ key }) => [String('value' in key ? key.value : key), true])));
}

export interface Found {
  readonly step: TreeStep;
  readonly list: TreeList;
  readonly index: number;
}

export function findStep({ lists }: StepTree, id: string): Found | undefined {
  for (const list of lists) {
    const index = list.steps.findIndex((step) => step.id === id);
    const step = list.steps[index];
    if (step !== undefined) return { step, list, index };
  }
  return undefined;
}

export function requireStep(tree: StepTree, id: string): Found {
  const found = findStep(tree, id);
  if (found === undefined) throw new EditRefused('UNKNOWN_STEP', `There is no step \`${id}\``, id);
  return found;
}

/** A list that may be empty or not written yet. */
export function requireList(tree: StepTree, wanted: StepList): TreeList {
  const found = tree.lists.find(({ list, owner }) => isList(list, owner, wanted));
  if (found !== undefined) return found;
  if (wanted.of === 'workflow') throw new Error('A tree without its main list');
  if (wanted.of === 'finally')
    return addList(tree, { list: wanted, seq: listAt(tree.root, 'finally', tree.yaml), steps: [], isSpaced: false });
  const owner = requireStep(tree, wanted.step).step;
  return addList(tree, { list: wanted, owner, seq: insideOf(owner, wanted, tree), steps: [], isSpaced: false });
}

function addList(tree: StepTree, list: TreeList): TreeList {
  tree.lists.push(list);
  return list;
}

function insideOf(owner: TreeStep, wanted: Exclude<StepList, { of: 'workflow' | 'finally' }>, { yaml }: StepTree): YAMLSeq<Node | null> {
  if (wanted.of === 'loop') return listAt(owner.node, 'steps', yaml);
  const branches = owner.node.get('parallel', true);
  if (isMap<Node, Node | null>(branches)) return listAt(branches, wanted.branch, yaml);
  throw new EditRefused('UNKNOWN_LIST', `The step \`${owner.id}\` has no branches`, owner.id);
}

function isList(list: StepList, owner: TreeStep | undefined, wanted: StepList): boolean {
  if (list.of !== wanted.of) return false;
  if (wanted.of === 'workflow' || wanted.of === 'finally') return true;
  return owner?.id === wanted.step && (wanted.of === 'loop' || (list.of === 'branch' && list.branch === wanted.branch));
}

/** The lists inside the step, at any depth. */
export function listsInside({ lists }: StepTree, step: TreeStep): TreeList[] {
  const inside = lists.filter(({ owner }) => owner === step);
  // The list grows while it is walked: what lies inside is walked in its turn.
  for (const list of inside) inside.push(...lists.filter(({ owner }) => owner !== undefined && list.steps.includes(owner)));
  return inside;
}

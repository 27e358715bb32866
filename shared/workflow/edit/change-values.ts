import { isMap, type Node } from 'yaml';
import { isJsonObject } from '../../lib/json.ts';
import { readDocument } from '../read-document.ts';
import type { StepDocument } from '../schema.ts';
import type { WorkflowEdit } from './edit.ts';
import { workflowKeys } from './layout.ts';
import { EditRefused } from './refused.ts';
import { renameStep } from './rename-step.ts';
import { edgeOfNeed } from './step-edges.ts';
import { implicitEdges, requireStep, type StepTree } from './step-tree.ts';
import { orderOf } from './write-tree.ts';
import { setAt } from './yaml-node.ts';

type Edit<T extends WorkflowEdit['type']> = Extract<WorkflowEdit, { type: T }>;

/** Keys whose map goes when its last value does: it says nothing then. */
const prunableOfStep: ReadonlySet<string> = new Set(['with', 'retry', 'cache', 'environment', 'budget', 'outputSchema']);
const prunableOfWorkflow: ReadonlySet<string> = new Set(['settings', 'outputs', 'variables', 'triggers', 'layout']);

export function setInStep(tree: StepTree, { step: id, path, value }: Edit<'set-in-step'>): void {
  if (path.length === 0) throw new EditRefused('WRONG_KEY', 'An edit of a step must name a key', id);
  if (path[0] === 'id' && path.length === 1) {
    if (typeof value !== 'string') throw new EditRefused('WRONG_ID', `The id of \`${id}\` must be a text`, id);
    return renameStep(tree, { type: 'rename-step', step: id, to: value });
  }
  const { step, list, index } = requireStep(tree, id);
  if (
    tree.lists.some(({ owner, list: { of } }) => owner === step && path[0] === (of === 'loop' ? 'steps' : 'parallel')) &&
    path.length > 1
  ) {
    throw new EditRefused('WRONG_KEY', `What stands inside \`${id}\` is changed by the ids of its steps`, id);
  }
  setAt(step.node, path, value, { yaml: tree.yaml, order: orderOf(step.node), prunable: prunableOfStep });
  if (path[0] === 'needs') step.edges = readNeeds(step.node.toJS(tree.yaml)) ?? implicitEdges(list.steps[index - 1]);
  if (path[0] === 'steps' || path[0] === 'parallel') dropLists(tree, id);
}

function readNeeds(value: unknown): ReturnType<typeof edgeOfNeed>[] | undefined {
  const [step]: StepDocument[] = readDocument({ name: 'x', steps: [value] }).document.steps;
  return isJsonObject(value) && Object.hasOwn(value, 'needs') ? step?.needs?.map(edgeOfNeed) : undefined;
}

/** Lists that were set as a whole are not the ones that were read. */
function dropLists(tree: StepTree, id: string): void {
  const kept = tree.lists.filter(({ owner }) => owner?.id !== id);
  tree.lists.splice(0, tree.lists.length, ...kept);
}

export function setInWorkflow(tree: StepTree, { path, value }: Edit<'set-in-workflow'>): void {
  const [head] = path;
  if (head === 'steps' || head === 'finally') throw new EditRefused('WRONG_KEY', `\`${head}\` is changed by the ids of its steps`);
  if (!isMap<Node, Node | null>(tree.yaml.contents)) throw new EditRefused('WRONG_TYPE', 'The document is no map');
  setAt(tree.root, path, value, { yaml: tree.yaml, order: workflowKeys, prunable: prunableOfWorkflow });
}

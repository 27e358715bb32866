import { refuseCycle, requireEdge, requireInList } from './change-lists.ts';
import type { WorkflowEdit } from './edit.ts';
import { EditRefused } from './refused.ts';
import { isSameEdge, type StepEdge, uniqueEdges } from './step-edges.ts';
import { requireStep, type StepTree } from './step-tree.ts';

type Edit<T extends WorkflowEdit['type']> = Extract<WorkflowEdit, { type: T }>;

/** An edge that is there already changes nothing, but takes a label that is given. */
export function connect(tree: StepTree, { edge, label }: Edit<'connect'>): void {
  const { step, list } = requireStep(tree, edge.to);
  requireStep(tree, edge.from);
  requireInList(edge.from, list, edge.to);
  if (edge.from === edge.to) throw new EditRefused('CYCLE', `\`${edge.to}\` cannot wait for itself`, edge.to);
  const made = { from: edge.from, on: edge.on, ...(label === undefined ? {} : { label }) };
  const known = step.edges.find((each) => isSameEdge(each, made));
  if (known !== undefined && label === undefined) return;
  const before = step.edges;
  step.edges = known === undefined ? [...before, made] : before.map((each) => (each === known ? made : each));
  try {
    refuseCycle(list, edge.to, `\`${edge.from}\` comes after it`);
  } catch (error) {
    step.edges = before;
    throw error;
  }
}

export function disconnect(tree: StepTree, { edge }: Edit<'disconnect'>): void {
  const { step } = requireStep(tree, edge.to);
  const old = requireEdge(step, edge);
  step.edges = step.edges.filter((each) => each !== old);
}

export function changeEdge(tree: StepTree, { edge, on, label }: Edit<'change-edge'>): void {
  const { step } = requireStep(tree, edge.to);
  const old = requireEdge(step, edge);
  const { label: oldLabel, ...bare } = old;
  const newLabel = label === undefined ? oldLabel : (label ?? undefined);
  const made: StepEdge = { ...bare, on: on ?? old.on, ...(newLabel === undefined || newLabel === '' ? {} : { label: newLabel }) };
  step.edges = uniqueEdges(step.edges.map((each) => (each === old ? made : each)));
}

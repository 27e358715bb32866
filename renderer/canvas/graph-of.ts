import { findTrigger } from '../../shared/triggers/registry.ts';
import { idOf, resolveNeeds } from '../../shared/workflow/edges.ts';
import type { StepList } from '../../shared/workflow/edit/edit.ts';
import { graphOfList } from '../../shared/workflow/graph.ts';
import { isContainer } from '../../shared/workflow/plan.ts';
import { kindOf, type StepDocument, type WorkflowDocument } from '../../shared/workflow/schema.ts';
import { type Scope, scopesOf } from '../../shared/workflow/scopes.ts';
import type { CanvasEdge, CanvasGraph, CanvasNode, StepSign } from './canvas-graph.ts';
import { familyOf, summaryOf, summaryOfTrigger } from './describe-step.ts';
import { kindOfEdge, portOf, portsOf } from './ports.ts';
import { isSwitchedOff } from './switched-off.ts';

export type DrawnDocument = Pick<WorkflowDocument, 'steps' | 'finally' | 'triggers'> & {
  /** Ids of steps that only stand in for one that cannot be read. */
  readonly unread?: ReadonlySet<string>;
};

/** The document as nodes and edges. What is wrong in it does not keep the rest from being drawn: a repeated id is drawn once, an edge from nowhere not at all. */
export function graphOf(document: DrawnDocument): CanvasGraph {
  const nodes: CanvasNode[] = [];
  const edges: CanvasEdge[] = [];
  const drawn = new Set<string>();
  const boxes = new Set<StepDocument>();
  const entry: CanvasEdge[] = [];

  for (const [index, trigger] of (document.triggers ?? []).entries()) {
    const triggerId = trigger.id ?? `${trigger.type}-${index}`;
    const id = `trigger:${triggerId}`;
    if (drawn.has(id)) continue;
    drawn.add(id);
    nodes.push({
      type: 'trigger',
      id,
      triggerId,
      title: findTrigger(trigger.type)?.title ?? trigger.type.replaceAll('_', ' '),
      family: trigger.type,
      typeName: trigger.type,
      summary: summaryOfTrigger(trigger),
      isDisabled: trigger.enabled === false,
    });
    for (const first of firstSteps(document.steps)) {
      entry.push({ id: `${id}>${first}`, from: id, to: first, on: undefined, port: 'success', kind: 'trigger', label: undefined });
    }
  }

  for (const scope of scopesOf(document)) {
    const inside = insideOf(scope);
    // A box that repeats an id is not drawn, and neither is what it holds.
    if (scope.owner !== undefined && !boxes.has(scope.owner)) continue;
    if (inside.lane !== undefined) {
      nodes.push(inside.lane);
      drawn.add(inside.lane.id);
    }
    if (scope.kind === 'finally') {
      if (scope.steps.length === 0) continue;
      nodes.push({ type: 'area', id: 'finally:', title: 'Finally' });
      drawn.add('finally:');
    }
    const list = edgesOf(scope.steps);
    edges.push(...list);
    const usedPorts = new Map<string, Set<string>>();
    for (const edge of list) {
      const used = usedPorts.get(edge.from);
      if (used === undefined) usedPorts.set(edge.from, new Set([edge.port]));
      else used.add(edge.port);
    }
    for (const [index, step] of scope.steps.entries()) {
      const id = idOf(step);
      if (drawn.has(id)) continue;
      drawn.add(id);
      boxes.add(step);
      const whole = nodeOf(step, inside.list, index, usedPorts.get(id) ?? new Set());
      const node = document.unread?.has(id) === true ? asUnread(whole) : whole;
      nodes.push(inside.parent === undefined ? node : { ...node, parent: inside.parent });
    }
  }
  return { nodes, edges: [...entry.filter(({ to }) => drawn.has(to)), ...edges] };
}

function nodeOf(step: StepDocument, list: StepList, index: number, used: ReadonlySet<string>): CanvasNode {
  const id = idOf(step);
  const kind = kindOf(step) ?? 'action';
  const common = {
    id,
    title: step.name ?? id,
    kind,
    family: familyOf(step),
    summary: summaryOf(step),
    typeName: 'action' in step ? step.action : kind,
    list,
    index,
    ports: portsOf(step, used),
    isDisabled: isSwitchedOff(step.when),
    signs: signsOf(step),
  };
  if (!isContainer(kind)) return { type: 'step', ...common };
  const hasLanes = 'parallel' in step;
  const isEmpty = hasLanes ? Object.keys(step.parallel).length === 0 : !('steps' in step) || step.steps.length === 0;
  return { type: 'box', ...common, hasLanes, isEmpty };
}

/** What stands in for a step says nothing of it: not what it does, and not how it ends. */
function asUnread(node: CanvasNode): CanvasNode {
  if (node.type !== 'step') return node;
  return {
    ...node,
    family: 'unread',
    typeName: 'cannot be read',
    summary: 'cannot be read: see its problem',
    isDisabled: false,
    signs: [],
  };
}

function signsOf(step: StepDocument): StepSign[] {
  const signs: StepSign[] = [];
  if (step.when !== undefined && step.when !== true && !isSwitchedOff(step.when)) signs.push('when');
  if ((step.retry?.maxRetries ?? 0) > 0) signs.push('retries');
  if (step.optional === true) signs.push('optional');
  if (step.join === 'any') signs.push('join any');
  if (step.cache !== undefined) signs.push('cached');
  return signs;
}

/** How an edge between two steps is called on the canvas. */
export function edgeId(from: string, to: string, condition: string): string {
  return `${from}>${to}:${condition}`;
}

function edgesOf(steps: readonly StepDocument[]): CanvasEdge[] {
  const known = new Set(steps.map(idOf));
  const taken = new Set<string>();
  return resolveNeeds(steps).flatMap(({ from, to, on, label }) => {
    const port = portOf(on);
    const id = edgeId(from, to, on.type === 'expression' ? `=${on.expression}` : port);
    if (!known.has(from) || from === to || taken.has(id)) return [];
    taken.add(id);
    return [{ id, from, to, on, port, kind: kindOfEdge(on), label }];
  });
}

function firstSteps(steps: readonly StepDocument[]): string[] {
  return graphOfList(steps)
    .nodes.filter(({ dependencies }) => dependencies.length === 0)
    .map(({ stepId }) => stepId);
}

interface Inside {
  readonly list: StepList;
  readonly parent?: string;
  readonly lane?: CanvasNode;
}

function insideOf({ kind, owner, path, steps }: Scope): Inside {
  if (owner === undefined) return kind === 'finally' ? { list: { of: 'finally' }, parent: 'finally:' } : { list: { of: 'workflow' } };
  const step = idOf(owner);
  if (kind === 'body') return { list: { of: 'loop', step }, parent: step };
  const branch = String(path.at(-1));
  const id = laneId(step, branch);
  return {
    list: { of: 'branch', step, branch },
    parent: id,
    lane: { type: 'lane', id, parent: step, branch, title: branch, isEmpty: steps.length === 0 },
  };
}

export function laneId(step: string, branch: string): string {
  return `lane:${step}/${branch}`;
}

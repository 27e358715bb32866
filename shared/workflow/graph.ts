import { idOf, resolveNeeds } from './edges.ts';
import type { StepDocument, WorkflowDocument } from './schema.ts';
import { scopesOf } from './scopes.ts';

export interface GraphNode {
  readonly stepId: string;
  readonly dependencies: readonly string[];
  readonly dependents: readonly string[];
  /** The longest way from a step of the same list that waits for nothing, counted in edges. */
  readonly level: number;
}

/** For display. `levels` and `topologicalOrder` are of the list `steps`; the nodes are also those of `finally`, loops and branches. */
export interface WorkflowGraph {
  readonly nodes: readonly GraphNode[];
  /** Steps that a cycle keeps from ever starting are left out, here and in `levels`. */
  readonly topologicalOrder: readonly string[];
  readonly levels: readonly (readonly string[])[];
  readonly hasCycle: boolean;
  /** A cycle of any list, closed: its first step stands again at the end. */
  readonly cycle: readonly string[] | null;
}

export function buildGraph(document: Pick<WorkflowDocument, 'steps' | 'finally'>): WorkflowGraph {
  const lists = scopesOf(document).map(({ steps }) => graphOfList(steps));
  const main = lists[0];
  if (main === undefined) throw new Error('scopesOf gave no main list');
  const cycle = lists.find((list) => list.cycle !== null)?.cycle ?? null;
  return {
    nodes: lists.flatMap((list) => list.nodes),
    topologicalOrder: main.topologicalOrder,
    levels: main.levels,
    hasCycle: cycle !== null,
    cycle,
  };
}

/** The graph of one list. Edges from steps that are not in it are left out; a repeated id stands for its first step. */
export function graphOfList(steps: readonly StepDocument[]): Omit<WorkflowGraph, 'hasCycle'> {
  const dependencies = new Map<string, Set<string>>();
  const dependents = new Map<string, Set<string>>();
  for (const step of steps) {
    dependencies.set(idOf(step), new Set());
    dependents.set(idOf(step), new Set());
  }
  for (const { from, to } of resolveNeeds(steps)) {
    if (!dependencies.has(from)) continue;
    dependencies.get(to)?.add(from);
    dependents.get(from)?.add(to);
  }

  const level = new Map<string, number>();
  const waitsFor = new Map([...dependencies].map(([id, from]) => [id, from.size]));
  const topologicalOrder = [...dependencies.keys()].filter((id) => waitsFor.get(id) === 0);
  // The order grows while it is walked (Kahn): a step joins it when the last one it waits for has.
  for (const id of topologicalOrder) {
    for (const dependent of dependents.get(id) ?? []) {
      level.set(dependent, Math.max(level.get(dependent) ?? 0, (level.get(id) ?? 0) + 1));
      const left = (waitsFor.get(dependent) ?? 0) - 1;
      waitsFor.set(dependent, left);
      if (left === 0) topologicalOrder.push(dependent);
    }
  }

  const levels: string[][] = [];
  for (const id of topologicalOrder) {
    const at = level.get(id) ?? 0;
    const row = levels[at];
    if (row === undefined) levels[at] = [id];
    else row.push(id);
  }
  return {
    nodes: [...dependencies].map(([stepId, from]) => ({
      stepId,
      dependencies: [...from],
      dependents: [...(dependents.get(stepId) ?? [])],
      level: level.get(stepId) ?? 0,
    })),
    topologicalOrder,
    levels,
    cycle: findCycle(dependencies, new Set(topologicalOrder)),
  };
}

/**
 * What could not be ordered lies on a cycle or behind one, and each such step waits for another: going back from any of them
 * must come to a step a second time. Given in running order, beginning with the step that is written first.
 */
function findCycle(dependencies: ReadonlyMap<string, ReadonlySet<string>>, ordered: ReadonlySet<string>): string[] | null {
  const way: string[] = [];
  const positions = new Map<string, number>();
  let id = [...dependencies.keys()].find((candidate) => !ordered.has(candidate));
  while (id !== undefined && !positions.has(id)) {
    positions.set(id, way.length);
    way.push(id);
    id = [...(dependencies.get(id) ?? [])].find((source) => !ordered.has(source));
  }
  if (id === undefined) return null;
  const cycle = way.slice(positions.get(id)).reverse();
  const members = new Set(cycle);
  const first = [...dependencies.keys()].find((candidate) => members.has(candidate)) ?? id;
  const start = cycle.indexOf(first);
  return [...cycle.slice(start), ...cycle.slice(0, start), first];
}

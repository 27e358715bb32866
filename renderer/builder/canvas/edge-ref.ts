import type { EdgeCondition, EdgeRef } from '../../../shared/workflow/edit/edit.ts';
import type { CanvasEdge } from '../../canvas/canvas-graph.ts';
import { conditionOfPort } from '../../canvas/ports.ts';

/** The edge as edits name it; undefined for that of a trigger. */
export function edgeRefOf({ from, to, on }: CanvasEdge): EdgeRef | undefined {
  if (on === undefined) return undefined;
  if (on.type === 'expression') return { from, to, on: { expression: on.expression } };
  return { from, to, on: on.type === 'branch' ? on.value : on.type };
}

/** What an edge asks that is drawn from the port. */
export function conditionFrom(port: string | null | undefined): EdgeCondition {
  return conditionOfPort(port ?? 'success');
}

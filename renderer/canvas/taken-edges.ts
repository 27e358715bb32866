import { isTerminalStep } from '../../shared/run/status.ts';
import type { CanvasEdge } from './canvas-graph.ts';
import type { StepMark } from './step-mark.ts';

/**
 * The edges that a run has gone along. Where the way of an if or the answer of an expression is not told, what the target did tells it:
 * a step that has begun was led to.
 */
export function takenEdges(edges: readonly CanvasEdge[], marks: ReadonlyMap<string, StepMark>): Set<string> {
  return new Set(edges.filter((edge) => isTaken(edge, marks)).map(({ id }) => id));
}

function isTaken({ from, to, kind, port }: CanvasEdge, marks: ReadonlyMap<string, StepMark>): boolean {
  const target = marks.get(to);
  const hasBegun = target !== undefined && target.state !== 'skipped' && target.state !== 'pending';
  if (kind === 'trigger') return hasBegun;
  const source = marks.get(from);
  if (source === undefined || !isTerminalStep(source.state) || source.state === 'skipped') return false;
  const hasFailed = source.state === 'failed' || source.state === 'timed_out';
  if (kind === 'always') return true;
  if (kind === 'failure') return hasFailed;
  if (kind === 'success') return source.state === 'succeeded';
  if (source.state !== 'succeeded') return false;
  if (kind === 'branch' && source.branch !== undefined) return port === `branch:${source.branch}`;
  return hasBegun;
}

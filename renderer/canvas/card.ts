import type { Problem } from '../../shared/workflow/problem.ts';
import type { BoxNode, StepNode, TriggerNode } from './canvas-graph.ts';
import type { StepMark } from './step-mark.ts';

/** The id of the element that stands for the node, by which the canvas says which node is current. */
export function elementId(canvas: string, node: string): string {
  return `${canvas}-${node}`;
}

/** What makes a drawn card one thing for a screen reader. */
export function spokenAs(
  canvas: string,
  node: StepNode | BoxNode | TriggerNode,
  mark: StepMark | undefined,
  problems: readonly Problem[] | undefined,
): { readonly id: string; readonly role: 'group'; readonly 'aria-label': string } {
  return { id: elementId(canvas, node.id), role: 'group', 'aria-label': spokenName(node, mark, problems) };
}

/** "Step Read the file, file.read, failed". */
function spokenName(node: StepNode | BoxNode | TriggerNode, mark: StepMark | undefined, problems: readonly Problem[] | undefined): string {
  const parts = [`${node.type === 'trigger' ? 'Trigger' : 'Step'} ${node.title}`, node.typeName];
  if (node.isDisabled) parts.push('disabled');
  if (mark !== undefined) parts.push(mark.state.replaceAll('_', ' '));
  if (mark?.times !== undefined) parts.push(`${mark.times.begun} times`);
  if (problems !== undefined && problems.length > 0) parts.push(`${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}`);
  return parts.join(', ');
}

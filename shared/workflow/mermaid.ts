import { type EdgeCondition, idOf, resolveNeeds } from './edges.ts';
import type { StepDocument, WorkflowDocument } from './schema.ts';

/** The workflow as a Mermaid flowchart: loops, branches and `finally` are subgraphs, edges that are no plain success carry a label. */
export function toMermaid(document: Pick<WorkflowDocument, 'steps' | 'finally'>): string {
  const lines = ['flowchart TD', ...drawList(document.steps, '  ')];
  if (document.finally !== undefined) lines.push('  subgraph finally', ...drawList(document.finally, '    '), '  end');
  return `${lines.join('\n')}\n`;
}

function drawList(steps: readonly StepDocument[], indent: string): string[] {
  return [
    ...steps.flatMap((step) => drawStep(step, indent)),
    ...resolveNeeds(steps).map(({ from, to, on, label }) => {
      const text = label ?? describeCondition(on);
      return `${indent}${nodeName(from)} -->${text === undefined ? '' : `|"${escapeLabel(text)}"|`} ${nodeName(to)}`;
    }),
  ];
}

function drawStep(step: StepDocument, indent: string): string[] {
  const id = idOf(step);
  const label = escapeLabel(step.name ?? id);
  const inner = `${indent}  `;
  const subgraph = (lines: string[]): string[] => [`${indent}subgraph ${nodeName(id)}["${label}"]`, ...lines, `${indent}end`];
  if ('steps' in step) return subgraph(drawList(step.steps, inner));
  if ('parallel' in step) {
    return subgraph(
      Object.entries(step.parallel).flatMap(([name, steps]) => [
        `${inner}subgraph ${nodeName(`${id}.${name}`)}["${escapeLabel(name)}"]`,
        ...drawList(steps, `${inner}  `),
        `${inner}end`,
      ]),
    );
  }
  const isDecision = 'if' in step || 'switch' in step;
  return [`${indent}${nodeName(id)}${isDecision ? `{"${label}"}` : `["${label}"]`}`];
}

/** Mermaid gives words such as `end` a meaning of their own, so that no id is used as it is. */
function nodeName(id: string): string {
  return `step_${id.replace(/[^A-Za-z0-9_]/g, (character) => `_${character.charCodeAt(0).toString(16)}_`)}`;
}

function describeCondition(on: EdgeCondition): string | undefined {
  if (on.type === 'branch') return on.value;
  if (on.type === 'expression') return on.expression;
  return on.type === 'success' ? undefined : on.type;
}

function escapeLabel(text: string): string {
  return text.replace(/["#<>]/g, (character) => `#${character.charCodeAt(0)};`).replace(/\s+/g, ' ');
}

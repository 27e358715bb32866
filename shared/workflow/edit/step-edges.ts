import type { StepDocument } from '../schema.ts';
import type { EdgeCondition } from './edit.ts';

type Need = NonNullable<StepDocument['needs']>[number];

/** What a step waits for, as one entry of its `needs`. */
export interface StepEdge {
  readonly from: string;
  readonly on: EdgeCondition;
  readonly label?: string;
}

export function edgeOfNeed(need: Need): StepEdge {
  if (typeof need === 'string') return { from: need, on: 'success' };
  const { step, on, label } = need;
  return label === undefined ? { from: step, on } : { from: step, on, label };
}

/** The shortest way to write the edge. `true` and `false` are written bare: a case of that name is found by its text anyway. */
export function needOfEdge({ from, on, label }: StepEdge): Need {
  if (on === 'success') return label === undefined ? from : { step: from, on, label };
  const written = on === 'true' ? true : on === 'false' ? false : typeof on === 'object' ? { expression: on.expression } : on;
  return { step: from, on: written, ...(label === undefined ? {} : { label }) };
}

/** Equal for conditions that mean the same: `true` and `'true'`. */
export function conditionKey(on: EdgeCondition): string {
  return typeof on === 'object' ? `expression ${on.expression}` : `is ${String(on)}`;
}

export function isSameEdge(a: StepEdge, b: StepEdge): boolean {
  return a.from === b.from && conditionKey(a.on) === conditionKey(b.on);
}

/** The same edges in the same order, labels included. */
export function areSameEdges(a: readonly StepEdge[], b: readonly StepEdge[]): boolean {
  return a.length === b.length && a.every((edge, index) => isIdentical(edge, b[index]));
}

function isIdentical(edge: StepEdge, other: StepEdge | undefined): boolean {
  return other !== undefined && isSameEdge(edge, other) && edge.label === other.label;
}

/** Each edge once, at its first place. */
export function uniqueEdges(edges: readonly StepEdge[]): StepEdge[] {
  return edges.filter((edge, index) => edges.findIndex((other) => isSameEdge(edge, other)) === index);
}

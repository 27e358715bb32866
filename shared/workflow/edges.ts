import type { StepDocument } from './schema.ts';

/** When an edge whose source has ended is taken. A branch is a case of a switch, `default`, or `true`/`false` of an if. */
export type EdgeCondition =
  | { readonly type: 'success' | 'failure' | 'always' }
  | { readonly type: 'branch'; readonly value: string }
  | { readonly type: 'expression'; readonly expression: string };

export interface ResolvedEdge {
  readonly from: string;
  readonly to: string;
  readonly on: EdgeCondition;
  readonly label?: string;
}

type Need = NonNullable<StepDocument['needs']>[number];

/**
 * The edges between the steps of one list, in the order they are written. A step without `needs` follows the step above,
 * on its true edge when that is an `if`. Sources are not checked: an edge may name a step that is not in the list.
 */
export function resolveNeeds(steps: readonly StepDocument[]): ResolvedEdge[] {
  return steps.flatMap((step, index) => {
    const to = idOf(step);
    if (step.needs !== undefined) return step.needs.map((need) => edgeOf(need, to));
    const above = steps[index - 1];
    return above === undefined ? [] : [{ from: idOf(above), to, on: defaultCondition(above) }];
  });
}

/** The id of a loaded step. Loading gives every step one, so that a step without it is a bug here, not in the document. */
export function idOf(step: StepDocument): string {
  if (step.id === undefined) throw new Error('A step without an id has got past loadWorkflow');
  return step.id;
}

/** The step that an entry of `needs` names. */
export function sourceOf(need: Need): string {
  return typeof need === 'string' ? need : need.step;
}

function edgeOf(need: Need, to: string): ResolvedEdge {
  if (typeof need === 'string') return { from: need, to, on: { type: 'success' } };
  const edge = { from: need.step, to, on: conditionOf(need.on) };
  return need.label === undefined ? edge : { ...edge, label: need.label };
}

function defaultCondition(above: StepDocument): EdgeCondition {
  return 'if' in above ? { type: 'branch', value: 'true' } : { type: 'success' };
}

function conditionOf(on: Exclude<Need, string>['on']): EdgeCondition {
  if (typeof on === 'object') return { type: 'expression', expression: on.expression };
  if (on === 'success' || on === 'failure' || on === 'always') return { type: on };
  return { type: 'branch', value: String(on) };
}

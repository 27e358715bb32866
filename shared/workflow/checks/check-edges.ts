import { sourceOf } from '../edges.ts';
import type { Finding } from '../finding.ts';
import { graphOfList } from '../graph.ts';
import { didYouMean } from '../nearest.ts';
import { kindOf, type StepDocument } from '../schema.ts';
import type { CheckContext, PlacedStep } from './check-context.ts';

type Need = NonNullable<StepDocument['needs']>[number];

const OUTCOMES = ['success', 'failure', 'always'];

/** Unknown sources, edges between lists, conditions that a source cannot meet, cycles. */
export function checkEdges(context: CheckContext): Finding[] {
  const edges = context.steps.flatMap((placed) =>
    (placed.step.needs ?? []).flatMap((need, index) => checkNeed(need, index, placed, context)),
  );
  return [...edges, ...checkCycles(context)];
}

function checkNeed(need: Need, index: number, { id, path, scope }: PlacedStep, context: CheckContext): Finding[] {
  const needPath = [...path, 'needs', index];
  const from = sourceOf(need);
  const place = { stepId: id, path: typeof need === 'string' ? needPath : [...needPath, 'step'] };
  const source = scope.steps.find((step) => step.id === from);
  if (source !== undefined) return checkCondition(need, source, { stepId: id, path: [...needPath, 'on'] }, context);
  const elsewhere = context.stepsById.get(from);
  if (elsewhere === undefined) {
    const message = `\`${id}\` needs \`${from}\`, but there is no such step${didYouMean(
      from,
      scope.steps.flatMap((step) => step.id ?? []),
    )}`;
    return [{ code: 'UNKNOWN_STEP', message, ...place }];
  }
  const message = `\`${id}\` needs \`${from}\`, which stands ${describeScope(elsewhere)}: a step can only need steps of its own list`;
  return [{ code: 'NEEDS_OTHER_LIST', message, ...place }];
}

function describeScope({ scope }: PlacedStep): string {
  if (scope.owner?.id !== undefined) return `inside \`${scope.owner.id}\``;
  return scope.kind === 'finally' ? 'in `finally`' : 'in the list of main steps';
}

function checkCondition(need: Need, source: StepDocument, place: Pick<Finding, 'stepId' | 'path'>, context: CheckContext): Finding[] {
  if (typeof need === 'string' || typeof need.on === 'object' || context.unread.has(source)) return [];
  const on = String(need.on);
  if (OUTCOMES.includes(on)) return [];
  const branches = branchesOf(source);
  if (branches.includes(on)) return [];
  const named = `\`${source.id}\``;
  if (branches.length === 0) {
    const hint = didYouMean(on, OUTCOMES) || ': use success, failure, always or an expression';
    const message = `\`on: ${on}\` fits an \`if\`, a \`switch\` or an \`approve\`, but ${named} is of kind \`${kindOf(source)}\`${hint}`;
    return [{ code: 'EDGE_CONDITION', message, ...place }];
  }
  const message = `${named} has no branch \`${on}\`, only ${branches.join(', ')}${didYouMean(on, [...branches, ...OUTCOMES])}`;
  return [{ code: 'EDGE_CONDITION', message, ...place }];
}

function branchesOf(step: StepDocument): string[] {
  if ('if' in step || 'approve' in step) return ['true', 'false'];
  return 'switch' in step ? [...step.cases.map(String), 'default'] : [];
}

function checkCycles({ scopes }: CheckContext): Finding[] {
  return scopes.flatMap(({ steps, path }) => {
    const { cycle } = graphOfList(steps);
    const first = cycle?.[0];
    if (cycle === null || first === undefined) return [];
    const index = steps.findIndex((step) => step.id === first);
    const message = `These steps wait for each other, so that none can start: ${cycle.join(' → ')}`;
    return [{ code: 'CYCLE', message, stepId: first, path: [...path, index, 'needs'] }];
  });
}

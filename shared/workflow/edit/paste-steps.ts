import { isJsonObject } from '../../lib/json.ts';
import type { Problem } from '../problem.ts';
import { readDocument } from '../read-document.ts';
import { kindOf, type StepDocument } from '../schema.ts';
import { parseYaml } from '../yaml.ts';
import { clampIndex, insertSteps, makeSteps } from './change-lists.ts';
import type { Position, WorkflowEdit } from './edit.ts';
import { placeSteps } from './layout.ts';
import { EditRefused } from './refused.ts';
import { referenceRename } from './rename-step.ts';
import { edgeOfNeed, type StepEdge } from './step-edges.ts';
import { implicitEdges, listsInside, requireList, type StepTree, type TreeStep } from './step-tree.ts';

/** How far apart pasted steps are put, in points of the canvas. */
const spread: Position = { x: 0, y: 110 };

/**
 * Pasted steps stand for themselves: the first waits for nothing, the others for each other as their text says. Of what they wait for
 * elsewhere, what stands in the list they come to is kept.
 */
export function pasteSteps(tree: StepTree, edit: Extract<WorkflowEdit, { type: 'paste' }>): void {
  const given = readSteps(edit.text);
  const target = requireList(tree, edit.list);
  const before = new Set(target.steps.map(({ id }) => id));
  const made = makeSteps(tree, given);
  const names = new Map(idPairs(tree, given, made).filter(([from, to]) => from !== to));
  const own = new Map(given.flatMap(({ id }, index) => (id === undefined ? [] : [[id, made[index]?.id ?? id]])));

  for (const [index, step] of made.entries()) {
    const needs = given[index]?.needs?.map(edgeOfNeed);
    const edges = needs?.flatMap((edge): StepEdge[] => {
      const from = own.get(edge.from) ?? (before.has(edge.from) ? edge.from : undefined);
      return from === undefined ? [] : [{ ...edge, from }];
    });
    step.edges = edges ?? implicitEdges(made[index - 1]);
  }
  const rename = referenceRename(tree, names);
  for (const step of made.flatMap((each) => [each, ...listsInside(tree, each).flatMap(({ steps }) => steps)])) {
    const { edges } = step;
    rename.inStep(step);
    step.edges = edges;
  }
  insertSteps(target, clampIndex(edit.index, target.steps.length), made);
  if (edit.position !== undefined) placeSteps(tree, placesFrom(edit.position, made));
}

function placesFrom({ x, y }: Position, steps: readonly TreeStep[]): Record<string, Position> {
  return Object.fromEntries(steps.map(({ id }, index) => [id, { x: x + index * spread.x, y: y + index * spread.y }]));
}

/** The old and new ids of all steps, those inside others too. */
function idPairs(tree: StepTree, given: readonly StepDocument[], made: readonly TreeStep[]): [string, string][] {
  return given.flatMap((step, index) => {
    const now = made[index];
    if (now === undefined) return [];
    const lists = tree.lists.filter(({ owner }) => owner === now);
    const inside = 'steps' in step ? [step.steps] : 'parallel' in step ? Object.values(step.parallel) : [];
    const nested = inside.flatMap((steps, at) => idPairs(tree, steps, lists[at]?.steps ?? []));
    return [...(step.id === undefined ? [] : [[step.id, now.id] as [string, string]]), ...nested];
  });
}

/** From one step, a list of steps, or a document with `steps`. */
function readSteps(text: string): readonly StepDocument[] {
  const parsed = parseYaml(text);
  if (!parsed.ok) throw new EditRefused('YAML_SYNTAX', `The pasted text is no YAML: ${firstOf(parsed.problems)}`);
  const { value } = parsed.source;
  const steps: unknown = isJsonObject(value) ? (kindOf(value) === undefined ? value['steps'] : [value]) : value;
  if (!Array.isArray(steps) || steps.length === 0) {
    throw new EditRefused('NO_STEPS', 'The pasted text holds no steps: copy steps from a workflow, or a list of them in YAML');
  }
  const { document, unread, findings } = readDocument({ name: 'pasted', steps });
  if (unread.size > 0) throw new EditRefused('NO_STEPS', `The pasted text holds something that is no step: ${firstOf(findings)}`);
  return document.steps;
}

function firstOf(problems: readonly Pick<Problem, 'message'>[]): string {
  return problems[0]?.message ?? 'it cannot be read';
}

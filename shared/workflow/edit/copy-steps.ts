import { stringify } from 'yaml';
import { resolveNeeds } from '../edges.ts';
import { drawWorkflow } from '../load.ts';
import type { StepDocument } from '../schema.ts';
import { scopesOf } from '../scopes.ts';
import { orderStep } from '../serialize.ts';
import { areSameEdges, edgeOfNeed, needOfEdge, type StepEdge } from './step-edges.ts';

/**
 * The steps as YAML that `paste` takes: a list in the order of the document, with what they wait for among themselves. A step whose box is
 * copied too comes inside it. Empty when none of the ids is there.
 */
export function copySteps(text: string, ids: Iterable<string>): string {
  const { document, unread } = drawWorkflow(text, { catalogue: { actions: {}, triggers: {} } });
  if (document === undefined) return '';
  const wanted = new Set(ids);
  const scopes = scopesOf(document);
  const isInside = (owner: StepDocument | undefined): boolean => {
    if (owner === undefined) return false;
    if (owner.id !== undefined && wanted.has(owner.id)) return true;
    return isInside(scopes.find(({ steps }) => steps.includes(owner))?.owner);
  };
  const copied = scopes.flatMap(({ steps, owner }) => {
    if (isInside(owner)) return [];
    const chosen = steps.filter(({ id }) => id !== undefined && wanted.has(id) && !unread.has(id));
    const names = new Set(chosen.map(({ id }) => id));
    const edges = resolveNeeds(steps);
    return chosen.map((step) => ({
      step,
      edges: edges.filter(({ from, to }) => to === step.id && names.has(from)).map((edge) => edgeFrom(step, edge)),
    }));
  });
  const written = copied.map(({ step, edges }, index) => {
    const { needs: _, ...rest } = step;
    const above = copied[index - 1]?.step;
    const implied: StepEdge[] = above?.id === undefined ? [] : [{ from: above.id, on: 'if' in above ? 'true' : 'success' }];
    return orderStep(areSameEdges(edges, implied) ? rest : { ...rest, needs: edges.map(needOfEdge) });
  });
  return written.length === 0 ? '' : stringify(written, { lineWidth: 0, aliasDuplicateObjects: false });
}

function edgeFrom(step: StepDocument, { from, on, label }: ReturnType<typeof resolveNeeds>[number]): StepEdge {
  const written = step.needs
    ?.map(edgeOfNeed)
    .find((edge) => edge.from === from && JSON.stringify(edge.label) === JSON.stringify(label) && isOn(edge, on));
  if (written !== undefined) return written;
  const condition = on.type === 'expression' ? { expression: on.expression } : on.type === 'branch' ? on.value : on.type;
  return { from, on: condition, ...(label === undefined ? {} : { label }) };
}

function isOn({ on }: StepEdge, condition: ReturnType<typeof resolveNeeds>[number]['on']): boolean {
  if (condition.type === 'expression') return typeof on === 'object' && on.expression === condition.expression;
  return String(on) === (condition.type === 'branch' ? condition.value : condition.type);
}

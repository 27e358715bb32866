import { kindOf, STEP_ID, type StepDocument, type WorkflowDocument } from './schema.ts';
import { scopesOf } from './scopes.ts';

/** The roots of expressions. A step that is named so by its author is still reached as `steps.<id>`; ids made here keep clear of them. */
export const ROOT_NAMES: ReadonlySet<string> = new Set([
  'trigger',
  'steps',
  'vars',
  'run',
  'item',
  'index',
  'env',
  'secrets',
  'memory',
  'workflow',
]);

/** Gives an id to every step (from its name, else its kind) and trigger (from its type) that has none. Changes the document. */
export function fillInIds(document: WorkflowDocument): void {
  const steps = scopesOf(document).flatMap((scope) => scope.steps);
  const stepIdFrom = idMaker([...ROOT_NAMES, ...steps.flatMap((step) => step.id ?? [])]);
  for (const step of steps) step.id ??= stepIdFrom(step.name ?? '', purposeOf(step));

  const triggers = document.triggers ?? [];
  const triggerIdFrom = idMaker(triggers.flatMap((trigger) => trigger.id ?? []));
  for (const trigger of triggers) trigger.id ??= triggerIdFrom(trigger.type);
}

/** Makes ids that differ from those taken and from each other, of the first text that holds any letter or digit. */
export function idMaker(taken: Iterable<string>): (...texts: string[]) => string {
  const used = new Set(taken);
  const numbers = new Map<string, number>();
  return (...texts) => {
    const wanted = texts.map(slugOf).find((slug) => slug !== '') ?? 'step';
    let number = numbers.get(wanted) ?? 1;
    let id = number === 1 ? wanted : `${wanted}_${number}`;
    while (used.has(id)) id = `${wanted}_${++number}`;
    numbers.set(wanted, number);
    used.add(id);
    return id;
  };
}

function purposeOf(step: StepDocument): string {
  if ('action' in step) return step.action;
  if ('agent' in step) return step.agent;
  if ('workflow' in step) return step.workflow;
  return kindOf(step) ?? 'step';
}

/** `Read Changed File` → `read_changed_file`; empty when nothing is left that an id may hold. */
function slugOf(text: string): string {
  const words = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  return words === '' || STEP_ID.test(words) ? words : `step_${words}`;
}

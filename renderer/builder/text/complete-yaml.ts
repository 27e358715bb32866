import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { catalogue } from '../../../shared/catalogue.ts';
import { keysBeside, type PlaceInText, placeInText } from '../../../shared/workflow/completion/place-in-text.ts';
import { describeType, descriptionOf, keysOf, type Schema, schemasAt, valuesOf } from '../../../shared/workflow/completion/schemas-at.ts';
import { type StepDocument, stepKinds, type WorkflowDocument } from '../../../shared/workflow/schema.ts';
import { scopesOf } from '../../../shared/workflow/scopes.ts';
import type { TextRange } from '../document/analysis.ts';
import { stepAt } from './step-at.ts';

export interface CompletionSubject {
  /** As it was drawn last. */
  readonly document: WorkflowDocument | undefined;
  readonly places: ReadonlyMap<string, TextRange>;
}

/** Keys, values and steps that fit where the caret stands. Placeholders are another source's. */
export function completeYaml(context: CompletionContext, schema: () => Schema, subject: CompletionSubject): CompletionResult | null {
  const { state, pos, explicit } = context;
  const text = state.doc.toString();
  const place = placeInText(text, pos);
  if (place === undefined) return null;
  const options = [
    ...stepOptions(place, subject, pos),
    ...(place.side === 'value' ? [] : keyOptions(place, schema())),
    ...(place.side === 'key' ? [] : valueOptions(place, schema())),
  ];
  // A name that nobody has begun is offered only where one must stand.
  const isBegun = place.from < pos || /[:\-,[{]\s*$/.test(text.slice(Math.max(0, place.from - 40), place.from));
  if (options.length === 0 || (!explicit && !isBegun)) return null;
  return { from: place.from, to: place.to, options, validFor: /^[\w.$-]*$/ };
}

function keyOptions(place: PlaceInText, root: Schema): Completion[] {
  const written = new Set(keysBeside(place));
  return keysOf(schemasAt(root, place.path, place.value))
    .filter(({ key }) => !written.has(key))
    .map(({ key, schema, isRequired }) => ({
      label: key,
      type: 'property',
      detail: describeType(schema, root),
      apply: `${key}: `,
      boost: isRequired ? 3 : stepKinds.some((kind) => kind === key) || key === 'id' || key === 'with' ? 2 : 0,
      ...info(descriptionOf(schema, root)),
    }));
}

function valueOptions(place: PlaceInText, root: Schema): Completion[] {
  const isAction = place.path.at(-1) === 'action' && place.path.includes('steps');
  return valuesOf(schemasAt(root, place.path, place.value)).map((value) => {
    const label = String(value);
    const action = isAction && Object.hasOwn(catalogue.actions, label) ? catalogue.actions[label] : undefined;
    return {
      label,
      type: 'enum',
      ...(action === undefined ? {} : { detail: action.title }),
      ...info(action?.summary ?? laterSummary(isAction, label)),
    };
  });
}

function laterSummary(isAction: boolean, type: string): string | undefined {
  const summary = isAction ? catalogue.laterActions?.get(type) : undefined;
  return summary === undefined ? undefined : `${summary} (not in this version yet)`;
}

/** Where the document names a step: the steps that can stand there. */
function stepOptions({ path }: PlaceInText, { document, places }: CompletionSubject, pos: number): Completion[] {
  if (document === undefined) return [];
  const at = stepAt(places, pos);
  const scopes = scopesOf(document);
  const inNeeds = path.at(-1) === 'needs' || path.at(-2) === 'needs' || (path.at(-3) === 'needs' && path.at(-1) === 'step');
  if (inNeeds) {
    const list = scopes.find(({ steps }) => steps.some(({ id }) => id === at))?.steps ?? document.steps;
    return list.filter(({ id }) => id !== at).map(stepOption);
  }
  if (path.at(-1) === 'rewindTo') return scopes.flatMap(({ steps }) => steps).map(stepOption);
  return [];
}

function stepOption(step: StepDocument): Completion {
  return { label: step.id ?? '', type: 'variable', boost: 1, ...(step.name === undefined ? {} : { detail: step.name }) };
}

function info(text: string | undefined): Pick<Completion, 'info'> {
  return text === undefined ? {} : { info: text };
}

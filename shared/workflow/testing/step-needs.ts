import { parsePath } from '../expression/path.ts';
import { findReferences } from '../expression/references.ts';
import { parseTemplate } from '../expression/template.ts';
import { type ExpressionSite, sitesOf, textsIn } from '../expression-sites.ts';
import type { WorkflowDocument } from '../schema.ts';
import { ROOT_NAMES } from '../step-ids.ts';
import { placeOfStep, withInnerSteps } from './place-of-step.ts';

/** What a step takes from elsewhere. */
export interface StepNeeds {
  /** Ids of other steps whose results it cannot do without: those that it reads with a default are left out. */
  readonly steps: readonly string[];
  /** Ids of every other step that it names. */
  readonly mentions: readonly string[];
  /** Undefined: any of them, because one is named by an expression. */
  readonly variables: ReadonlySet<string> | undefined;
  readonly trigger: boolean;
  readonly item: boolean;
}

/** Reads it off the placeholders and expressions of the step and of everything inside it. */
export function needsOfStep(document: WorkflowDocument, id: string): StepNeeds {
  const place = placeOfStep(document, id);
  const own = place === undefined ? [] : withInnerSteps(place.step);
  const inside = new Set(own.flatMap((step) => step.id ?? []));
  const { environment, workingDirectory } = document.settings ?? {};
  const texts: Pick<ExpressionSite, 'text' | 'isBare'>[] = [
    ...own.flatMap((step) => sitesOf(step)).filter(({ path }) => path[0] !== 'needs'),
    ...textsIn(environment, []),
    ...textsIn(workingDirectory, []),
  ];
  const steps = new Set<string>();
  const mentions = new Set<string>();
  const variables = new Set<string>();
  const roots = new Set<string>();
  let anyVariable = false;

  for (const expression of texts.flatMap(expressionsOf)) {
    const hasDefault = parsePath(expression)?.fallback !== undefined;
    for (const { path } of findReferences(expression)) {
      const [root, name] = path.map(String);
      if (root === undefined) continue;
      roots.add(root);
      if (root === 'vars') {
        if (name === undefined) anyVariable = true;
        else variables.add(name);
      }
      const step = root === 'steps' ? name : ROOT_NAMES.has(root) ? undefined : root;
      if (step === undefined || inside.has(step)) continue;
      if (placeOfStep(document, step) === undefined) {
        if (root !== 'steps') variables.add(step);
      } else {
        mentions.add(step);
        if (!hasDefault) steps.add(step);
      }
    }
  }
  const item = place !== undefined && !isLoop(place.step) && (roots.has('item') || roots.has('index'));
  return {
    steps: [...steps],
    mentions: [...mentions],
    variables: anyVariable ? undefined : variables,
    trigger: roots.has('trigger'),
    item,
  };
}

/** The expressions of a text, as they are evaluated; none when its placeholders are not closed. */
export function expressionsOf({ text, isBare }: Pick<ExpressionSite, 'text' | 'isBare'>): string[] {
  if (isBare && !text.includes('{{')) return [text];
  return parseTemplate(text).parts.flatMap((part) => (typeof part === 'string' ? [] : [part.expression]));
}

/** A loop gives its own steps their item. */
function isLoop(step: object): boolean {
  return 'steps' in step;
}

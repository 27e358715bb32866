import { catalogue } from '../../../shared/catalogue.ts';
import { type DrawnWorkflow, drawSource } from '../../../shared/workflow/load.ts';
import type { Problem } from '../../../shared/workflow/problem.ts';
import type { WorkflowDocument } from '../../../shared/workflow/schema.ts';
import { scopesOf } from '../../../shared/workflow/scopes.ts';
import type { ParsedText } from '../../../shared/workflow/yaml.ts';
import { readText } from './text-reader.ts';

/** What follows from a text. */
export interface Analysis {
  /** Undefined when the text cannot be drawn. */
  readonly document: WorkflowDocument | undefined;
  readonly problems: readonly Problem[];
  /** Steps of the document that stand in for ones that cannot be read. */
  readonly unread: ReadonlySet<string>;
  /** Where each step is written, by id: characters of the text. */
  readonly places: ReadonlyMap<string, TextRange>;
}

export interface TextRange {
  readonly from: number;
  readonly to: number;
}

/** Scripts can be analysed once their reader is loaded. */
export function analyseText(text: string): Analysis & { readonly source?: ParsedText } {
  const parsed = readText(text) ?? { ok: false, problems: [notReadYet] };
  if (parsed.ok) return { ...analyseSource(parsed.source), source: parsed.source };
  return { document: undefined, problems: parsed.problems, unread: new Set(), places: new Map() };
}

export function analyseSource(source: ParsedText): Analysis {
  const { document, problems, unread, rangeOf } = drawSource(source, { catalogue });
  const steps = document === undefined ? [] : placesOf(document, rangeOf);
  const places = new Map(steps);
  // Of two steps with one id, nobody could tell which is meant.
  return { document: places.size === steps.length ? document : undefined, problems, unread, places };
}

const notReadYet: Problem = { code: 'NOT_READ_YET', message: 'The script is being read', severity: 'error' };

function placesOf(document: WorkflowDocument, rangeOf: DrawnWorkflow['rangeOf']): [string, TextRange][] {
  return scopesOf(document).flatMap(({ steps, path }) =>
    steps.map((step, index): [string, TextRange] => [step.id ?? '', rangeOf([...path, index]) ?? { from: 0, to: 0 }]),
  );
}

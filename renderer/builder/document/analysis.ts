import { catalogue } from '../../../shared/catalogue.ts';
import { type DrawnWorkflow, drawSource } from '../../../shared/workflow/load.ts';
import type { Problem } from '../../../shared/workflow/problem.ts';
import type { WorkflowDocument } from '../../../shared/workflow/schema.ts';
import { scopesOf } from '../../../shared/workflow/scopes.ts';
import type { ParsedText } from '../../../shared/workflow/yaml.ts';
import { type AgentMention, agentMentions } from './agent-mentions.ts';
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
  /** False: a dialect, a script or an older format; its places are not those of the document. */
  readonly isCanonical: boolean;
  /** Steps for agents: whether those are there, the text does not say. */
  readonly agents: readonly AgentMention[];
}

export interface TextRange {
  readonly from: number;
  readonly to: number;
}

/** Scripts can be analysed once their reader is loaded. `read`: of whoever reads many texts that differ little. */
export function analyseText(text: string, read = readText): Analysis & { readonly source?: ParsedText } {
  const parsed = read(text) ?? { ok: false, problems: [notReadYet] };
  if (parsed.ok) return { ...analyseSource(parsed.source, text), source: parsed.source };
  return { document: undefined, problems: parsed.problems, unread: new Set(), places: new Map(), agents: [], isCanonical: false };
}

/** Of a text that is parsed already. */
export function analyseSource(source: ParsedText, text: string): Analysis {
  const { document, problems, unread, isCanonical, rangeOf } = drawSource(source, { catalogue });
  const steps = document === undefined ? [] : placesOf(document, rangeOf);
  const places = new Map(steps);
  // Of two steps with one id, nobody could tell which is meant.
  const agents = document === undefined ? [] : agentMentions(document, text, { rangeOf, unread });
  return { document: places.size === steps.length ? document : undefined, problems, unread, places, agents, isCanonical };
}

const notReadYet: Problem = { code: 'NOT_READ_YET', message: 'The script is being read', severity: 'error' };

function placesOf(document: WorkflowDocument, rangeOf: DrawnWorkflow['rangeOf']): [string, TextRange][] {
  return scopesOf(document).flatMap(({ steps, path }) =>
    steps.map((step, index): [string, TextRange] => [step.id ?? '', rangeOf([...path, index]) ?? { from: 0, to: 0 }]),
  );
}

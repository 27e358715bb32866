import { catalogue } from '../../../shared/catalogue.ts';
import { type DrawnWorkflow, drawSource } from '../../../shared/workflow/load.ts';
import type { Problem } from '../../../shared/workflow/problem.ts';
import type { WorkflowDocument } from '../../../shared/workflow/schema.ts';
import { scopesOf } from '../../../shared/workflow/scopes.ts';
import { parseYaml, type SourceDocument } from '../../../shared/workflow/yaml.ts';

/** What follows from a text. */
export interface Analysis {
  /** Undefined when the text cannot be drawn. */
  readonly document: WorkflowDocument | undefined;
  readonly problems: readonly Problem[];
  /** Steps of the document that stand in for ones that cannot be read. */
  readonly unread: ReadonlySet<string>;
}

export function analyseText(text: string): Analysis & { readonly source?: SourceDocument } {
  const parsed = parseYaml(text);
  return parsed.ok
    ? { ...analyseSource(parsed.source), source: parsed.source }
    : { document: undefined, problems: parsed.problems, unread: new Set() };
}

export function analyseSource(source: SourceDocument): Analysis {
  const { document, problems, unread }: DrawnWorkflow = drawSource(source, { catalogue });
  return { document: document !== undefined && hasOwnIds(document) ? document : undefined, problems, unread };
}

/** Of two steps with one id, nobody could tell which is meant. */
function hasOwnIds(document: WorkflowDocument): boolean {
  const ids = scopesOf(document).flatMap(({ steps }) => steps.map(({ id }) => id));
  return new Set(ids).size === ids.length;
}

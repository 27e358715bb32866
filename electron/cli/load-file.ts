import { catalogue } from '../../shared/catalogue.ts';
import { loadWorkflow } from '../../shared/workflow/load.ts';
import { WorkflowInvalid } from '../../shared/workflow/problem.ts';
import type { WorkflowDocument } from '../../shared/workflow/schema.ts';
import { convertWorkflow } from '../../shared/workflow/serialize.ts';

/** The canonical document of a text. Throws WorkflowInvalid. */
export function loadDocument(text: string, source: string): WorkflowDocument {
  const loaded = loadWorkflow(text, { catalogue });
  if (!loaded.ok) throw new WorkflowInvalid(source, loaded.problems);
  return loaded.document;
}

/** As `loadDocument`, written out canonically. */
export function convertFile(text: string, source: string, to: 'yaml' | 'json'): string {
  const converted = convertWorkflow(text, { catalogue, to });
  if (!converted.ok) throw new WorkflowInvalid(source, converted.problems);
  return converted.text;
}

import { catalogue } from '../../shared/catalogue.ts';
import { loadText } from '../../shared/workflow/load-text.ts';
import { WorkflowInvalid } from '../../shared/workflow/problem.ts';
import type { WorkflowDocument } from '../../shared/workflow/schema.ts';
import { convertWorkflow } from '../../shared/workflow/serialize.ts';
import type { Writing } from '../../shared/workflow/writings.ts';

/** The canonical document of a text. Throws WorkflowInvalid. */
export async function loadDocument(text: string, source: string): Promise<WorkflowDocument> {
  const loaded = await loadText(text, { catalogue });
  if (!loaded.ok) throw new WorkflowInvalid(source, loaded.problems);
  return loaded.document;
}

/** As `loadDocument`, written out canonically. */
export async function convertFile(text: string, source: string, to: Writing): Promise<string> {
  const converted = await convertWorkflow(text, { catalogue, to });
  if (!converted.ok) throw new WorkflowInvalid(source, converted.problems);
  return converted.text;
}

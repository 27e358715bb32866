import { catalogue } from '../../shared/catalogue.ts';
import { Origins } from '../../shared/workflow/dialects/dialect.ts';
import { liftDialect } from '../../shared/workflow/dialects/lift.ts';
import { loadText, parseText } from '../../shared/workflow/load-text.ts';
import { WorkflowInvalid } from '../../shared/workflow/problem.ts';
import { readDocument } from '../../shared/workflow/read-document.ts';
import type { WorkflowDocument } from '../../shared/workflow/schema.ts';
import { fillInIds } from '../../shared/workflow/step-ids.ts';
import { upgrade } from '../../shared/workflow/upgrade.ts';

/** As `loadDocument`, but a document whose only fault is a cycle is given too: its graph is what shows it. */
export async function loadForGraph(text: string, source: string): Promise<WorkflowDocument> {
  const loaded = await loadText(text, { catalogue });
  if (loaded.ok) return loaded.document;
  const document = loaded.problems.every(({ code, severity }) => code === 'CYCLE' || severity === 'warning')
    ? await readUnchecked(text)
    : undefined;
  if (document === undefined) throw new WorkflowInvalid(source, loaded.problems);
  return document;
}

async function readUnchecked(text: string): Promise<WorkflowDocument | undefined> {
  const parsed = await parseText(text);
  if (!parsed.ok || typeof parsed.source.value !== 'object' || parsed.source.value === null) return undefined;
  const upgraded = upgrade(liftDialect(parsed.source.value as Readonly<Record<string, unknown>>, new Origins()).value);
  if (!upgraded.ok) return undefined;
  const { document } = readDocument(upgraded.value);
  fillInIds(document);
  return document;
}

import type { JsonObject } from '../../shared/lib/json.ts';
import { showInputs } from '../../shared/secrets/secret-input.ts';
import type { WorkflowDocument } from '../../shared/workflow/schema.ts';
import type { EngineParts } from './live-run.ts';

/** The rendered `settings.concurrency.key`: runs with the same one share the limit. Throws ActionError for a value that is missing. */
export async function concurrencyKeyOf(
  parts: Pick<EngineParts, 'render'>,
  document: WorkflowDocument,
  inputs: JsonObject,
  triggerData: JsonObject,
): Promise<string | undefined> {
  const key = document.settings?.concurrency?.key;
  if (key === undefined) return undefined;
  const shown = showInputs(inputs);
  const rendered = await parts.render(key, { ...shown, vars: shown, trigger: triggerData });
  return typeof rendered === 'string' ? rendered : JSON.stringify(rendered);
}

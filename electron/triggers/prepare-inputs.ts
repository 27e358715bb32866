import type { Json, JsonObject } from '../../shared/lib/json.ts';
import { resolveInputs } from '../../shared/workflow/inputs.ts';
import type { TriggerDocument, WorkflowDocument } from '../../shared/workflow/schema.ts';

export interface InputParts {
  /** Fills in the placeholders of a trigger's `with` and of a concurrency key. */
  render(value: unknown, scope: Readonly<Record<string, unknown>>): Json | Promise<Json>;
  /** Takes what is secret out of inputs that are to be stored. Throws what is wrong with them. */
  sealInputs(document: WorkflowDocument, inputs: JsonObject): JsonObject;
  concurrencyKeyOf(document: WorkflowDocument, inputs: JsonObject, data: JsonObject): Promise<string | undefined>;
}

/** What a run would begin with if the trigger fired with `data`, or why it cannot begin. */
export async function prepareInputs(
  { render, sealInputs, concurrencyKeyOf }: InputParts,
  document: WorkflowDocument,
  trigger: Pick<TriggerDocument, 'with'>,
  data: JsonObject,
): Promise<{ readonly inputs: JsonObject; readonly concurrencyKey: string | undefined } | { readonly problem: string }> {
  try {
    const given = await render(trigger.with ?? {}, { trigger: data });
    const resolved = resolveInputs(document, given as JsonObject);
    if (!resolved.ok) return { problem: resolved.problems.map((problem) => problem.message).join('; ') };
    const inputs = sealInputs(document, resolved.inputs);
    return { inputs, concurrencyKey: await concurrencyKeyOf(document, inputs, data) };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

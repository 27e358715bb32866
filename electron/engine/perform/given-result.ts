import { isJsonObject, type Json } from '../../../shared/lib/json.ts';
import type { LiveRun } from '../live-run.ts';
import type { StepState } from '../walk/walk-state.ts';
import { recordSuccess, type Success } from './settle.ts';

/** A step that has a given result is done with it: false when it has none. */
export async function takeGivenResult(live: LiveRun, step: StepState, attempt: number): Promise<boolean> {
  const { store } = live.parts;
  const given = store.givenResults.get(live.row.key, step.plan.id);
  if (given === undefined) return false;
  const text = given.outputBlob === null ? given.output : store.blobs.get(given.outputBlob);
  const output = text === null ? null : (JSON.parse(text) as Json);
  await recordSuccess(live, step, attempt, { output, reason: `taken from ${given.source}`, ...consequencesOf(step, output) });
  return true;
}

/** What a result means for the walk: the way that it points, the variables that it sets. */
function consequencesOf({ plan }: StepState, output: Json): Pick<Success, 'branch' | 'set'> {
  const fields = isJsonObject(output) ? output : {};
  if (plan.kind === 'if') return { branch: String(Boolean(fields['result'])) };
  if (plan.kind === 'switch') return { branch: String(fields['case'] ?? 'default') };
  const { variables } = fields;
  const isSet = 'action' in plan.step && plan.step.action === 'set';
  return isSet && variables !== undefined && isJsonObject(variables) ? { set: variables } : {};
}

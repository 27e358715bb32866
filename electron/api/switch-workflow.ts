import { ActionError } from '../../shared/lib/action-error.ts';
import type { EngineParts } from '../engine/live-run.ts';
import { findWorkflow } from '../store/find-workflow.ts';
import type { TriggerControl } from '../triggers/trigger-control.ts';

/** What `workflow.enable` and `workflow.disable` do. Throws ActionError `WORKFLOW_NOT_FOUND`. */
export async function switchWorkflow(
  { store, clock }: EngineParts,
  triggers: TriggerControl,
  name: string,
  enabled: boolean,
): Promise<{ workflow: string; enabled: boolean }> {
  const [workflow] = findWorkflow(store, name);
  if (workflow === undefined) {
    throw new ActionError('WORKFLOW_NOT_FOUND', `There is no workflow named ${name}`, { hint: 'See what there is: pawl list' });
  }
  await store.write(() => store.workflows.setEnabled(workflow.key, enabled, clock.now()));
  await triggers.refresh(store.workflows.byKey(workflow.key) ?? workflow);
  return { workflow: workflow.name, enabled };
}

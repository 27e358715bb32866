import { ActionError } from '../../shared/lib/action-error.ts';
import { WorkflowInvalid } from '../../shared/workflow/problem.ts';
import type { Engine } from '../engine/engine.ts';
import type { Admission, AdmissionOutcome } from '../queue/admit.ts';
import { StorePoisoned } from '../store/commit-group.ts';
import { diskLow, engineBusy, engineLost, workflowInvalid } from './failures.ts';

/** Accepts a run, with the engine's refusals as errors of the contract. */
export async function admit(engine: Engine, admission: Admission, beside?: Parameters<Engine['admit']>[1]): Promise<AdmissionOutcome> {
  try {
    return await engine.admit(admission, beside);
  } catch (error) {
    if (error instanceof WorkflowInvalid) throw workflowInvalid(error.problems);
    if (error instanceof StorePoisoned) throw engineLost(error.message);
    if (error instanceof ActionError && error.code === 'DISK_LOW') throw diskLow([error.message, error.hint].join('. '));
    if (error instanceof ActionError && error.code === 'DATA_FOLDER_GONE') throw engineLost(`${error.message}.`);
    if (error instanceof ActionError && error.kind === 'retryable') throw engineBusy(error.message);
    throw error;
  }
}

import { ActionError } from '../../../shared/lib/action-error.ts';
import { isJsonObject, type Json } from '../../../shared/lib/json.ts';
import type { RunContext, RunContextRequest } from '../../executors/executor.ts';
import type { LiveRun } from '../live-run.ts';
import type { Scope } from '../run-scope.ts';

/** Trigger, variables (without those of type secret) and outputs, as a step can see them. Throws ActionError `UNKNOWN_STEP`. */
export function readRunContext(live: LiveRun, scope: Scope, { trigger, variables, steps }: RunContextRequest): RunContext {
  const declared = live.plan.document.variables ?? [];
  const secret = new Set(declared.filter(({ type }) => type === 'secret').map(({ name }) => name));
  const open = [...live.state.variables].filter(([name]) => !secret.has(name));
  return {
    ...(trigger ? { trigger: live.row.triggerData } : {}),
    ...(variables ? { variables: Object.fromEntries(open) } : {}),
    steps: Object.fromEntries(steps.map((id) => [id, outputOf(live, scope, id)])),
  };
}

function outputOf(live: LiveRun, scope: Scope, id: string): Json {
  if (!live.plan.byId.has(id)) {
    throw new ActionError('UNKNOWN_STEP', `includeContext names the step ${id}, which this workflow does not have`, {
      hint: `Its steps are ${[...live.plan.byId.keys()].slice(0, 20).join(', ')}.`,
    });
  }
  const steps = scope['steps'] as Readonly<Record<string, unknown>>;
  const seen = steps[id];
  return isJsonObject(seen) ? (seen['output'] ?? null) : null;
}

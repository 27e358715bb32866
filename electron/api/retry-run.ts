import { isTerminalRun } from '../../shared/run/status.ts';
import { resolveInputs } from '../../shared/workflow/inputs.ts';
import { compilePlan, type StepPlan } from '../../shared/workflow/plan.ts';
import { concurrencyKeyOf } from '../engine/concurrency-key.ts';
import type { EngineParts } from '../engine/live-run.ts';
import type { Admission } from '../queue/admit.ts';
import type { RunRow } from '../store/runs-table.ts';
import { conflict, invalidInput, notFound } from './failures.ts';

/**
 * A new run that takes the results of the run before, save for the steps that are to run again: `from` and what depends on it, or else
 * whatever did not succeed and what depends on that. Throws CONFLICT while the run before is under way.
 */
export async function prepareRetry(
  parts: EngineParts,
  run: RunRow,
  { from, latest }: { from?: string | undefined; latest: boolean },
): Promise<Admission> {
  const { store } = parts;
  if (!isTerminalRun(run.status))
    throw conflict(`Run ${run.id} is still under way (${run.status}). Cancel it, or let it end, before it is retried.`, run.status);
  const workflow = store.workflows.byKey(run.workflowKey);
  const version = store.workflows.version(latest && workflow !== undefined ? workflow.versionKey : run.versionKey);
  if (workflow === undefined || version === undefined) throw notFound('workflow', String(run.workflowKey));
  const plan = compilePlan(version.document);
  if (from !== undefined && !plan.byId.has(from)) throw notFound('step', from, [...plan.byId.keys()]);
  const resolved = resolveInputs(version.document, run.inputs);
  if (!resolved.ok) throw invalidInput(resolved.problems);
  const first = from === undefined ? notSucceeded(parts, run, [...plan.byId.values()]) : [from];
  return {
    workflow,
    version,
    inputs: resolved.inputs,
    triggerData: run.triggerData,
    triggeredBy: `retry:${run.id}`,
    workingDirectory: run.workingDirectory,
    priority: run.priority,
    until: run.untilStep ?? undefined,
    concurrencyKey: await concurrencyKeyOf(parts, version.document, resolved.inputs, run.triggerData),
    retry: { of: run.key, rerun: [...withDependents(plan.byId, first)] },
  };
}

function notSucceeded({ store }: EngineParts, run: RunRow, steps: readonly StepPlan[]): string[] {
  const succeeded = new Set(store.steps.list(run.key).flatMap((row) => (row.status === 'succeeded' ? [row.path] : [])));
  return steps.filter((step) => step.list.owner === undefined && !succeeded.has(step.id)).map((step) => step.id);
}

/** A step that runs again makes everything after it run again; inside a container, also what comes after the container. */
function withDependents(byId: ReadonlyMap<string, StepPlan>, first: readonly string[]): Set<string> {
  const again = new Set<string>();
  const open = [...first];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const step = byId.get(id);
    if (step === undefined || again.has(id)) continue;
    again.add(id);
    open.push(...step.dependents.map((dependent) => dependent.step.id));
    if (step.list.owner !== undefined) open.push(step.list.owner.id);
  }
  return again;
}

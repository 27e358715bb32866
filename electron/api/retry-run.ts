import { isTerminalRun } from '../../shared/run/status.ts';
import { resolveInputs } from '../../shared/workflow/inputs.ts';
import { compilePlan, type Plan, type StepPlan } from '../../shared/workflow/plan.ts';
import { concurrencyKeyOf } from '../engine/concurrency-key.ts';
import type { EngineParts } from '../engine/live-run.ts';
import type { Admission } from '../queue/admit.ts';
import type { RunRow } from '../store/runs-table.ts';
import type { VersionRow, WorkflowRow } from '../store/workflows-table.ts';
import { conflict, invalidInput, notFound } from './failures.ts';
import { sealedInputs } from './start-run.ts';

export interface RetryRequest {
  /** The step to begin with; default: whatever did not succeed. */
  readonly from?: string | undefined;
  /** On the current version of the workflow instead of the one that ran. */
  readonly latest: boolean;
}

/** What a retry would do: which steps (by id, of the main list) run again, and which results are taken from the run before. */
export interface RetryPlan {
  readonly rerun: readonly string[];
  readonly reused: readonly string[];
}

interface Basis {
  readonly workflow: WorkflowRow;
  readonly version: VersionRow;
  readonly plan: Plan;
}

/** Throws NOT_FOUND for a step that is not there, CONFLICT while the run before is under way. */
export function planRetry(parts: EngineParts, run: RunRow, request: RetryRequest): RetryPlan {
  const basis = basisOf(parts, run, request.latest);
  const rerun = stepsToRerun(parts, run, basis.plan, request);
  const succeeded = succeededSteps(parts, run);
  const inOrder = [...basis.plan.byId.values()].filter((step) => step.list.owner === undefined).map((step) => step.id);
  return { rerun: inOrder.filter((id) => rerun.has(id)), reused: inOrder.filter((id) => !rerun.has(id) && succeeded.has(id)) };
}

/**
 * A new run that takes the results of the run before, save for the steps that are to run again and what depends on them. Throws CONFLICT
 * while the run before is under way, INVALID_INPUT when its inputs do not fit the current version.
 */
export async function prepareRetry(parts: EngineParts, run: RunRow, request: RetryRequest): Promise<Admission> {
  const basis = basisOf(parts, run, request.latest);
  const rerun = stepsToRerun(parts, run, basis.plan, request);
  return admissionOf(parts, run, basis, { of: run.key, rerun: [...rerun] });
}

/** A new run that takes what the run before had reached by one of its events. */
export async function prepareResume(parts: EngineParts, run: RunRow, seq: number): Promise<Admission> {
  return admissionOf(parts, run, basisOf(parts, run, false), { of: run.key, rerun: [], until: seq });
}

/** The run that goes on after a push-back, from the step that the author has named; a child of the run that waits for it. */
export async function prepareContinuation(parts: EngineParts, run: RunRow, from: string | undefined): Promise<Admission> {
  const { parentKey, parentPath, depth } = run;
  const parent = parentKey === null || parentPath === null ? {} : { parent: { key: parentKey, path: parentPath, depth } };
  return { ...(await prepareRetry(parts, run, { from, latest: false })), ...parent, whenBusy: 'queue' };
}

async function admissionOf(parts: EngineParts, run: RunRow, basis: Basis, retry: NonNullable<Admission['retry']>): Promise<Admission> {
  const { workflow, version } = basis;
  const resolved = resolveInputs(version.document, run.inputs);
  if (!resolved.ok) throw invalidInput(resolved.problems);
  const inputs = sealedInputs(parts, version.document, resolved.inputs);
  return {
    workflow,
    version,
    inputs,
    triggerData: run.triggerData,
    triggeredBy: `retry:${run.id}`,
    workingDirectory: run.workingDirectory,
    priority: run.priority,
    until: run.untilStep ?? undefined,
    concurrencyKey: await concurrencyKeyOf(parts, version.document, inputs, run.triggerData),
    retry,
  };
}

function basisOf({ store }: EngineParts, run: RunRow, latest: boolean): Basis {
  if (!isTerminalRun(run.status)) {
    throw conflict(`Run ${run.id} is still under way (${run.status}). Cancel it, or let it end, before it is retried.`, run.status);
  }
  const workflow = store.workflows.byKey(run.workflowKey);
  const version = store.workflows.version(latest && workflow !== undefined ? workflow.versionKey : run.versionKey);
  if (workflow === undefined || version === undefined) throw notFound('version', `of run ${run.id}`);
  return { workflow, version, plan: compilePlan(version.document) };
}

function stepsToRerun(parts: EngineParts, run: RunRow, plan: Plan, { from }: RetryRequest): Set<string> {
  if (from !== undefined && !plan.byId.has(from)) throw notFound('step', from, [...plan.byId.keys()]);
  const before = parts.store.workflows.version(run.versionKey);
  const changed = before === undefined ? [] : changedSteps(compilePlan(before.document), plan);
  return withDependents(plan.byId, [...changed, ...(from === undefined ? notSucceeded(parts, run, plan) : [from])]);
}

/** A step that says something else now has no result to take. */
function changedSteps(before: Plan, now: Plan): string[] {
  const text = (step: StepPlan | undefined): string => JSON.stringify(step?.step);
  return [...now.byId.values()].filter((step) => text(before.byId.get(step.id)) !== text(step)).map((step) => step.id);
}

function succeededSteps({ store }: EngineParts, run: RunRow): Set<string> {
  return new Set(store.steps.list(run.key).flatMap((row) => (row.status === 'succeeded' ? [row.path] : [])));
}

function notSucceeded(parts: EngineParts, run: RunRow, plan: Plan): string[] {
  const succeeded = succeededSteps(parts, run);
  return [...plan.byId.values()].filter((step) => step.list.owner === undefined && !succeeded.has(step.id)).map((step) => step.id);
}

/** A step that runs again makes everything after it run again; inside a container, also the container and what comes after it. */
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

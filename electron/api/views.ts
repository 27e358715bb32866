import { callStepOf } from '../../shared/agents/call-step.ts';
import type { RunSummary, RunView, StepSummary, StepView } from '../../shared/contract/run-view.ts';
import { isJsonObject, type Json, type JsonObject } from '../../shared/lib/json.ts';
import { isTerminalRun, type RunStatus } from '../../shared/run/status.ts';
import { showInputs } from '../../shared/secrets/secret-input.ts';
import { compilePlan, type Plan, type StepPlan } from '../../shared/workflow/plan.ts';
import type { WorkflowDocument } from '../../shared/workflow/schema.ts';
import type { RunRow } from '../store/runs-table.ts';
import type { StepRow } from '../store/steps-table.ts';
import type { Store } from '../store/store.ts';

const plans = new WeakMap<object, Plan>();

export function planOf(store: Store, run: Pick<RunRow, 'id' | 'versionKey'>): Plan {
  const document = documentOf(store, run);
  const known = plans.get(document);
  if (known !== undefined) return known;
  const plan = compilePlan(document);
  plans.set(document, plan);
  return plan;
}

function documentOf(store: Store, run: Pick<RunRow, 'id' | 'versionKey'>) {
  const version = store.workflows.version(run.versionKey);
  if (version === undefined) throw new Error(`Run ${run.id} has a version that is not there`);
  return version.document;
}

export function runSummary(store: Store, run: RunRow): RunSummary {
  const document = documentOf(store, run);
  const until = run.endedAt ?? null;
  return {
    runId: run.id,
    workflow: document.name,
    workflowId: store.workflows.byKey(run.workflowKey)?.id ?? '',
    version: document.version,
    state: run.status,
    reason: reasonOf(store, run),
    dryRun: false,
    createdAt: iso(run.queuedAt),
    startedAt: run.startedAt === null ? null : iso(run.startedAt),
    endedAt: until === null ? null : iso(until),
    durationMs: run.startedAt === null || until === null ? null : until - run.startedAt,
    triggeredBy: run.triggeredBy,
    error: run.error,
  };
}

/** Why a run is where it is, for states that do not speak for themselves. */
function reasonOf(store: Store, run: RunRow): string | null {
  const explain: Partial<Record<RunStatus, () => string | undefined>> = {
    queued: () => 'waits for a free place',
    waiting: () => firstReason(store, run, 'waiting'),
    needs_attention: () => firstReason(store, run, 'unknown'),
  };
  return explain[run.status]?.() ?? null;
}

function firstReason(store: Store, run: RunRow, status: StepRow['status']): string | undefined {
  const step = store.steps.firstIn(run.key, status);
  return step === undefined ? undefined : `${step.path}: ${step.reason ?? status}`;
}

export function runView(store: Store, run: RunRow): RunView {
  return { ...runSummary(store, run), inputs: showInputs(run.inputs), outputs: run.outputs, steps: stepViews(store, run) };
}

/** Steps in order of first start, then those that have not started. */
export function stepViews(store: Store, run: RunRow): StepView[] {
  const plan = planOf(store, run);
  const rows = store.steps.list(run.key);
  const seen = new Set(rows.map((row) => row.path));
  const views = rows.map((row) => ({ ...stepSummary(plan, row), output: outputOf(store, row) }));
  const lists = [plan.main, ...(plan.finally === undefined ? [] : [plan.finally])];
  const left = lists.flatMap((list) => list.steps).filter((step) => !seen.has(step.id));
  return [...views, ...left.map((step) => notStarted(step, run))];
}

export function stepView(store: Store, run: RunRow, path: string): StepSummary | undefined {
  const row = store.steps.get(run.key, path);
  return row === undefined ? undefined : stepSummary(planOf(store, run), row);
}

export function stepSummaryOf(store: Store, run: RunRow, row: StepRow): StepSummary {
  return stepSummary(planOf(store, run), row);
}

function stepSummary(plan: Plan, row: StepRow): StepSummary {
  const id = row.path.slice(row.path.lastIndexOf('/') + 1);
  const step = plan.byId.get(id);
  const call = callStepOf(id);
  return {
    id,
    path: row.path,
    name: call === undefined ? (step?.name ?? id) : call.kind === 'action' ? id : call.name,
    kind: call?.kind ?? step?.kind ?? 'action',
    action: call?.kind === 'action' ? call.name : step !== undefined && 'action' in step.step ? step.step.action : null,
    state: row.status,
    attempts: row.attempts,
    startedAt: row.startedAt === null ? null : iso(row.startedAt),
    durationMs: row.startedAt === null || row.endedAt === null ? null : row.endedAt - row.startedAt,
    error: row.error,
    reason: row.reason,
  };
}

function notStarted(step: StepPlan, run: RunRow): StepView {
  const over = isTerminalRun(run.status);
  return {
    id: step.id,
    path: step.id,
    name: step.name,
    kind: step.kind,
    action: 'action' in step.step ? step.step.action : null,
    state: over ? 'skipped' : 'pending',
    attempts: 0,
    startedAt: null,
    durationMs: null,
    error: null,
    reason: over ? `not reached: the run ${run.untilStep === null ? 'ended before' : `was to end with ${run.untilStep}`}` : null,
    output: null,
  };
}

function outputOf(store: Store, row: StepRow): Json {
  if (row.outputBlob !== null) return JSON.parse(store.blobs.get(row.outputBlob)) as Json;
  return row.output === null ? null : (JSON.parse(row.output) as Json);
}

export function iso(ms: number): string {
  return new Date(ms).toISOString();
}

/** A document as whoever asks for it gets it. */
export function documentJson(document: WorkflowDocument): JsonObject {
  if (!isJsonObject(document)) throw new TypeError('A document is an object');
  return document;
}

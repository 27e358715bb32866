import { callStepOf } from '../../shared/agents/call-step.ts';
import { parseDuration } from '../../shared/lib/duration.ts';
import { isTerminalStep } from '../../shared/run/status.ts';
import { compilePlan } from '../../shared/workflow/plan.ts';
import type { EventRow } from '../store/run-events-table.ts';
import type { RunRow } from '../store/runs-table.ts';
import type { Store } from '../store/store.ts';
import { reduce } from './walk/reduce.ts';
import { createRunState, type RunState } from './walk/walk-state.ts';

/** A named place in a run's events that a new run can go on from. */
export interface Checkpoint {
  /** The number of the event that it stands after. */
  readonly seq: number;
  readonly label: string;
  readonly madeBy: string;
  readonly automatic: boolean;
  readonly at: number;
  /** Bytes of the results that a run resumed from here would take. */
  readonly bytes: number;
}

const ENDED = new Set(['step.succeeded', 'step.skipped', 'step.cancelled']);

/** Newest first. An automatic one stands after each step that ended, at most one in each `settings.checkpointInterval`. */
export function listCheckpoints(store: Store, run: RunRow): Checkpoint[] {
  const byHand = new Map(store.checkpoints.list(run.key).map((row) => [row.seq, row]));
  const prunedBefore = store.runs.checkpointsFrom(run.key);
  const intervalMs = intervalOf(store, run);
  const sizes = new Map(
    store.steps
      .list(run.key)
      .map((row) => [row.path, row.output?.length ?? (row.outputBlob === null ? 0 : store.blobs.size(row.outputBlob))]),
  );
  const checkpoints: Checkpoint[] = [];
  let bytes = 0;
  let lastAutomatic = Number.NEGATIVE_INFINITY;
  for (const { seq, at, event } of store.events.after(run.key, 0)) {
    if (event.type === 'step.succeeded') bytes += sizes.get(event.path) ?? 0;
    const made = byHand.get(seq);
    if (made !== undefined) {
      checkpoints.push({ seq, label: made.label, madeBy: made.madeBy, automatic: false, at: made.at, bytes });
    } else if (endsStep(event) && at - lastAutomatic >= intervalMs) {
      lastAutomatic = at;
      if (seq < prunedBefore) continue;
      checkpoints.push({ seq, label: `after ${'path' in event ? event.path : ''}`, madeBy: 'engine', automatic: true, at, bytes });
    }
  }
  return checkpoints.reverse();
}

/** What is wrong with a checkpoint; nothing when a run can be resumed from it. Folds the events up to it once more. */
export function validateCheckpoint(store: Store, run: RunRow, seq: number): string[] {
  const events = store.events.after(run.key, 0).filter((row) => row.seq <= seq);
  const problems: string[] = [];
  if (events.length !== seq) problems.push(`${seq} events should stand before it, ${events.length} are there`);
  if (store.workflows.version(run.versionKey) === undefined) return [...problems, 'the version of the workflow is gone'];
  const state = foldEvents(store, run, events);
  for (const step of state.steps.values()) {
    if (step.status !== 'succeeded') continue;
    const row = store.steps.get(run.key, step.path);
    if (row?.status !== 'succeeded') problems.push(`${step.path} has succeeded by its events, but its row is ${row?.status ?? 'missing'}`);
    else if (row.output === null && row.outputBlob === null) problems.push(`the result of ${step.path} is missing`);
    else if (row.outputBlob !== null && !store.blobs.has(row.outputBlob))
      problems.push(`the result of ${step.path} (${row.outputBlob}) is not in the data folder`);
  }
  return problems;
}

/** The state that a run's events lead to. */
export function foldEvents(store: Store, run: RunRow, events: readonly EventRow[]): RunState {
  const version = store.workflows.version(run.versionKey);
  if (version === undefined) throw new Error(`Run ${run.id} has a version that is not there`);
  const plan = compilePlan(version.document, run.untilStep === null ? {} : { until: run.untilStep });
  const state = createRunState(plan, Object.entries(run.inputs));
  for (const { event } of events) reduce(state, event);
  return state;
}

function endsStep(event: EventRow['event']): boolean {
  // An agent that begins anew makes other calls: none of them is a place to go on from.
  if ('path' in event && event.path.split('/').some((part) => callStepOf(part.replace(/\[\d+\]$/, '')) !== undefined)) return false;
  if (event.type === 'step.decided') return event.decision !== 'retry';
  return ENDED.has(event.type) || (event.type === 'step.failed' && event.retryAt === undefined);
}

function intervalOf(store: Store, run: RunRow): number {
  const interval = store.workflows.version(run.versionKey)?.document.settings?.checkpointInterval;
  return interval === undefined ? 0 : (parseDuration(interval) ?? 0);
}

/** Differences between what a run's events say and what its rows say; none when state equals the fold of the events. */
export function compareWithEvents(store: Store, run: RunRow): string[] {
  const events = store.events.after(run.key, 0);
  const problems: string[] = [];
  for (const [index, { seq }] of events.entries()) if (seq !== index + 1) problems.push(`event ${index + 1} is missing`);
  const state = foldEvents(store, run, events);
  if (state.ended !== undefined && state.ended !== run.status)
    problems.push(`the events end with ${state.ended}, the row says ${run.status}`);
  const rows = new Map(store.steps.list(run.key).map((row) => [row.path, row]));
  for (const step of state.steps.values()) {
    const row = rows.get(step.path);
    if (isTerminalStep(step.status) && row?.status !== step.status) {
      problems.push(`${step.path} is ${step.status} by its events, its row says ${row?.status ?? 'nothing'}`);
    }
    if (row !== undefined && isTerminalStep(row.status) && !isTerminalStep(step.status)) {
      problems.push(`${step.path} is ${row.status} by its row, its events say ${step.status}`);
    }
  }
  return problems;
}

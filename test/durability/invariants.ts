import { reduce } from '../../electron/engine/walk/reduce.ts';
import { createRunState, type RunState, runStatusOf } from '../../electron/engine/walk/walk-state.ts';
import type { EventRow } from '../../electron/store/run-events-table.ts';
import type { RunRow } from '../../electron/store/runs-table.ts';
import type { StepRow } from '../../electron/store/steps-table.ts';
import type { Store } from '../../electron/store/store.ts';
import type { RunEvent } from '../../shared/run/events.ts';
import { isTerminalRun, isTerminalStep, type StepStatus } from '../../shared/run/status.ts';
import { compilePlan } from '../../shared/workflow/plan.ts';

/** `invariant` is the number in the list of the harness: I1 the database is sound, I3 a step succeeds once, and so on. */
export interface Violation {
  readonly invariant: `I${number}`;
  readonly detail: string;
}

/**
 * What a data folder must hold by itself, whatever happened: SQLite's own checks (I1), at most one success for each step (I3), a reason and a
 * parked run for each unknown step (I7), one child run for each attempt that starts one (I8), ends that stay (I9), events without gaps whose
 * fold is what the rows say (I12), and nothing that begins after it was told to stop (I15).
 */
export function checkInvariants(store: Store, runs: readonly RunRow[] = store.runs.list({ limit: -1 })): Violation[] {
  const integrity = store.checkIntegrity().map((detail) => ({ invariant: 'I1' as const, detail }));
  return [...integrity, ...runs.flatMap((run) => checkRun(store, run))];
}

function checkRun(store: Store, run: RunRow): Violation[] {
  const found: Violation[] = [];
  const tell = (invariant: Violation['invariant'], detail: string): void =>
    void found.push({ invariant, detail: `run ${run.id}: ${detail}` });
  const events = store.events.after(run.key, 0);
  events.forEach(({ seq }, index) => {
    if (seq !== index + 1) tell('I12', `event ${index + 1} has the number ${seq}`);
  });
  for (const [path, count] of countSuccesses(events)) if (count > 1) tell('I3', `step ${path} succeeded ${count} times`);
  const finished = events.findIndex(({ event }) => event.type === 'run.finished');
  if (finished >= 0 && finished < events.length - 1) tell('I9', `${events.length - 1 - finished} events come after its end`);
  const state = fold(store, run, events, tell);
  checkRunRow(run, state, tell);
  checkStepRows(store.steps.list(run.key), state, events, tell);
  checkChildren(store, run, tell);
  for (const step of store.steps.list(run.key)) {
    if (isTerminalRun(run.status) && !isTerminalStep(step.status))
      tell('I12', `step ${step.path} is still ${step.status} in a run that has ended ${run.status}`);
    if (step.status !== 'unknown') continue;
    if (isTerminalRun(run.status)) tell('I7', `step ${step.path} is unknown in a run that has ended ${run.status}`);
    if (step.reason === null) tell('I7', `step ${step.path} is unknown without a reason`);
  }
  return found;
}

/** A crash between the start of a child run and the note of it must not start another (I8). */
function checkChildren(store: Store, run: RunRow, tell: (invariant: 'I8', detail: string) => void): void {
  const counts = new Map<string, number>();
  for (const { parentPath } of store.runs.childrenOf(run.key)) {
    const path = parentPath ?? '';
    counts.set(path, (counts.get(path) ?? 0) + 1);
  }
  for (const [path, count] of counts) {
    const attempts = store.steps.get(run.key, path)?.attempts ?? 0;
    if (count > attempts) tell('I8', `${attempts} attempts of ${path} have started ${count} runs`);
  }
}

function countSuccesses(events: readonly EventRow[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { event } of events) {
    const succeeded = event.type === 'step.succeeded' || (event.type === 'step.decided' && event.decision === 'done');
    if (succeeded) counts.set(event.path, (counts.get(event.path) ?? 0) + 1);
  }
  return counts;
}

function fold(store: Store, run: RunRow, events: readonly EventRow[], tell: (invariant: 'I15', detail: string) => void): RunState {
  const version = store.workflows.version(run.versionKey);
  if (version === undefined) throw new Error(`Run ${run.id} has no version`);
  const plan = compilePlan(version.document, run.untilStep === null ? {} : { until: run.untilStep });
  const state = createRunState(plan, Object.entries(run.inputs));
  for (const { event } of events) {
    const step = event.type === 'step.started' ? state.steps.get(event.path) : undefined;
    // Containers find out by themselves that they are to hold nothing.
    const isWork = step !== undefined && ['action', 'agent', 'workflow'].includes(step.plan.kind);
    if (isWork && step.scope.stopped !== undefined) tell('I15', `step ${step.path} began after it was told to stop`);
    reduce(state, event);
  }
  return state;
}

function checkRunRow(run: RunRow, state: RunState, tell: (invariant: 'I7' | 'I12', detail: string) => void): void {
  const told = runStatusOf(state);
  // Claimed, and the engine went before the first event.
  const claimed = told === 'queued' && run.status === 'running';
  if (told !== run.status && !claimed) tell('I12', `its events give ${told}, its row says ${run.status}`);
  if (state.unknown > 0 && run.status === 'waiting') tell('I7', `it waits as if nobody had to decide`);
}

function checkStepRows(
  rows: readonly StepRow[],
  state: RunState,
  events: readonly EventRow[],
  tell: (invariant: 'I12', detail: string) => void,
): void {
  const byPath = new Map(rows.map((row) => [row.path, row.status]));
  const ends = new Map<string, StepStatus>();
  for (const { event } of events) {
    const end = endOf(event);
    if (end !== undefined && 'path' in event) ends.set(event.path, end);
  }
  for (const path of new Set([...byPath.keys(), ...state.steps.keys(), ...ends.keys()])) {
    // Steps of iterations that are over are let go by the fold; their last event still tells how they ended.
    const told = state.steps.get(path)?.status ?? ends.get(path);
    const written = byPath.get(path);
    if (told === undefined || !agree(told, written)) tell('I12', `step ${path}: its events give ${told}, its row says ${written}`);
  }
}

/** How a step has ended by what this event says; undefined when it has not. */
export function endOf(event: RunEvent): StepStatus | undefined {
  switch (event.type) {
    case 'step.succeeded':
      return 'succeeded';
    case 'step.failed':
      return event.timedOut === true ? 'timed_out' : 'failed';
    case 'step.skipped':
      return 'skipped';
    case 'step.cancelled':
      return 'cancelled';
    case 'step.decided':
      return ({ done: 'succeeded', skip: 'skipped', fail: 'failed', retry: undefined } as const)[event.decision];
    default:
      return undefined;
  }
}

function agree(told: StepStatus, written: StepStatus | undefined): boolean {
  if (isTerminalStep(told)) return told === written;
  // A row is made when a step starts, and what makes it ready again may leave the row as it was.
  if (told === 'pending') return written === undefined;
  if (told === 'ready') return written === undefined || !isTerminalStep(written);
  return told === written;
}

import { taskKeyOf } from '../../electron/engine/keys.ts';
import type { AttemptRow } from '../../electron/store/attempts-table.ts';
import type { RunRow } from '../../electron/store/runs-table.ts';
import type { Store } from '../../electron/store/store.ts';
import type { EffectClass } from '../../shared/actions/action.ts';
import { isTerminalStep } from '../../shared/run/status.ts';
import { compilePlan, type Plan } from '../../shared/workflow/plan.ts';
import type { CountEffect } from './effects.ts';
import type { Violation } from './invariants.ts';
import type { Ledger } from './ledger.ts';

/** What became of the attempts of one class. */
export interface ClassCount {
  attempts: number;
  /** Recorded as done, and the effect is there once. */
  onceDone: number;
  /** The effect is there more than once: only `pure` may. */
  repeated: number;
  /** Interrupted, and it could not be known: a person was asked. */
  asked: number;
  /** Interrupted, and the engine has gone on by itself: by starting again, or by finding the effect done. */
  resumed: number;
}

export type ClassCounts = Record<EffectClass, ClassCount>;

export function noCounts(): ClassCounts {
  const none = (): ClassCount => ({ attempts: 0, onceDone: 0, repeated: 0, asked: 0, resumed: 0 });
  return { internal: none(), pure: none(), keyed: none(), once: none() };
}

/**
 * Recorded success means that the effect is there (I4); it is there once for `keyed` and `once`, at least once for `pure` (I5), whatever the
 * attempt is recorded as. Adds what it sees to `counts`.
 */
export function checkEffects(store: Store, runs: readonly RunRow[], countEffect: CountEffect, counts: ClassCounts): Violation[] {
  return runs.flatMap((run) => {
    const events = store.events.after(run.key, 0).map(({ event }) => event);
    return store.attempts.list(run.key).flatMap((attempt) => {
      const about = events.filter(
        (event) => 'path' in event && event.path === attempt.path && 'attempt' in event && event.attempt === attempt.attempt,
      );
      const count = counts[attempt.effect];
      count.attempts++;
      if (about.some(({ type }) => type === 'step.unknown')) count.asked++;
      const foundDone = about.some((event) => event.type === 'step.succeeded' && event.reason?.endsWith('recorded as done') === true);
      if (foundDone || about.some(({ type }) => type === 'step.interrupted')) count.resumed++;
      const seen = countEffect(run, attempt);
      if (seen !== undefined && seen > 1) count.repeated++;
      if (attempt.status === 'succeeded' && (seen ?? 1) === 1) count.onceDone++;
      return judge(run, attempt, seen, mayRepeat(store, run, attempt));
    });
  });
}

/** The class says so, or the author does. */
function mayRepeat(store: Store, run: RunRow, { path, effect }: AttemptRow): boolean {
  const step = planOf(store, run).byId.get(path.slice(path.lastIndexOf('/') + 1))?.step;
  return effect === 'pure' || step?.onInterrupted === 'retry';
}

function judge(run: RunRow, attempt: AttemptRow, seen: number | undefined, repeatable: boolean): Violation[] {
  if (seen === undefined) return [];
  const what = `run ${run.id}: attempt ${attempt.attempt} of ${attempt.path} (${attempt.effect}, ${attempt.status})`;
  const found: Violation[] = [];
  if (attempt.status === 'succeeded' && seen === 0) found.push({ invariant: 'I4', detail: `${what} left no effect` });
  if (seen > 1 && !repeatable) found.push({ invariant: 'I5', detail: `${what} had its effect ${seen} times` });
  return found;
}

/** No effect before all that the step has to wait for is recorded (I6). To be looked at while the run is under way: at its end all is recorded. */
export function checkOrder(store: Store, runs: readonly RunRow[], ledger: Ledger): Violation[] {
  const live = new Map(runs.map((run) => [run.id, run]));
  return ledger.lines.flatMap(({ runId, path, taskKey }) => {
    const run = live.get(runId);
    if (run === undefined || taskKey !== taskKeyOf(store.installId, runId, path)) return [];
    const waitsFor = predecessorsOf(store, run, path).filter((before) => {
      const row = store.steps.get(run.key, before);
      return row === undefined || !isTerminalStep(row.status);
    });
    return waitsFor.map((before) => ({
      invariant: 'I6' as const,
      detail: `run ${runId}: ${path} had its effect, and ${before} is not recorded as ended`,
    }));
  });
}

function predecessorsOf(store: Store, run: RunRow, path: string): string[] {
  const prefix = path.slice(0, path.lastIndexOf('/') + 1);
  const step = planOf(store, run).byId.get(path.slice(prefix.length));
  return step === undefined || step.join === 'any' ? [] : step.edges.map(({ from }) => prefix + from);
}

const plans = new WeakMap<object, Plan>();

function planOf(store: Store, run: RunRow): Plan {
  const version = store.workflows.version(run.versionKey);
  if (version === undefined) throw new Error(`Run ${run.id} has no version`);
  const plan = plans.get(version) ?? compilePlan(version.document);
  plans.set(version, plan);
  return plan;
}

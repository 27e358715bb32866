import type { Json } from '../../shared/lib/json.ts';
import type { StepOf } from '../../shared/workflow/schema.ts';
import { findMarked } from '../executors/process/find-marked.ts';
import { killTree } from '../executors/process/kill-tree.ts';
import type { AttemptRow } from '../store/attempts-table.ts';
import { attemptKeyOf, taskKeyOf } from './keys.ts';
import type { LiveRun } from './live-run.ts';
import { createStepContext } from './perform/context.ts';
import { renderEnvironment, showEnvironment } from './perform/environment.ts';
import { parseParameters } from './perform/parameters.ts';
import { recordInterruption, recordReplay, recordSuccess, recordUnknown } from './perform/settle.ts';
import { takeEnvironment, takeStored } from './secrets/take-secrets.ts';
import type { StepState } from './walk/walk-state.ts';

/** An attempt that has seen this many engines go is a person's business; other steps and runs go on. */
const MAX_CRASHES = 3;

/**
 * A step was under way when its engine went. What is left of it is stopped first. Then: what is safe to repeat starts again; what left
 * traces is looked up (probe); for the rest `onInterrupted` or a person decides.
 */
export async function recoverStep(live: LiveRun, step: StepState): Promise<void> {
  const { path, attempt } = step;
  const row = live.parts.store.attempts.get(live.row.key, path, attempt);
  if (row === undefined) return recordInterruption(live, step, attempt, 'Pawl was stopped before it began');
  const survivors = await reap(live, step, row);
  if (survivors.length > 0) {
    return recordUnknown(
      live,
      step,
      attempt,
      `Pawl was stopped while it ran, and its processes could not be ended: ${survivors.join(', ')}`,
    );
  }
  const crashes = 1 + countCrashes(live, step);
  if (crashes >= MAX_CRASHES) {
    return recordUnknown(
      live,
      step,
      attempt,
      `Pawl was stopped ${crashes} times while it ran: it may be the cause, and is not started again unasked`,
    );
  }
  if (row.effect === 'keyed') return probe(live, step, row.input, row.intent);
  return recordInterruption(live, step, attempt, 'Pawl was stopped while it ran');
}

/** How often a crash has interrupted this attempt before. A stop in order interrupts too, but never right after a recovery. */
function countCrashes(live: LiveRun, { path, attempt }: StepState): number {
  let recovering = false;
  let begun = false;
  let crashes = 0;
  for (const { event } of live.parts.store.events.after(live.row.key, 0)) {
    if (event.type === 'run.recovered') recovering = true;
    // Nothing begins before a recovery has dealt with everything that was under way.
    else if (event.type === 'step.started') recovering = false;
    if (!('path' in event) || event.path !== path || !('attempt' in event) || event.attempt !== attempt) continue;
    if (event.type === 'step.started') begun = true;
    if (event.type !== 'step.interrupted') continue;
    if (recovering && begun) crashes++;
    begun = false;
  }
  return crashes;
}

/** Ends what the attempt has started and nobody watches any more. Returns the processes that could not be ended. */
async function reap(live: LiveRun, step: StepState, row: AttemptRow): Promise<readonly number[]> {
  if (!('action' in step.plan.step)) return [];
  const attemptKey = attemptKeyOf(taskKeyOf(live.parts.store.installId, live.row.id, step.path), row.attempt);
  const known = row.pid === null ? [] : [{ pid: row.pid, startTime: row.pidStarted ?? undefined }];
  // When the crash came between the start of the process and the note of its number, its environment still tells.
  const leaders = known.length > 0 ? known : (await findMarked(attemptKey)).map(({ pid, startTime }) => ({ pid, startTime }));
  const ended = await Promise.all(leaders.map((leader) => killTree({ ...leader, attemptKey })));
  return ended.flatMap(({ survivors }) => survivors);
}

async function probe(live: LiveRun, step: StepState, input: Json, intent: Json): Promise<void> {
  const { attempt } = step;
  const { action } = step.plan.step as StepOf<'action'>;
  const definition = live.parts.findAction(action);
  const executor = await live.parts.loadExecutor(action);
  if (definition === undefined || executor.probe === undefined)
    return recordInterruption(live, step, attempt, 'Pawl was stopped while it ran');
  try {
    const env = await renderEnvironment(live, step);
    const environment = takeEnvironment(live, step, action, env);
    const { signal } = new AbortController();
    const context = await createStepContext(live, step, attempt, {
      signal,
      env: environment,
      scope: () => live.scopeOf(step, showEnvironment(live, env)),
      set: {},
      published: [],
      remembered: [],
      told: [],
      posted: [],
    });
    const parameters = parseParameters(definition, takeStored(live, step, action, input));
    const result = await executor.probe(parameters, { ...context, intent });
    if (result.outcome === 'done') {
      return recordSuccess(live, step, attempt, { output: result.output as Json, reason: `${result.reason}: recorded as done` });
    }
    if (result.outcome === 'not_done') return recordReplay(live, step, attempt, result.reason);
    return recordUnknown(live, step, attempt, result.reason);
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    return recordUnknown(live, step, attempt, `Pawl was stopped while it ran, and what it did cannot be looked up: ${why}`);
  }
}

import { eventPatternSchema } from '../../../shared/events/event-name.ts';
import { type PublishedEvent, viewOfEvent } from '../../../shared/events/published-event.ts';
import { ActionError } from '../../../shared/lib/action-error.ts';
import { parseDuration } from '../../../shared/lib/duration.ts';
import type { StepOf } from '../../../shared/workflow/schema.ts';
import type { LiveRun, Perform } from '../live-run.ts';
import type { StepState } from '../walk/walk-state.ts';
import { recordEscalation } from './escalation.ts';
import { recordError, recordSuccess } from './settle.ts';

/** Waits for an event that is published from now on. */
export const performWaitFor: Perform = async (live, step) => {
  const { event, timeout } = (step.plan.step as StepOf<'waitFor'>).waitFor;
  const { store, clock } = live.parts;
  const rendered = await live.parts.render(event, live.scopeOf(step));
  const pattern = eventPatternSchema.safeParse(rendered);
  if (!pattern.success) {
    throw new ActionError('INVALID_EVENT_NAME', `What ${step.plan.name} waits for is no name of an event: ${JSON.stringify(rendered)}`, {
      hint: 'Give words with dots between them; * stands for any one word: order.*',
    });
  }
  const ms = timeout === undefined ? undefined : parseDuration(timeout);
  const limit = ms === undefined ? {} : { until: clock.now() + ms };
  const waited = { pattern: pattern.data, after: live.parts.events.lastNumber() };
  await live.record({ type: 'step.waiting', path: step.path, event: waited, ...limit }, (at) => {
    const most = limit.until === undefined ? '' : `, at most until ${new Date(limit.until).toISOString()}`;
    const reason = `for the event ${pattern.data}${most}`;
    store.steps.settle(live.row.key, step.path, { status: 'waiting', at, attempts: 1, startedAt: at, reason });
  });
};

/** Whether this is the event. One that the condition cannot be asked of is noted in the step's log, and the wait goes on. */
export async function isAwaited(live: LiveRun, step: StepState, event: PublishedEvent): Promise<boolean> {
  const { match } = (step.plan.step as StepOf<'waitFor'>).waitFor;
  if (match === undefined) return true;
  try {
    return Boolean(await live.parts.evaluate(match, live.scopeOf(step, undefined, { event: viewOfEvent(event) })));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const text = `The event ${event.name} (${event.id}) was left aside: ${why}\n`;
    live.parts.logs.append(live.row.id, step.path, { at: live.parts.clock.now(), attempt: 1, stream: 'info', text });
    return false;
  }
}

export function eventCame(live: LiveRun, step: StepState, event: PublishedEvent): Promise<void> {
  return recordSuccess(live, step, 1, { output: viewOfEvent(event) });
}

/** It did not come in time. */
export async function waitEnded(live: LiveRun, step: StepState): Promise<void> {
  const { event, timeout, onTimeout = 'fail' } = (step.plan.step as StepOf<'waitFor'>).waitFor;
  if (onTimeout === 'continue') return recordSuccess(live, step, 1, { output: null, reason: `no event ${event} within ${timeout}` });
  const message = `No event ${event} came within ${timeout}`;
  if (onTimeout === 'escalate') return recordEscalation(live, step, { severity: 'medium', message });
  const hint = 'Look at what was published: pawl events';
  await recordError(live, step, 1, { code: 'EVENT_TIMEOUT', message, kind: 'fatal', hint }, true);
}

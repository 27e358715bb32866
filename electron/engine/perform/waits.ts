import { ActionError } from '../../../shared/lib/action-error.ts';
import { parseDuration } from '../../../shared/lib/duration.ts';
import type { Json } from '../../../shared/lib/json.ts';
import type { StepOf } from '../../../shared/workflow/schema.ts';
import type { LiveRun, Perform } from '../live-run.ts';
import type { StepState } from '../walk/walk-state.ts';
import { resolveValue } from './resolve-value.ts';
import { recordSuccess } from './settle.ts';

/** Waits a while. The time of waking is written down, so that a restart does not begin the wait again. */
export const performDelay: Perform = async (live, step) => {
  const { delay } = step.plan.step as StepOf<'delay'>;
  const literal = parseDuration(delay);
  const ms = literal ?? durationOf(await resolveValue(live, step, String(delay)));
  if (ms === undefined) {
    throw new ActionError('INVALID_DELAY', `The delay of ${step.plan.name} is no duration: ${delay}`, {
      hint: 'Give 30s, 5m, 2h or milliseconds.',
    });
  }
  await recordWait(live, step, live.parts.clock.now() + ms);
};

export const performUntil: Perform = async (live, step) => {
  const { until } = step.plan.step as StepOf<'until'>;
  const at = timeOf(until) ?? timeOf(await resolveValue(live, step, until));
  if (at === undefined) {
    throw new ActionError('INVALID_TIME', `What ${step.plan.name} waits for is no time: ${until}`, {
      hint: 'Give a time such as 2027-01-31T09:00:00Z, or an expression that gives one.',
    });
  }
  await recordWait(live, step, at);
};

/** The time has come. */
export async function wakeSucceeded(live: LiveRun, step: StepState, at: number): Promise<void> {
  await recordSuccess(live, step, 1, { output: { at: new Date(at).toISOString() } });
}

async function recordWait(live: LiveRun, step: StepState, until: number): Promise<void> {
  const { store } = live.parts;
  await live.record({ type: 'step.waiting', path: step.path, until }, (at) => {
    const reason = `until ${new Date(until).toISOString()}`;
    store.steps.settle(live.row.key, step.path, { status: 'waiting', at, attempts: 1, startedAt: at, reason });
  });
}

function durationOf(value: Json | undefined): number | undefined {
  return typeof value === 'string' || typeof value === 'number' ? parseDuration(value) : undefined;
}

function timeOf(value: Json | undefined): number | undefined {
  const at = typeof value === 'number' ? value : typeof value === 'string' && /^\d{4}-/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
}

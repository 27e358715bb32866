import { assertNever } from '../lib/assert-never.ts';
import type { RunEvent, StepWaiting } from './events.ts';
import type { Span, StepPicture } from './run-picture.ts';
import { isTerminalStep, type StepStatus } from './status.ts';

/** A step that nothing is recorded of yet. */
export function begin(path: string): StepPicture {
  return {
    path,
    state: 'pending',
    attempts: 0,
    startedAt: undefined,
    endedAt: undefined,
    spans: [],
    error: undefined,
    reason: undefined,
    branch: undefined,
    child: undefined,
    inner: undefined,
  };
}

export type StepEvent = Extract<RunEvent, { readonly path: string }>;

/** Undefined when the event says nothing about how the step stands. */
export function applyToStep(step: StepPicture, at: number, event: StepEvent): StepPicture | undefined {
  if (isTerminalStep(step.state)) return undefined;
  const over = (
    state: StepStatus,
    outcome: NonNullable<Span['outcome']>,
    note: string | undefined,
    more: Partial<StepPicture> = {},
  ): StepPicture => ({
    ...step,
    state,
    startedAt: step.startedAt ?? at,
    endedAt: isTerminalStep(state) ? at : undefined,
    spans: closeSpan(step.spans, at, outcome, note),
    reason: undefined,
    ...more,
  });
  switch (event.type) {
    case 'step.started': {
      const span: Span = { kind: 'attempt', attempt: event.attempt, from: at, to: undefined, effect: event.effect };
      return {
        ...step,
        state: 'running',
        attempts: event.attempt,
        startedAt: step.startedAt ?? at,
        spans: [...closeSpan(step.spans, at), span],
        reason: undefined,
      };
    }
    case 'step.succeeded':
      return over('succeeded', 'succeeded', event.reason, {
        attempts: Math.max(step.attempts, event.attempt),
        branch: event.branch,
        reason: event.reason,
        error: undefined,
      });
    case 'step.failed': {
      const { error, retryAt, attempt, timedOut } = event;
      const outcome = timedOut === true ? 'timed_out' : 'failed';
      const failed = over(outcome, outcome, error.message, { attempts: attempt, error });
      if (retryAt === undefined) return failed;
      const note = `tried again at ${new Date(retryAt).toISOString()}`;
      const pause: Span = { kind: 'retry', attempt, from: at, to: undefined, outcome, note };
      const reason = `attempt ${attempt} failed: ${error.message}`;
      return { ...failed, state: 'waiting', endedAt: undefined, spans: [...failed.spans, pause], reason };
    }
    case 'step.skipped':
      return over('skipped', 'cancelled', event.reason, { startedAt: step.startedAt, reason: event.reason });
    case 'step.cancelled':
      return over('cancelled', 'cancelled', event.reason, { reason: event.reason });
    case 'step.waiting': {
      const { runId } = event;
      const note = waitNote(event);
      const kind = event.item !== undefined ? 'person' : runId === undefined ? 'delay' : 'child';
      const span: Span = { kind, attempt: step.attempts || 1, from: at, to: undefined, note };
      return {
        ...step,
        state: 'waiting',
        attempts: step.attempts || 1,
        startedAt: step.startedAt ?? at,
        spans: [...closeSpan(step.spans, at, 'succeeded'), span],
        reason: note,
        child: runId ?? step.child,
      };
    }
    case 'step.woken':
      return { ...step, state: 'ready', spans: closeSpan(step.spans, at), reason: undefined };
    case 'step.interrupted':
      return {
        ...step,
        state: 'ready',
        attempts: event.attempt,
        spans: closeSpan(step.spans, at, 'interrupted', event.reason),
        reason: event.reason,
      };
    case 'step.unknown': {
      const person: Span = { kind: 'person', attempt: event.attempt, from: at, to: undefined, note: event.reason };
      return {
        ...step,
        state: 'unknown',
        startedAt: step.startedAt ?? at,
        spans: [...closeSpan(step.spans, at, 'unknown', event.reason), person],
        reason: event.reason,
      };
    }
    case 'step.decided': {
      const reason = `${event.by} decided: ${event.decision}`;
      if (event.decision === 'retry') return { ...step, state: 'ready', spans: closeSpan(step.spans, at), reason };
      const state = event.decision === 'done' ? 'succeeded' : event.decision === 'skip' ? 'skipped' : 'failed';
      return { ...step, state, endedAt: at, spans: closeSpan(step.spans, at), reason };
    }
    case 'loop.expanded':
      return { ...step, inner: { begun: 0, failed: 0, ...step.inner, count: event.count } };
    case 'loop.checked':
      return { ...step, inner: { count: undefined, begun: 0, failed: 0, ...step.inner } };
    case 'agent.turned': {
      const { calls, index } = event;
      const rounds = [...(step.inner?.rounds ?? []).slice(0, index), calls];
      const begun = calls.length === 0 ? (step.inner?.begun ?? 0) : index + 1;
      return { ...step, inner: { count: undefined, failed: 0, ...step.inner, begun, rounds, open: calls.length } };
    }
    case 'step.asked': {
      // What is under way goes on being so; a call that a person must allow has not begun.
      if (step.state === 'running') return undefined;
      const span: Span = { kind: 'person', attempt: step.attempts || 1, from: at, to: undefined, note: 'for a person' };
      return {
        ...step,
        state: 'waiting',
        startedAt: step.startedAt ?? at,
        spans: [...closeSpan(step.spans, at), span],
        reason: 'for a person',
      };
    }
    case 'step.answered':
      if (step.state === 'running') return undefined;
      return { ...step, state: 'ready', spans: closeSpan(step.spans, at), reason: undefined };
    case 'step.timing_out':
    case 'edge.resolved':
      return undefined;
    default:
      return assertNever(event);
  }
}

function waitNote({ until, runId, event, item }: StepWaiting): string {
  const what = item !== undefined ? 'for a person' : event !== undefined ? `for the event ${event.pattern}` : undefined;
  if (what === undefined && runId !== undefined) return `run ${runId}`;
  const most = until === undefined ? '' : `until ${new Date(until).toISOString()}`;
  return what === undefined ? most : most === '' ? what : `${what}, at most ${most}`;
}

/** A step that the end of the run has caught: one that waited for another try had failed, anything else was let go. */
export function leftOver(step: StepPicture, at: number): StepPicture {
  const last = step.spans.at(-1);
  if (step.state === 'waiting' && last?.kind === 'retry') {
    return { ...step, state: last.outcome === 'timed_out' ? 'timed_out' : 'failed', endedAt: last.from, spans: step.spans.slice(0, -1) };
  }
  return { ...step, spans: closeSpan(step.spans, at, 'cancelled') };
}

function closeSpan(spans: readonly Span[], at: number, outcome?: Span['outcome'], note?: string): readonly Span[] {
  const last = spans.at(-1);
  if (last === undefined || last.to !== undefined) return spans;
  const closed: Span = {
    ...last,
    to: at,
    ...(outcome === undefined || last.kind !== 'attempt' ? {} : { outcome }),
    ...(note === undefined ? {} : { note }),
  };
  return [...spans.slice(0, -1), closed];
}

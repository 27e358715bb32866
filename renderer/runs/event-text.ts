import type { RunEvent } from '../../shared/run/events.ts';

/** An event of a run in a few words. */
export function eventText(event: RunEvent): string {
  switch (event.type) {
    case 'run.started':
      return 'the run began';
    case 'run.paused':
      return `${event.by} paused the run`;
    case 'run.resumed':
      return `${event.by} resumed the run`;
    case 'run.cancelling':
      return `${event.by} cancelled the run`;
    case 'run.timing_out':
      return 'the run took too long';
    case 'run.recovered':
      return 'the engine started again and took the run up';
    case 'run.finished':
      return `the run ended: ${event.status.replaceAll('_', ' ')}`;
    case 'step.started':
      return event.attempt === 1 ? `${event.path} began` : `${event.path} began attempt ${event.attempt}`;
    case 'step.succeeded':
      return `${event.path} succeeded`;
    case 'step.failed':
      return event.retryAt === undefined
        ? `${event.path} ${event.timedOut === true ? 'timed out' : 'failed'}`
        : `${event.path} failed, and is tried again`;
    case 'step.skipped':
      return `${event.path} was skipped`;
    case 'step.cancelled':
      return `${event.path} was stopped`;
    case 'step.waiting':
      return `${event.path} waits`;
    case 'step.woken':
      return `${event.path} goes on`;
    case 'step.asked':
      return `${event.path} asks a person`;
    case 'step.answered':
      return `${event.by ?? 'nobody'} answered ${event.path}: ${event.decision.replaceAll('_', ' ')}`;
    case 'step.interrupted':
      return `${event.path} was cut off, and starts again`;
    case 'step.unknown':
      return `${event.path} needs a decision`;
    case 'step.decided':
      return `${event.by} decided ${event.path}: ${event.decision}`;
    case 'step.timing_out':
      return `${event.path} took too long`;
    case 'loop.expanded':
      return `${event.path} has ${event.count} iterations`;
    case 'loop.checked':
      return `${event.path} ${event.holds ? 'goes on' : 'ends its loop'}`;
    case 'agent.turned':
      return event.calls.length === 0
        ? `the model of ${event.path} came to its end`
        : `the model of ${event.path} asked for ${event.calls.join(', ')}`;
    case 'edge.resolved':
      return `the way into ${event.path} was ${event.taken ? 'taken' : 'not taken'}`;
  }
}

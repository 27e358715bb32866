import type { Subscription } from '../queue/event-hub.ts';
import type { LiveRun } from './live-run.ts';
import { approvalExpired } from './perform/approval.ts';
import { isByRule, ruleExpired } from './perform/escalate-by-rule.ts';
import { eventCame, isAwaited, waitEnded } from './perform/wait-for-event.ts';
import type { Timers } from './timers.ts';
import type { AwaitAnswer, AwaitEvent, StepState } from './walk/walk-state.ts';

/** The steps of a run that wait for an event or an answer. */
export interface Waits {
  forEvent(step: StepState, effect: AwaitEvent): void;
  forAnswer(step: StepState, effect: AwaitAnswer): void;
  /** The step waits no more. */
  stop(path: string): void;
  stopAll(): void;
}

export interface WaitsOptions {
  readonly live: LiveRun;
  readonly alarms: Timers;
  /** Work whose failure is our bug. */
  follow(work: Promise<unknown>): void;
  /** The wait is over by itself. */
  over(step: StepState): void;
}

export function createWaits({ live, alarms, follow, over }: WaitsOptions): Waits {
  const subscriptions = new Map<string, Subscription>();

  function stop(path: string): void {
    subscriptions.get(path)?.close();
    subscriptions.delete(path);
    alarms.disarm(path);
  }

  function endAt(step: StepState, until: number | undefined, ended: () => Promise<void>): void {
    if (until === undefined) return;
    alarms.armAt(step.path, until, () => {
      if (step.status !== 'waiting') return;
      stop(step.path);
      over(step);
      follow(ended());
    });
  }

  return {
    forEvent(step, { pattern, after, until }) {
      const subscription = live.parts.events.subscribe({
        pattern,
        after,
        onFault: (error) => follow(Promise.reject(error)),
        async handle(event) {
          if (!(await isAwaited(live, step, event))) return true;
          if (step.status !== 'waiting') return false;
          stop(step.path);
          over(step);
          await eventCame(live, step, event);
          return false;
        },
      });
      subscriptions.set(step.path, subscription);
      endAt(step, until, () => waitEnded(live, step));
    },
    forAnswer(step, { item, until }) {
      endAt(step, until, async () => {
        const row = live.parts.store.inbox.byId(item);
        if (row?.status === 'open') await (isByRule(row) ? ruleExpired : approvalExpired)(live, step, row);
      });
    },
    stop,
    stopAll() {
      for (const path of [...subscriptions.keys()]) stop(path);
    },
  };
}

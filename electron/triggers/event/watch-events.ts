import { z } from 'zod';
import type { PublishedEvent } from '../../../shared/events/published-event.ts';
import type { Json, JsonObject } from '../../../shared/lib/json.ts';
import type { EventHub } from '../../queue/event-hub.ts';
import type { ArmContext, TriggerBehaviour } from '../behaviour.ts';
import { createBreaker } from '../breaker.ts';
import type { Firing } from '../trigger-ports.ts';

export interface EventParts {
  readonly hub: EventHub;
  evaluate(expression: string, scope: Readonly<Record<string, unknown>>): Json | undefined | Promise<Json | undefined>;
  /** The workflow on whose behalf the run works; empty when there is no such run. */
  workflowOf(runId: string): string;
  onFault(error: unknown): void;
}

/** What a trigger makes of events, as its config says. */
export interface EventRules {
  readonly pattern: string;
  readonly maxRunsPerMinute: number;
  /** What the run is given. */
  dataOf(event: PublishedEvent): JsonObject;
  /** Why the event starts nothing; undefined when it does. */
  filter(event: PublishedEvent): Promise<string | undefined>;
}

const positionSchema = z.object({ number: z.number() });

/**
 * Each event fires once: its number is the firing's key, and the cursor moves in the transaction of the firing. What was published while
 * nothing ran is brought at the next start; what was published before the trigger was first armed is not.
 */
export async function watchEvents(
  { hub, workflowOf, onFault }: EventParts,
  { trigger, ports, clock }: Omit<ArmContext<unknown>, 'config'>,
  rules: EventRules,
): Promise<TriggerBehaviour> {
  const { pattern, maxRunsPerMinute, dataOf } = rules;
  const { key } = trigger;
  const stored = positionSchema.safeParse(ports.loadPosition(key));
  let after = stored.data?.number;
  if (after === undefined) {
    after = hub.lastNumber();
    await ports.advance(key, { position: { number: after } });
  }

  const breaker = createBreaker(maxRunsPerMinute);

  async function fire(firing: Firing, event: PublishedEvent): Promise<void> {
    const refused = await judgeEvent(rules, event, { workflowId: trigger.workflowId, workflowOf });
    if (refused !== undefined) return ports.note(firing, refused.verdict, refused.reason);
    const wasOpen = breaker.isOpen;
    if (!breaker.admits(clock.now())) {
      const reason = openReason(maxRunsPerMinute);
      if (!wasOpen) ports.setHealth(key, 'failing', reason);
      return ports.note(firing, 'breaker_open', reason);
    }
    const { verdict } = await ports.fire(firing);
    if (verdict === 'started') breaker.started(clock.now());
  }

  const subscription = hub.subscribe({
    pattern,
    after,
    onFault(error) {
      ports.setHealth(key, 'failing', `An event could not be taken: ${error instanceof Error ? error.message : String(error)}`);
      onFault(error);
    },
    async handle(event) {
      const firing = {
        triggerKey: key,
        dedupeKey: `event ${event.id}`,
        at: clock.now(),
        data: dataOf(event),
        cursor: { position: { number: event.number } },
      };
      await fire(firing, event);
      return true;
    },
  });
  await subscription.idle();
  ports.setHealth(key, 'armed');
  return {
    wake: async () => hub.tell(),
    async close() {
      subscription.close();
      await subscription.idle();
    },
  };
}

export function openReason(maxRunsPerMinute: number): string {
  return (
    `More than ${maxRunsPerMinute} runs started within a minute, so the trigger is paused. Find out which workflows keep starting each ` +
    'other, then enable the workflow again; if so many runs are wanted, raise maxRunsPerMinute.'
  );
}

/** Why an event whose name fits starts nothing; undefined when it may. What is decided here does not depend on when it is asked. */
export async function judgeEvent(
  { filter }: Pick<EventRules, 'filter'>,
  event: PublishedEvent,
  { workflowId, workflowOf }: Pick<EventParts, 'workflowOf'> & { readonly workflowId: string },
): Promise<{ readonly verdict: 'own_output' | 'filtered'; readonly reason: string } | undefined> {
  const runId = event.source.startsWith('run:') ? event.source.slice('run:'.length) : undefined;
  // A workflow that starts itself would never end.
  if (runId !== undefined && workflowOf(runId) === workflowId)
    return { verdict: 'own_output', reason: `run ${runId} of this workflow published it` };
  const reason = await filter(event);
  return reason === undefined ? undefined : { verdict: 'filtered', reason };
}

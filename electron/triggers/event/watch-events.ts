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

export interface WatchedEvents {
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
  { pattern, maxRunsPerMinute, dataOf, filter }: WatchedEvents,
): Promise<TriggerBehaviour> {
  const { key } = trigger;
  const stored = positionSchema.safeParse(ports.loadPosition(key));
  let after = stored.data?.number;
  if (after === undefined) {
    after = hub.lastNumber();
    await ports.advance(key, { position: { number: after } });
  }

  const breaker = createBreaker(maxRunsPerMinute);

  async function fire(firing: Firing, event: PublishedEvent): Promise<void> {
    const own = isOwn(event);
    if (own !== undefined) return ports.note(firing, 'own_output', own);
    const filtered = await filter(event);
    if (filtered !== undefined) return ports.note(firing, 'filtered', filtered);
    const reason = openReason(maxRunsPerMinute);
    if (!breaker.isOpen && breaker.room(clock.now()) === 0) {
      breaker.open();
      ports.setHealth(key, 'failing', reason);
    }
    if (breaker.isOpen) return ports.note(firing, 'breaker_open', reason);
    const { verdict } = await ports.fire(firing);
    if (verdict === 'started') breaker.started(clock.now());
  }

  /** A workflow that starts itself would never end. */
  function isOwn({ source }: PublishedEvent): string | undefined {
    const runId = source.startsWith('run:') ? source.slice('run:'.length) : undefined;
    return runId !== undefined && workflowOf(runId) === trigger.workflowId ? `run ${runId} of this workflow published it` : undefined;
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

function openReason(maxRunsPerMinute: number): string {
  return (
    `More than ${maxRunsPerMinute} runs started within a minute, so the trigger is paused. Find out which workflows keep starting each ` +
    'other, then enable the workflow again; if so many runs are wanted, raise maxRunsPerMinute.'
  );
}

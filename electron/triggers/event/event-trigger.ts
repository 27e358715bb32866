import { z } from 'zod';
import { type PublishedEvent, viewOfEvent } from '../../../shared/events/published-event.ts';
import type { Json } from '../../../shared/lib/json.ts';
import type { eventTrigger } from '../../../shared/triggers/event.ts';
import type { EventHub } from '../../queue/event-hub.ts';
import type { ArmBehaviour } from '../behaviour.ts';
import { createBreaker } from '../breaker.ts';
import type { Firing } from '../trigger-ports.ts';

export interface EventParts {
  readonly hub: EventHub;
  evaluate(expression: string, scope: Readonly<Record<string, unknown>>): Json | undefined | Promise<Json | undefined>;
  /** The workflow on whose behalf the run works; empty when there is no such run. */
  workflowOf(runId: string): string;
  onFault(error: unknown): void;
}

type EventConfig = z.output<(typeof eventTrigger)['config']>;

const positionSchema = z.object({ number: z.number() });

/**
 * Each event fires once: its number is the firing's key, and the cursor moves in the transaction of the firing. What was published while
 * nothing ran is brought at the next start; what was published before the trigger was first armed is not.
 */
export function createEventBehaviour({ hub, evaluate, workflowOf, onFault }: EventParts): ArmBehaviour<EventConfig> {
  return async ({ trigger, config, ports, clock }) => {
    const { key } = trigger;
    const stored = positionSchema.safeParse(ports.loadPosition(key));
    let after = stored.data?.number;
    if (after === undefined) {
      after = hub.lastNumber();
      await ports.advance(key, { position: { number: after } });
    }

    const breaker = createBreaker(config.maxRunsPerMinute);

    async function fire(firing: Firing, event: PublishedEvent): Promise<void> {
      const own = isOwn(event);
      if (own !== undefined) return ports.note(firing, 'own_output', own);
      const filtered = await verdictOn(event);
      if (filtered !== undefined) return ports.note(firing, 'filtered', filtered);
      const reason = openReason(config.maxRunsPerMinute);
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

    async function verdictOn(event: PublishedEvent): Promise<string | undefined> {
      if (config.match === undefined) return undefined;
      try {
        const holds = Boolean(await evaluate(config.match, { event: viewOfEvent(event) }));
        return holds ? undefined : `match does not hold: ${config.match}`;
      } catch (error) {
        return `match could not be evaluated: ${error instanceof Error ? error.message : String(error)}`;
      }
    }

    const subscription = hub.subscribe({
      pattern: config.name,
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
          data: viewOfEvent(event),
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
  };
}

function openReason(maxRunsPerMinute: number): string {
  return (
    `More than ${maxRunsPerMinute} runs started within a minute, so the trigger is paused. Find out which workflows keep starting each ` +
    'other, then enable the workflow again; if so many runs are wanted, raise maxRunsPerMinute.'
  );
}

import type { z } from 'zod';
import { viewOfEvent } from '../../../shared/events/published-event.ts';
import type { eventTrigger } from '../../../shared/triggers/event.ts';
import type { ArmBehaviour } from '../behaviour.ts';
import { type EventParts, type EventRules, watchEvents } from './watch-events.ts';

type EventConfig = z.output<(typeof eventTrigger)['config']>;

/** Fires for each event of the name for which the condition holds. */
export function createEventBehaviour(parts: EventParts): ArmBehaviour<EventConfig> {
  return ({ config, ...context }) => watchEvents(parts, context, eventRules(parts, config));
}

export function eventRules(parts: Pick<EventParts, 'evaluate'>, { name, match, maxRunsPerMinute }: EventConfig): EventRules {
  return {
    pattern: name,
    maxRunsPerMinute,
    dataOf: viewOfEvent,
    filter: async (event) => (match === undefined ? undefined : matchProblem(parts, match, { event: viewOfEvent(event) })),
  };
}

/** Why the condition keeps the event from firing; undefined when it holds. */
export async function matchProblem(
  { evaluate }: Pick<EventParts, 'evaluate'>,
  match: string,
  names: Readonly<Record<string, unknown>>,
): Promise<string | undefined> {
  try {
    return (await evaluate(match, names)) ? undefined : `match does not hold: ${match}`;
  } catch (error) {
    return `match could not be evaluated: ${error instanceof Error ? error.message : String(error)}`;
  }
}

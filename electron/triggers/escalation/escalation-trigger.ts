import type { z } from 'zod';
import { ESCALATION_EVENT, type EscalationData, escalationDataSchema } from '../../../shared/escalation/escalation-data.ts';
import { isAtLeast } from '../../../shared/escalation/severity.ts';
import type { PublishedEvent } from '../../../shared/events/published-event.ts';
import type { escalationTrigger } from '../../../shared/triggers/escalation.ts';
import type { ArmBehaviour } from '../behaviour.ts';
import { matchProblem } from '../event/event-trigger.ts';
import { type EventParts, type EventRules, watchEvents } from '../event/watch-events.ts';

type EscalationConfig = z.output<(typeof escalationTrigger)['config']>;

/** Fires for each escalation of the engine that the filters let through. An event that somebody has only named so is none. */
export function createEscalationBehaviour(parts: EventParts): ArmBehaviour<EscalationConfig> {
  return ({ config, ...context }) => watchEvents(parts, context, escalationRules(parts, config));
}

export function escalationRules(parts: Pick<EventParts, 'evaluate'>, config: EscalationConfig): EventRules {
  return {
    pattern: ESCALATION_EVENT,
    maxRunsPerMinute: config.maxRunsPerMinute,
    dataOf(event) {
      const escalation = readEscalation(event);
      return { ...(escalation ?? {}), at: new Date(event.at).toISOString() };
    },
    async filter(event) {
      const escalation = readEscalation(event);
      if (escalation === undefined) return 'the event is not the escalation of a step';
      const unwanted = whyUnwanted(config, escalation);
      if (unwanted !== undefined || config.match === undefined) return unwanted;
      return matchProblem(parts, config.match, { escalation });
    },
  };
}

/** Only a run can escalate, and only its own steps. */
function readEscalation({ data, source }: PublishedEvent): EscalationData | undefined {
  const parsed = escalationDataSchema.safeParse(data);
  return parsed.success && source === `run:${parsed.data.run}` ? parsed.data : undefined;
}

function whyUnwanted({ severity, agent, workflow }: EscalationConfig, escalation: EscalationData): string | undefined {
  if (severity !== undefined && !isAtLeast(escalation.severity, severity))
    return `its severity is ${escalation.severity}, below ${severity}`;
  if (agent !== undefined && ![agent].flat().includes(escalation.agent ?? '')) {
    return escalation.agent === null ? 'it is not of an agent' : `it is of the agent ${escalation.agent}`;
  }
  if (workflow !== undefined && ![workflow].flat().includes(escalation.workflow)) return `it is of the workflow ${escalation.workflow}`;
  return undefined;
}

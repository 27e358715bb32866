import type { StepError } from '../../../shared/lib/action-error.ts';
import type { Json, JsonObject } from '../../../shared/lib/json.ts';
import type { RunError, RunEvent } from '../../../shared/run/events.ts';
import type { Masks } from './secret-source.ts';

/** What people and programs have said in an event, without secrets. What the walk goes by (paths, codes, branches) stays as it is. */
export function maskEvent<E extends RunEvent>(masks: Masks, event: E): E {
  if (!('error' in event || 'reason' in event || 'set' in event)) return event;
  return {
    ...event,
    ...('error' in event && event.error !== undefined ? { error: maskError(masks, event.error) } : {}),
    ...('reason' in event && event.reason !== undefined ? { reason: masks.text(event.reason) } : {}),
    ...('set' in event && event.set !== undefined ? { set: maskValues(masks, event.set) } : {}),
  };
}

export function maskError<E extends StepError | RunError>(masks: Masks, error: E): E {
  return {
    ...error,
    message: masks.text(error.message),
    ...(error.hint === undefined ? {} : { hint: masks.text(error.hint) }),
    ...('details' in error && error.details !== undefined ? { details: masks.json(error.details) } : {}),
  };
}

/** The names are those of the document. */
export function maskValues(masks: Masks, values: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(values).map(([name, value]): [string, Json] => [name, masks.json(value)]));
}

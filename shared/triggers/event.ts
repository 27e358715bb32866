import { z } from 'zod';
import { eventPatternSchema } from '../events/event-name.ts';
import { defineTrigger } from './trigger.ts';

export const eventTrigger = defineTrigger({
  type: 'event',
  title: 'When an event is published',
  summary: 'Fires once for each event of that name',
  config: z.strictObject({
    name: eventPatternSchema,
    match: z.string().min(1).optional().describe('Only events for which this expression holds: event.data.amount > 100'),
    maxRunsPerMinute: z.number().int().min(1).max(100_000).default(600).describe('More runs than this in a minute pause the trigger'),
  }),
  data: z.object({
    id: z.string().describe('The id of the event'),
    name: z.string().describe('What it is called'),
    data: z.unknown().describe('What was published with it'),
    source: z.string().describe('Who published it: run:<id>, cli, api'),
    at: z.string().describe('When it was published (ISO 8601, UTC)'),
  }),
  example: { name: 'report.*' },
});

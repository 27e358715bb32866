import { z } from 'zod';
import { eventNameSchema } from '../../events/event-name.ts';
import { defineAction } from '../action.ts';
import { jsonValue } from '../json-value.ts';

export const eventPublishAction = defineAction({
  type: 'event.publish',
  title: 'Publish an event',
  summary: 'Makes something known: workflows with an `event` trigger start, and steps that wait for it go on',
  parameters: z.strictObject({
    name: eventNameSchema,
    data: jsonValue.default(null).describe('What goes with it; read as event.data'),
  }),
  output: z.strictObject({
    eventId: z.string().describe('The id of the event'),
    delivered: z.number().int().describe('How many triggers and waiting steps listened for its name'),
  }),
  effect: 'internal',
  example: { name: 'report.ready', data: { file: 'report.md' } },
});

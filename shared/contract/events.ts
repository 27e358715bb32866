import { z } from 'zod';
import { eventNameSchema } from '../events/event-name.ts';
import { procedure } from './errors.ts';
import { jsonInput, jsonOutput } from './json.ts';
import { pageInput, pageOf, timeSchema } from './page.ts';

export const publishedEventSchema = z.object({
  id: z.string(),
  name: z.string(),
  data: jsonOutput,
  /** `run:<id>`, or who asked: `cli`, `api`, `dashboard`. */
  source: z.string(),
  at: timeSchema,
});

export const eventsContract = {
  /** Newest first. */
  list: procedure
    .route({ method: 'GET', path: '/events', tags: ['events'], summary: 'List published events' })
    .input(z.strictObject({ ...pageInput, name: z.string().optional() }))
    .output(pageOf(publishedEventSchema)),
  /** Resolves when it is on the disk. `delivered`: how many triggers and waiting steps listen for its name. */
  publish: procedure
    .route({ method: 'POST', path: '/events', successStatus: 201, tags: ['events'], summary: 'Publish an event' })
    .input(
      z.strictObject({
        name: eventNameSchema,
        data: jsonInput.default(null),
        source: z
          .string()
          .regex(/^(?!run:)[\w.-]{1,100}$/)
          .default('api'),
      }),
    )
    .output(publishedEventSchema.extend({ delivered: z.number().int() })),
};

export type PublishedEventView = z.output<typeof publishedEventSchema>;

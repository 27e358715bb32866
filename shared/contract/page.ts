import { z } from 'zod';

/** A time as ISO 8601 in UTC. */
export const timeSchema = z.iso.datetime();

/** Of a call that takes nothing: anything given is refused. */
export const noInput = z.strictObject({}).optional();

export const pageInput = {
  cursor: z.string().optional().describe('`next` of the page before'),
  limit: z.number().int().min(1).max(1000).default(50),
};

/** One page of a list; `next` is the cursor of the page after it, null at the end. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), next: z.string().nullable() });
}

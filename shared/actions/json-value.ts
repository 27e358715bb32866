import { z } from 'zod';
import type { Json } from '../lib/json.ts';

/**
 * Any JSON value that is there; null counts as there.
 * A rendered parameter is JSON already, so only absence is checked: walking megabytes of it again would be waste.
 */
export const jsonValue = z.unknown().refine((value) => value !== undefined, 'is missing') as unknown as z.ZodType<Json, Json>;

/** A list of any JSON values, which are not walked either. */
export const jsonList = z.array(z.unknown()) as unknown as z.ZodType<readonly Json[], readonly Json[]>;

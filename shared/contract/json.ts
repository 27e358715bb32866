import { z } from 'zod';
import type { Json, JsonObject } from '../lib/json.ts';

/** From a caller: checked all the way down. */
export const jsonInput: z.ZodType<Json, Json> = z.json();
export const jsonObjectInput: z.ZodType<JsonObject, JsonObject> = z.record(z.string(), jsonInput);

/** From our own store, where only JSON can be: typed, not walked again, since outputs can be large. */
export const jsonOutput = z.custom<Json>();
export const jsonObjectOutput = z.custom<JsonObject>();

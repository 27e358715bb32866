import { z } from 'zod';
import { jsonInput, jsonObjectInput } from './json.ts';

/** Where the results of steps are taken from while a workflow is being made. What stands first wins. */
export const sampleSourcesSchema = z.strictObject({
  given: z.record(z.string(), jsonInput).default({}).describe('Outputs by step id'),
  pins: z.boolean().default(true).describe('Outputs pinned for the workflow'),
  results: z.record(z.string(), z.string()).default({}).describe('Runs by step id, whose output of that step is taken'),
  run: z.string().min(1).optional().describe('A run whose outputs, inputs and trigger data are taken'),
  inputs: jsonObjectInput.default({}).describe('Values of variables, over those of `run`'),
  trigger: jsonObjectInput.optional().describe('What `trigger` holds, instead of that of `run`'),
  item: jsonInput.optional().describe('What `item` is, for a step inside a loop'),
});

/** A workflow that is being made: its text as it is now, and the workflow that it will be saved to. */
export const draftSchema = z.strictObject({
  text: z.string(),
  path: z.string().optional(),
  workflow: z.string().min(1).optional().describe('A name or an id; without one, the workflow that has the name of the text'),
});

export type SampleSources = z.output<typeof sampleSourcesSchema>;
export type Draft = z.output<typeof draftSchema>;

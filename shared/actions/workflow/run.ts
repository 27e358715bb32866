import { z } from 'zod';
import { defineAction } from '../action.ts';
import { jsonValue } from '../json-value.ts';

export const workflowRun = defineAction({
  type: 'workflow.run',
  title: 'Run another workflow',
  summary: 'Starts a run of another workflow and waits for its end',
  parameters: z.strictObject({
    workflow: z.string().min(1).describe('Its name or id'),
    with: z.record(z.string(), jsonValue).default({}).describe('Values for its variables, by name'),
    wait: z.boolean().default(true).describe('Wait for its end; false: go on at once'),
  }),
  output: jsonValue.describe("the other run's outputs; without waiting, which run was started"),
  effect: 'internal',
  example: { workflow: 'Nightly report', with: { day: '2026-01-31' } },
});

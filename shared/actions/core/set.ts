import { z } from 'zod';
import { STEP_ID } from '../../workflow/schema.ts';
import { defineAction } from '../action.ts';
import { jsonValue } from '../json-value.ts';

export const setAction = defineAction({
  type: 'set',
  title: 'Set variables',
  summary: 'Sets variables of this run, for the steps that come after',
  parameters: z.strictObject({
    variables: z
      .record(z.string().regex(STEP_ID, 'must start with a letter or _ and hold only letters, digits, _ and -'), jsonValue)
      .describe('The new values by name; later steps read them as vars.<name>'),
  }),
  output: z.strictObject({ variables: z.record(z.string(), jsonValue).describe('The values that were set') }),
  effect: 'internal',
  example: { variables: { attempts: 3, target: 'staging' } },
});

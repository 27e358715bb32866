import { z } from 'zod';
import { defineAction } from '../action.ts';

export const workflowEnable = defineAction({
  type: 'workflow.enable',
  title: 'Turn a workflow on',
  summary: 'Arms the triggers of another workflow',
  parameters: z.strictObject({ workflow: z.string().min(1).describe('Its name or id') }),
  output: z.strictObject({
    workflow: z.string().describe('Its name'),
    enabled: z.boolean().describe('Whether its triggers are armed now'),
  }),
  effect: 'internal',
  example: { workflow: 'Nightly report' },
});

import { z } from 'zod';
import { defineAction } from '../action.ts';

export const workflowDisable = defineAction({
  type: 'workflow.disable',
  title: 'Turn a workflow off',
  summary: 'Disarms the triggers of another workflow; its running runs go on',
  parameters: z.strictObject({ workflow: z.string().min(1).describe('Its name or id') }),
  output: z.strictObject({
    workflow: z.string().describe('Its name'),
    enabled: z.boolean().describe('Whether its triggers are armed now'),
  }),
  effect: 'internal',
  example: { workflow: 'Nightly report' },
});

import { z } from 'zod';
import { defineAction } from '../action.ts';
import { agentField, keyField } from './memory-fields.ts';

export const memoryDelete = defineAction({
  type: 'memory.delete',
  title: 'Forget a value',
  summary: 'Removes a value from the memory of an agent; copies that others have stay theirs',
  parameters: z.strictObject({ agent: agentField, key: keyField }),
  output: z.strictObject({ deleted: z.boolean().describe('Whether it was there') }),
  effect: 'internal',
  example: { agent: 'order-checker', key: 'last_order' },
});

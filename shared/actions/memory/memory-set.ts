import { z } from 'zod';
import { defineAction } from '../action.ts';
import { jsonValue } from '../json-value.ts';
import { agentField, keyField, ttlField } from './memory-fields.ts';

export const memorySet = defineAction({
  type: 'memory.set',
  title: 'Remember a value',
  summary: 'Stores a value in the memory of an agent; what was there under the key is replaced',
  parameters: z.strictObject({
    agent: agentField,
    key: keyField,
    value: jsonValue.describe('What to remember, at most 1 MB; read again as memory.<agent>.<key>'),
    ttl: ttlField,
  }),
  output: z.strictObject({
    agent: z.string().describe('Whose memory it is'),
    key: z.string().describe('The name of the value'),
    expiresAt: z.string().nullable().describe('When it is forgotten; null: never'),
  }),
  effect: 'internal',
  example: { agent: 'order-checker', key: 'last_order', value: { id: 4711, total: 89.5 }, ttl: '30d' },
});

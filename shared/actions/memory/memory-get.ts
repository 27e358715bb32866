import { z } from 'zod';
import { defineAction } from '../action.ts';
import { jsonValue } from '../json-value.ts';
import { agentField, keyField } from './memory-fields.ts';

export const memoryGet = defineAction({
  type: 'memory.get',
  title: 'Recall a value',
  summary: 'Reads a value from the memory of an agent',
  parameters: z.strictObject({
    agent: agentField,
    key: keyField,
    default: jsonValue.default(null).describe('What to give where nothing is remembered; default: null'),
  }),
  output: z.strictObject({
    found: z.boolean().describe('Whether it is remembered'),
    value: jsonValue.describe('What is remembered, or the default'),
    source: z.string().nullable().describe('The agent that it comes from; null for its own'),
    updatedAt: z.string().nullable().describe('When it was changed last (ISO 8601, UTC)'),
    expiresAt: z.string().nullable().describe('When it is forgotten; null: never'),
  }),
  effect: 'internal',
  example: { agent: 'order-checker', key: 'last_order', default: {} },
});

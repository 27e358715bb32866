import { z } from 'zod';
import { memoryKeySchema, memoryOwnerSchema } from '../../memory/memory-entry.ts';
import { durationField } from '../../triggers/duration-field.ts';
import { jsonValue } from '../json-value.ts';

export const agentField = memoryOwnerSchema.describe('The agent whose memory it is');
export const keyField = memoryKeySchema.describe('The name under which the value is remembered');
export const ttlField = durationField().optional().describe('Forgotten after so long: 30m, 12h, 7d; default: never');

/** One entry, as steps after it read it. */
export const entryOutput = z.strictObject({
  agent: z.string().describe('Whose memory it is'),
  key: z.string().describe('The name of the value'),
  value: jsonValue.describe('What is remembered'),
  source: z.string().nullable().describe('The agent that it comes from; null for its own'),
  updatedAt: z.string().describe('When it was changed last (ISO 8601, UTC)'),
  expiresAt: z.string().nullable().describe('When it is forgotten; null: never'),
});

import { z } from 'zod';
import { memoryKeySchema, memoryOwnerSchema } from '../../memory/memory-entry.ts';
import { defineAction } from '../action.ts';
import { ttlField } from './memory-fields.ts';

export const memoryShare = defineAction({
  type: 'memory.share',
  title: 'Share what an agent knows',
  summary: 'Gives other agents a copy of a value, with the agent that it comes from',
  parameters: z.strictObject({
    agent: memoryOwnerSchema.describe('The agent that shares'),
    key: oneOrMany(memoryKeySchema).describe('The name of the value, or a list of names'),
    with: oneOrMany(memoryOwnerSchema).describe('The agent that gets the copy, or a list of agents'),
    ttl: ttlField.describe('The copy is forgotten after so long; default: when the value itself is'),
  }),
  output: z.strictObject({
    shared: z
      .array(z.strictObject({ key: z.string().describe('The name of the value'), with: z.string().describe('Who has it now') }))
      .describe('What was shared, and with whom'),
    missing: z.array(z.string()).describe('Names under which the agent remembers nothing'),
  }),
  effect: 'internal',
  example: { agent: 'support-bot', key: 'resolution_method', with: 'support-bot-2' },
});

function oneOrMany<T extends z.ZodType>(one: T) {
  return z.union([one, z.array(one).min(1).max(1000)]);
}

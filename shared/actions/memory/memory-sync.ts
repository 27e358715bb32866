import { z } from 'zod';
import { memoryKeySchema, memoryOwnerSchema } from '../../memory/memory-entry.ts';
import { conflictPolicies } from '../../memory/plan-sync.ts';
import { defineAction } from '../action.ts';

export const memorySync = defineAction({
  type: 'memory.sync',
  title: 'Take over what another agent knows',
  summary: 'Pulls what is newer from the memory of a master, and tells what both have changed',
  parameters: z.strictObject({
    agent: memoryOwnerSchema.describe('The agent that learns'),
    from: memoryOwnerSchema.describe('The agent that it learns from'),
    keys: z.array(memoryKeySchema).min(1).max(1000).optional().describe('Only these names; default: all'),
    conflict: z
      .enum(conflictPolicies)
      .default('newest')
      .describe('Where both have changed a value: newest takes what was written last, keep keeps the own, ask asks a person'),
  }),
  output: z.strictObject({
    taken: z.array(z.string()).describe('Names of values that came from the master'),
    kept: z.array(z.string()).describe('Names of values that differ and stay as they are'),
    conflicts: z
      .array(
        z.strictObject({
          key: z.string().describe('The name of the value'),
          outcome: z.enum(['taken', 'kept', 'open']).describe('What became of it; open: nobody has decided'),
        }),
      )
      .describe('What both have changed since they last agreed'),
  }),
  effect: 'internal',
  example: { agent: 'support-bot-2', from: 'support-bot' },
});

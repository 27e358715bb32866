import { z } from 'zod';
import { memoryOwnerSchema } from '../../memory/memory-entry.ts';
import { defineAction } from '../action.ts';
import { entryOutput } from './memory-fields.ts';

export const memorySearch = defineAction({
  type: 'memory.search',
  title: 'Search the memory',
  summary: 'Finds remembered values by the words of their names and texts, the best first',
  parameters: z.strictObject({
    query: z.string().min(1).max(1000).describe('Words to look for; each may be the beginning of one'),
    agent: memoryOwnerSchema.optional().describe('Only in the memory of this agent; default: in all'),
    limit: z.number().int().min(1).max(1000).default(20).describe('At most so many'),
  }),
  output: z.strictObject({
    entries: z.array(entryOutput).describe('What was found, the best first'),
    count: z.number().int().describe('How many'),
  }),
  effect: 'internal',
  example: { query: 'refund policy', agent: 'support-bot' },
});

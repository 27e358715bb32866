import { z } from 'zod';
import { defineAction } from '../action.ts';

export const inboxAnswer = defineAction({
  type: 'inbox.answer',
  title: 'Answer an escalation',
  summary: 'Helps a step that has escalated: it goes on with the answer, or fails',
  parameters: z.strictObject({
    item: z.string().min(1).describe('The item of the inbox: trigger.item of an escalation trigger'),
    decision: z.enum(['approve', 'reject']).default('approve').describe('approve: the step goes on; reject: it fails'),
    answer: z.string().max(100_000).optional().describe('What the step is told'),
  }),
  output: z.strictObject({ item: z.string().describe('The item that was answered') }),
  effect: 'keyed',
  example: { item: '{{ trigger.item }}', answer: 'Refund 300 now, and offer a voucher for the rest' },
});

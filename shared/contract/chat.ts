import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { agentNameSchema } from '../agents/agent.ts';
import { chatAuthors, chatStates, MAX_CHAT_TEXT } from '../chat/message.ts';
import { procedure } from './errors.ts';
import { pageInput, pageOf, timeSchema } from './page.ts';

export const chatSessionSchema = z.object({
  id: z.string(),
  title: z.string(),
  /** Who answers texts. */
  agent: z.string(),
  /** Absolute: where the agent's tools work. */
  folder: z.string(),
  createdAt: timeSchema,
  updatedAt: timeSchema,
});

export const chatMessageSchema = z.object({
  id: z.number().int(),
  /** Grows with each message that is written or altered. */
  change: z.number().int(),
  at: timeSchema,
  author: z.enum(chatAuthors),
  /** Of the agent, the workflow or the person. */
  name: z.string().nullable(),
  /** As it is: text, never markup. */
  text: z.string(),
  state: z.enum(chatStates),
  runId: z.string().nullable(),
  /** The inbox item that it asks about. */
  item: z.string().nullable(),
});

const session = z.string().min(1).describe('The id of a chat');
const title = z.string().trim().min(1).max(200);

export const chatContract = {
  /** The one that was spoken in last comes first. */
  sessions: procedure
    .route({ method: 'GET', path: '/chats', tags: ['chat'], summary: 'List chats' })
    .input(z.strictObject(pageInput))
    .output(pageOf(chatSessionSchema)),
  create: procedure
    .route({ method: 'POST', path: '/chats', successStatus: 201, tags: ['chat'], summary: 'Begin a chat' })
    .input(
      z.strictObject({
        title: title.optional().describe('Default: what is said first'),
        agent: agentNameSchema.optional().describe('Who answers texts; default: an assistant that reads files and git'),
        folder: z.string().optional().describe('Absolute: where the tools of the agent work; default: the home folder'),
      }),
    )
    .output(chatSessionSchema),
  alter: procedure
    .route({ method: 'PATCH', path: '/chats/{session}', tags: ['chat'], summary: 'Rename a chat, or let another agent answer' })
    .input(z.strictObject({ session, title: title.optional(), agent: agentNameSchema.optional() }))
    .output(chatSessionSchema),
  /** Its runs go on. */
  remove: procedure
    .route({ method: 'DELETE', path: '/chats/{session}', tags: ['chat'], summary: 'Delete a chat with its messages' })
    .input(z.strictObject({ session }))
    .output(z.object({ removed: z.string() })),
  /** Newest first. */
  messages: procedure
    .route({ method: 'GET', path: '/chats/{session}/messages', tags: ['chat'], summary: 'What was said in a chat' })
    .input(z.strictObject({ ...pageInput, session }))
    .output(pageOf(chatMessageSchema)),
  /** A text goes to the chat's agent, a command (`/help` lists them) to Pawl. Resolves when everything it leads to at once is on the disk: the answer may be pending then. */
  send: procedure
    .route({ method: 'POST', path: '/chats/{session}/messages', tags: ['chat'], summary: 'Say something in a chat' })
    .input(z.strictObject({ session, text: z.string().trim().min(1).max(MAX_CHAT_TEXT), by: z.string().trim().min(1).max(200).optional() }))
    .output(z.object({ items: z.array(chatMessageSchema) })),
  /** Messages that are new or altered since change `after`: at once, then as they come. Within one answer, in the order of their changes. */
  watch: procedure
    .route({ method: 'GET', path: '/chats/{session}/watch', tags: ['chat'], summary: 'Watch a chat (server-sent events)' })
    .input(z.strictObject({ session, after: z.number().int().min(0).default(0) }))
    .output(eventIterator(z.object({ messages: z.array(chatMessageSchema) }))),
};

export type ChatSession = z.output<typeof chatSessionSchema>;
export type ChatMessage = z.output<typeof chatMessageSchema>;

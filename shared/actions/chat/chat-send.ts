import { z } from 'zod';
import { DEFAULT_CHAT, MAX_CHAT_TEXT } from '../../chat/message.ts';
import { defineAction } from '../action.ts';

export const chatSend = defineAction({
  type: 'chat.send',
  title: 'Post to a chat',
  summary: 'Posts a message to a chat of this app',
  parameters: z.strictObject({
    message: z.string().min(1).max(MAX_CHAT_TEXT).describe('What to post: text, never markup'),
    chat: z
      .string()
      .min(1)
      .max(200)
      .default(DEFAULT_CHAT)
      .describe('The id or title of a chat; one of this title is begun where there is none'),
  }),
  output: z.strictObject({
    chat: z.string().describe('The id or title that it was posted under'),
  }),
  effect: 'internal',
  example: { message: 'The backup is done.', chat: 'Backups' },
});

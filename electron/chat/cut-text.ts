import { MAX_CHAT_TEXT } from '../../shared/chat/message.ts';

export function cutText(text: string): string {
  return text.length <= MAX_CHAT_TEXT ? text : `${text.slice(0, MAX_CHAT_TEXT - 1)}…`;
}

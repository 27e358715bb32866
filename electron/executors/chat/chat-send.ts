import type { chatSend } from '../../../shared/actions/chat/chat-send.ts';
import type { ExecutorFor } from '../executor.ts';

export const chatSendExecutor: ExecutorFor<typeof chatSend> = {
  plan: ({ chat }) => `Would post to the chat ${chat}`,
  run: async ({ message, chat }, context) => {
    context.host.postToChat({ text: message, chat });
    return { chat };
  },
};

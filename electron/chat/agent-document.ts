import type { Agent } from '../../shared/agents/agent.ts';
import { defaultAgent } from '../../shared/agents/default-agent.ts';
import { ASSISTANT } from '../../shared/chat/message.ts';
import type { ChatMessageRow, ChatSessionRow } from '../store/chat-table.ts';

/** Made when it is first spoken to. */
export function assistantAgent(): Agent {
  return {
    ...defaultAgent(ASSISTANT, 'the chat'),
    description: 'Answers in chats; reads files and git',
    instructions:
      'You are the assistant of a developer, inside Pawl, which automates their machine by workflows. Answer shortly and exactly. Look with your tools before you claim something about files or repositories, and say what you could not find out. To start a workflow, tell the person to type /run.',
  };
}

const STEP = 'answer';

/** One agent step: a chat's answer is a run like every other, with everything that a run promises. */
export function agentDocument({ agent, folder }: Pick<ChatSessionRow, 'agent' | 'folder'>): string {
  return JSON.stringify({
    pawl: 1,
    name: `Chat with ${agent}`,
    variables: [{ name: 'conversation', type: 'string', required: true }],
    settings: { workingDirectory: folder },
    steps: [{ id: STEP, agent, prompt: '{{ vars.conversation }}' }],
    outputs: { text: `{{ steps.${STEP}.output.response }}` },
  });
}

/** How much of what was said before goes with a message, in characters. */
const MOST_BEFORE = 24_000;

/** What the agent is told: the message, and as much of what was said before it as there is room for. `before` is newest first. */
export function conversationText(before: readonly ChatMessageRow[], text: string): string {
  const lines: string[] = [];
  let room = MOST_BEFORE;
  for (const message of before) {
    if (message.text === '' || message.author === 'pawl' || message.state === 'failed') continue;
    const line = `[${message.author === 'person' ? 'person' : (message.name ?? message.author)}] ${message.text}`;
    room -= line.length;
    if (room < 0) break;
    lines.unshift(line);
  }
  return lines.length === 0 ? text : `What was said before:\n\n${lines.join('\n\n')}\n\nThe person says now:\n\n${text}`;
}

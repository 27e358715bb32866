import { type ChatCommand, chatCommands } from '../../shared/chat/command.ts';
import type { EngineClient } from '../../shared/contract/contract.ts';
import type { ChatMessageRow } from '../store/chat-table.ts';

export type Question = Extract<ChatCommand, { kind: 'status' | 'answer' | 'cancel' | 'help' | 'problem' }>;

/** What a command may look at in its chat. */
export interface Here {
  readonly by: string;
  /** Messages that ask about an inbox item, newest first. */
  readonly asking: readonly ChatMessageRow[];
  /** The run that was begun here last and has not ended. */
  readonly lastRun: string | undefined;
}

/** Does what a command asks for and says what came of it. Throws what the engine refuses it with. */
export async function answerCommand(client: EngineClient, command: Question, here: Here): Promise<string> {
  switch (command.kind) {
    case 'help':
      return `${chatCommands.map(({ usage, summary }) => `${usage}\n  ${summary}`).join('\n')}\nAnything else goes to the agent of this chat.`;
    case 'problem':
      return command.message;
    case 'status':
      return command.run === undefined ? statusOfAll(client) : statusOf(client, command.run);
    case 'cancel': {
      const run = command.run ?? here.lastRun;
      if (run === undefined) return 'Nothing that was begun here is under way. Name a run: /cancel <run>';
      const { runId, workflow } = await client.runs.get({ run });
      await client.runs.cancel({ run: runId });
      return `${workflow} (run ${runId}) was stopped.`;
    }
    case 'answer':
      return answerItem(client, command, here);
  }
}

async function statusOfAll(client: EngineClient): Promise<string> {
  const [{ items: runs }, waiting] = await Promise.all([
    client.runs.list({ states: ['queued', 'running', 'paused', 'waiting', 'needs_attention'], limit: 20 }),
    client.inbox.list({ limit: 20 }),
  ]);
  const lines = runs.map(({ runId, workflow, state }) => `${workflow}: ${state.replaceAll('_', ' ')} (run ${runId})`);
  const asked = waiting.items.map(({ id, title, workflow }) => `Waits for you: ${title}, ${workflow} (${id})`);
  return [...lines, ...asked].join('\n') || 'Nothing is under way, and nothing waits for you.';
}

async function statusOf(client: EngineClient, run: string): Promise<string> {
  const { runId, workflow, state, error } = await client.runs.get({ run });
  return `${workflow}: ${state.replaceAll('_', ' ')} (run ${runId})${error === null ? '' : `\n${error.message}`}`;
}

/** Only what was shown in this chat can be answered in it, and only as it was shown. */
async function answerItem(
  client: EngineClient,
  { decision, item, comment }: Extract<Question, { kind: 'answer' }>,
  here: Here,
): Promise<string> {
  const shown = here.asking.filter((message) => item === undefined || message.item === item || message.item?.startsWith(item) === true);
  const open = [];
  for (const { item: id } of shown) {
    if (id === null) continue;
    const found = await client.inbox.get({ item: id });
    if (found.status === 'open') open.push(found);
  }
  const [first, ...others] = open;
  if (first === undefined) {
    return item === undefined
      ? 'Nothing that was asked here waits for an answer. /status tells what waits elsewhere.'
      : `${item} was not asked here, or is answered. The inbox has everything that waits.`;
  }
  if (others.length > 0)
    return `More than one thing was asked here. Name one: ${open.map(({ id, title }) => `${id} (${title})`).join(', ')}`;
  await client.inbox.answer({ item: first.id, hash: first.hash, decision, by: here.by, ...(comment === '' ? {} : { comment }) });
  return `${decision === 'approve' ? 'Approved' : 'Rejected'}: ${first.title}`;
}

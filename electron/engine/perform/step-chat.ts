import { ASSISTANT } from '../../../shared/chat/message.ts';
import type { ChatPost } from '../../executors/executor.ts';
import type { EngineParts, LiveRun } from '../live-run.ts';

/** Writes what a step posts, in the transaction that records it. A chat of that title is begun where there is none. */
export function postToChats({ parts, row }: Pick<LiveRun, 'parts' | 'row'>, posts: readonly ChatPost[], at: number): void {
  const { chat, workflows } = parts.store;
  for (const { chat: asked, text } of posts) {
    const session = chat.session(asked) ?? chat.sessionTitled(asked) ?? chat.addSession({ ...newChat(parts), title: asked, at });
    const name = workflows.byKey(row.workflowKey)?.name ?? null;
    chat.post(session.key, { author: 'workflow', name, text: parts.secrets.masks.text(text), state: 'done', runKey: row.key }, at);
  }
}

function newChat({ newId, platform }: EngineParts) {
  const { HOME, USERPROFILE } = platform.environment;
  return { id: newId(), agent: ASSISTANT, folder: HOME ?? USERPROFILE ?? '/' };
}

import { implement } from '@orpc/server';
import { type ChatMessage, type ChatSession, chatContract } from '../../shared/contract/chat.ts';
import type { ChatMessageRow, ChatSessionRow } from '../store/chat-table.ts';
import type { Store } from '../store/store.ts';
import type { ApiParts } from './api-parts.ts';
import { cutPage, readCursor } from './cursor.ts';
import { notFound } from './failures.ts';
import { tellStoreFailure } from './tell-store-failure.ts';
import { iso } from './views.ts';

export function chatHandlers({ parts, chat }: Pick<ApiParts, 'parts' | 'chat'>) {
  const { store } = parts;
  const os = implement(chatContract).use(tellStoreFailure);

  function requireChat(id: string): ChatSessionRow {
    const session = store.chat.session(id) ?? store.chat.sessionTitled(id);
    if (session === undefined) throw notFound('chat', id);
    return session;
  }

  return {
    sessions: os.sessions.handler(({ input: { limit, cursor } }) => {
      const before = cursor === undefined ? undefined : store.chat.session(cursor);
      const rows = store.chat.sessions(before === undefined ? undefined : { at: before.updatedAt, key: before.key }, limit + 1);
      const shown = rows.slice(0, limit);
      return { items: shown.map(viewOfSession), next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null };
    }),

    create: os.create.handler(async ({ input: { title, agent, folder } }) => {
      if (agent !== undefined) requireAgent(store, agent);
      const given = { ...(title === undefined ? {} : { title }), ...(agent === undefined ? {} : { agent }) };
      return viewOfSession(await chat.begin({ ...given, ...(folder === undefined ? {} : { folder }) }));
    }),

    alter: os.alter.handler(async ({ input }) => {
      const session = requireChat(input.session);
      const { title = session.title, agent = session.agent } = input;
      if (agent !== session.agent) requireAgent(store, agent);
      await store.write(() => store.chat.alterSession({ key: session.key, title, agent }));
      return viewOfSession(requireChat(session.id));
    }),

    remove: os.remove.handler(async ({ input }) => {
      const { id, key } = requireChat(input.session);
      await store.write(() => store.chat.removeSession(key));
      return { removed: id };
    }),

    messages: os.messages.handler(({ input: { session, limit, cursor } }) => {
      const { rows, next } = cutPage(store.chat.page(requireChat(session).key, readCursor(cursor), limit + 1), limit);
      return { items: rows.map((row) => viewOfMessage(store, row)), next };
    }),

    send: os.send.handler(async ({ input: { session, text, by } }) => {
      const written = await chat.send(requireChat(session), text, by);
      return { items: written.map((row) => viewOfMessage(store, row)) };
    }),

    watch: os.watch.handler(async function* ({ input: { session, after }, signal }) {
      const { id, key } = requireChat(session);
      let changed = Promise.withResolvers<void>();
      const wake = (): void => changed.resolve();
      const stop = chat.listen(wake);
      signal?.addEventListener('abort', wake);
      try {
        for (let last = after; signal?.aborted !== true && store.chat.session(id) !== undefined; ) {
          changed = Promise.withResolvers<void>();
          const rows = store.chat.since(key, last);
          last = rows.at(-1)?.change ?? last;
          if (rows.length > 0) yield { messages: rows.map((row) => viewOfMessage(store, row)) };
          else await changed.promise;
        }
      } finally {
        stop();
        signal?.removeEventListener('abort', wake);
      }
    }),
  };
}

function requireAgent({ agents }: Pick<Store, 'agents'>, name: string): void {
  if (agents.get(name) === undefined) throw notFound('agent', name, agents.names());
}

function viewOfSession({ id, title, agent, folder, createdAt, updatedAt }: ChatSessionRow): ChatSession {
  return { id, title, agent, folder, createdAt: iso(createdAt), updatedAt: iso(updatedAt) };
}

function viewOfMessage(store: Store, { key, change, at, author, name, text, state, runKey, item }: ChatMessageRow): ChatMessage {
  const runId = runKey === null ? null : (store.runs.byKey(runKey)?.id ?? null);
  return { id: key, change, at: iso(at), author, name, text, state, runId, item };
}

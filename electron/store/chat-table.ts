import type { ChatAuthor, ChatState } from '../../shared/chat/message.ts';
import type { Database } from './database.ts';

export interface ChatSessionRow {
  readonly key: number;
  readonly id: string;
  readonly title: string;
  /** Who answers texts. */
  readonly agent: string;
  /** Absolute: where the agent's tools work. */
  readonly folder: string;
  /** Milliseconds since the epoch, as all times here. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface ChatMessageRow {
  readonly key: number;
  readonly sessionKey: number;
  /** Grows over all sessions with each message that is written or altered. */
  readonly change: number;
  readonly at: number;
  readonly author: ChatAuthor;
  /** Of the agent, workflow or person. */
  readonly name: string | null;
  readonly text: string;
  readonly state: ChatState;
  readonly runKey: number | null;
  /** The inbox item that it asks about. */
  readonly item: string | null;
}

export type NewChatMessage = Pick<ChatMessageRow, 'author' | 'name' | 'text' | 'state'> & {
  readonly runKey?: number | null;
  readonly item?: string | null;
};

const SESSION = 'key, id, title, agent, folder, created_at AS createdAt, updated_at AS updatedAt';
const MESSAGE = 'key, session_key AS sessionKey, change, at, author, name, text, state, run_key AS runKey, item';

/** Chats and what was said in them. */
export function createChatTable(database: Database) {
  const insertSession = database.prepare(
    `INSERT INTO chat_sessions (id, title, agent, folder, created_at, updated_at) VALUES (@id, @title, @agent, @folder, @at, @at) RETURNING ${SESSION}`,
  );
  const sessionById = database.prepare(`SELECT ${SESSION} FROM chat_sessions WHERE id = ?`);
  const sessionByKey = database.prepare(`SELECT ${SESSION} FROM chat_sessions WHERE key = ?`);
  const sessionByTitle = database.prepare(
    `SELECT ${SESSION} FROM chat_sessions WHERE title = ? COLLATE NOCASE ORDER BY updated_at DESC LIMIT 1`,
  );
  const sessions = database.prepare(
    `SELECT ${SESSION} FROM chat_sessions WHERE (updated_at, key) < (@at, @key) ORDER BY updated_at DESC, key DESC LIMIT @limit`,
  );
  const alterSession = database.prepare('UPDATE chat_sessions SET title = @title, agent = @agent WHERE key = @key');
  const removeSession = database.prepare('DELETE FROM chat_sessions WHERE key = ?');
  const touch = database.prepare('UPDATE chat_sessions SET updated_at = max(updated_at, ?) WHERE key = ?');
  const nextChange = '(SELECT 1 + coalesce(max(change), 0) FROM chat_messages)';
  const insert = database.prepare(
    `INSERT INTO chat_messages (session_key, change, at, author, name, text, state, run_key, item)
     VALUES (@sessionKey, ${nextChange}, @at, @author, @name, @text, @state, @runKey, @item) RETURNING ${MESSAGE}`,
  );
  const settle = database.prepare(
    `UPDATE chat_messages SET change = ${nextChange}, text = @text, state = @state WHERE key = @key AND state = 'pending'`,
  );
  const moveOn = database.prepare(
    `UPDATE chat_messages SET change = ${nextChange}, run_key = @runKey WHERE key = @key AND state = 'pending'`,
  );
  const page = database.prepare(`SELECT ${MESSAGE} FROM chat_messages WHERE session_key = ? AND key < ? ORDER BY key DESC LIMIT ?`);
  const since = database.prepare(`SELECT ${MESSAGE} FROM chat_messages WHERE session_key = ? AND change > ? ORDER BY change LIMIT 500`);
  const pending = database.prepare(`SELECT ${MESSAGE} FROM chat_messages WHERE state = 'pending' ORDER BY key`);
  const pendingOfRun = database.prepare(`SELECT ${MESSAGE} FROM chat_messages WHERE run_key = ? AND state = 'pending'`);
  const ofItem = database.prepare(
    `SELECT ${MESSAGE} FROM chat_messages WHERE session_key = ? AND item IS NOT NULL ORDER BY key DESC LIMIT 50`,
  );
  const lastChange = database.prepare('SELECT coalesce(max(change), 0) FROM chat_messages').pluck();

  return {
    addSession: (session: Pick<ChatSessionRow, 'id' | 'title' | 'agent' | 'folder'> & { readonly at: number }): ChatSessionRow =>
      insertSession.get(session) as ChatSessionRow,
    session: (id: string) => sessionById.get(id) as ChatSessionRow | undefined,
    sessionOf: (key: number) => sessionByKey.get(key) as ChatSessionRow | undefined,
    sessionTitled: (title: string) => sessionByTitle.get(title) as ChatSessionRow | undefined,
    /** The one that was spoken in last comes first. */
    sessions: (before: { readonly at: number; readonly key: number } | undefined, limit: number): ChatSessionRow[] =>
      sessions.all({ at: before?.at ?? Number.MAX_SAFE_INTEGER, key: before?.key ?? Number.MAX_SAFE_INTEGER, limit }) as ChatSessionRow[],
    alterSession: (session: Pick<ChatSessionRow, 'key' | 'title' | 'agent'>): void => void alterSession.run(session),
    removeSession: (key: number): void => void removeSession.run(key),
    post(sessionKey: number, message: NewChatMessage, at: number): ChatMessageRow {
      touch.run(at, sessionKey);
      return insert.get({ runKey: null, item: null, ...message, sessionKey, at }) as ChatMessageRow;
    },
    /** False when it was settled already. */
    settle: (key: number, text: string, state: Exclude<ChatState, 'pending'>): boolean => settle.run({ key, text, state }).changes === 1,
    /** The run goes on as another one. */
    moveOn: (key: number, runKey: number): void => void moveOn.run({ key, runKey }),
    /** Newest first, older than `before`. */
    page: (sessionKey: number, before: number | undefined, limit: number): ChatMessageRow[] =>
      page.all(sessionKey, before ?? Number.MAX_SAFE_INTEGER, limit) as ChatMessageRow[],
    since: (sessionKey: number, change: number): ChatMessageRow[] => since.all(sessionKey, change) as ChatMessageRow[],
    pending: (): ChatMessageRow[] => pending.all() as ChatMessageRow[],
    pendingOfRun: (runKey: number): ChatMessageRow[] => pendingOfRun.all(runKey) as ChatMessageRow[],
    /** Those that ask about an inbox item, newest first. */
    asking: (sessionKey: number): ChatMessageRow[] => ofItem.all(sessionKey) as ChatMessageRow[],
    lastChange: (): number => Number(lastChange.get()),
  };
}

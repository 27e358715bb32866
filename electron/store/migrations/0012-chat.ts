/** `change` grows with every message that is written or altered, so that a reader asks for what is new to it. */
export const sql = `
CREATE TABLE chat_sessions (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  agent TEXT NOT NULL,
  folder TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX chat_sessions_by_time ON chat_sessions (updated_at DESC, key DESC);

CREATE TABLE chat_messages (
  key INTEGER PRIMARY KEY,
  session_key INTEGER NOT NULL REFERENCES chat_sessions (key) ON DELETE CASCADE,
  change INTEGER NOT NULL UNIQUE,
  at INTEGER NOT NULL,
  author TEXT NOT NULL,
  name TEXT,
  text TEXT NOT NULL,
  state TEXT NOT NULL,
  run_key INTEGER REFERENCES runs (key) ON DELETE SET NULL,
  item TEXT
) STRICT;
CREATE INDEX chat_messages_of_session ON chat_messages (session_key, key);
CREATE INDEX chat_messages_of_run ON chat_messages (run_key) WHERE run_key IS NOT NULL;
CREATE INDEX chat_messages_pending ON chat_messages (key) WHERE state = 'pending';
`;

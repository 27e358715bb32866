/**
 * What agents know. `memory_changes` gives every change its number, which is the entry's revision: it orders changes whatever the clock says.
 * `memory_text` finds entries by the words of key and value; its rows have the keys of the entries.
 */
export const sql = `
CREATE TABLE memory (
  id INTEGER PRIMARY KEY,
  agent TEXT NOT NULL,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  source TEXT,
  base_agent TEXT,
  base_revision INTEGER,
  by TEXT NOT NULL,
  revision INTEGER NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  expires_at INTEGER,
  UNIQUE (agent, key)
) STRICT;
CREATE INDEX memory_by_agent ON memory (agent, revision);
CREATE INDEX memory_expiring ON memory (expires_at) WHERE expires_at IS NOT NULL;

CREATE TABLE memory_changes (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  agent TEXT NOT NULL,
  key TEXT NOT NULL,
  kind TEXT NOT NULL,
  source TEXT,
  via TEXT,
  by TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX memory_changes_of_key ON memory_changes (agent, key, number);

CREATE VIRTUAL TABLE memory_text USING fts5 (key, value, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2');
`;

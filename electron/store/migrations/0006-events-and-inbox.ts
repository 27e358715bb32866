/**
 * Published events, which are not the events of a run; and what waits for a person. An inbox item of a step is found again by where it was
 * asked: `question` tells apart what one step asks more than once.
 */
export const sql = `
CREATE TABLE published_events (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  data TEXT NOT NULL,
  source TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;

CREATE TABLE inbox (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  run_key INTEGER NOT NULL REFERENCES runs (key) ON DELETE CASCADE,
  path TEXT NOT NULL,
  question TEXT NOT NULL,
  status TEXT NOT NULL,
  asked_of TEXT,
  severity TEXT,
  content TEXT NOT NULL,
  content_hash TEXT NOT NULL,
  opened_at INTEGER NOT NULL,
  due_at INTEGER,
  escalated_at INTEGER,
  closed_at INTEGER,
  answer TEXT,
  goes_on_as INTEGER REFERENCES runs (key) ON DELETE SET NULL,
  UNIQUE (run_key, path, question)
) STRICT;
CREATE INDEX inbox_open ON inbox (key) WHERE status = 'open';
CREATE INDEX inbox_pushed_back ON inbox (key) WHERE status = 'answered' AND goes_on_as IS NULL;
CREATE INDEX inbox_continuations ON inbox (goes_on_as) WHERE goes_on_as IS NOT NULL;
`;

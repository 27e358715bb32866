/** Agents as people have set them up, and what models have answered in the rounds of agent steps. */
export const sql = `
CREATE TABLE agents (
  name TEXT PRIMARY KEY,
  definition TEXT NOT NULL,
  revision INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE agent_turns (
  run_key INTEGER NOT NULL REFERENCES runs (key) ON DELETE CASCADE,
  path TEXT NOT NULL,
  number INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  agent TEXT NOT NULL,
  model TEXT NOT NULL,
  reason TEXT NOT NULL,
  tokens_in INTEGER NOT NULL,
  tokens_out INTEGER NOT NULL,
  tokens INTEGER NOT NULL,
  cost REAL,
  content TEXT,
  content_blob TEXT,
  started_at INTEGER NOT NULL,
  ended_at INTEGER NOT NULL,
  PRIMARY KEY (run_key, path, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX agent_turns_of_blob ON agent_turns (content_blob) WHERE content_blob IS NOT NULL;
`;

/** The first schema. A released migration is never edited: what changes later is a new module. Times are milliseconds since the epoch. */
export const sql = `
CREATE TABLE settings (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE workflows (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  enabled INTEGER NOT NULL DEFAULT 1,
  path TEXT NOT NULL DEFAULT '',
  working_directory TEXT NOT NULL,
  version_key INTEGER REFERENCES workflow_versions (key),
  imported INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  UNIQUE (name, path)
) STRICT;

CREATE TABLE workflow_versions (
  key INTEGER PRIMARY KEY,
  workflow_key INTEGER NOT NULL REFERENCES workflows (key) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  hash TEXT NOT NULL,
  document TEXT NOT NULL,
  source TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  UNIQUE (workflow_key, number),
  UNIQUE (workflow_key, hash)
) STRICT;

CREATE TABLE runs (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  workflow_key INTEGER NOT NULL REFERENCES workflows (key),
  version_key INTEGER NOT NULL REFERENCES workflow_versions (key),
  status TEXT NOT NULL,
  priority INTEGER NOT NULL DEFAULT 0,
  inputs TEXT NOT NULL,
  trigger_data TEXT,
  triggered_by TEXT NOT NULL,
  working_directory TEXT NOT NULL,
  until_step TEXT,
  concurrency_key TEXT,
  concurrency_limit INTEGER,
  dedupe_key TEXT UNIQUE,
  parent_key INTEGER REFERENCES runs (key),
  parent_path TEXT,
  depth INTEGER NOT NULL DEFAULT 0,
  retry_of INTEGER REFERENCES runs (key),
  rerun TEXT,
  reuse_until INTEGER,
  checkpoints_from INTEGER NOT NULL DEFAULT 0,
  outputs TEXT,
  error TEXT,
  queued_at INTEGER NOT NULL,
  started_at INTEGER,
  ended_at INTEGER,
  epoch INTEGER NOT NULL
) STRICT;
CREATE INDEX runs_queue ON runs (priority * 60000 - queued_at DESC, key) WHERE status = 'queued' AND parent_key IS NULL;
CREATE INDEX runs_sharing ON runs (concurrency_key, key)
  WHERE concurrency_key IS NOT NULL AND status NOT IN ('completed', 'completed_with_errors', 'failed', 'cancelled', 'timed_out');
CREATE INDEX runs_live ON runs (status, key) WHERE status NOT IN ('completed', 'completed_with_errors', 'failed', 'cancelled', 'timed_out');
CREATE INDEX runs_by_workflow ON runs (workflow_key, key);
CREATE INDEX runs_by_status ON runs (status, key);
CREATE INDEX runs_by_parent ON runs (parent_key, parent_path) WHERE parent_key IS NOT NULL;

CREATE TABLE steps (
  key INTEGER PRIMARY KEY,
  run_key INTEGER NOT NULL REFERENCES runs (key) ON DELETE CASCADE,
  path TEXT NOT NULL,
  status TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  started_at INTEGER,
  ended_at INTEGER,
  branch TEXT,
  output TEXT,
  output_blob TEXT,
  error TEXT,
  reason TEXT,
  UNIQUE (run_key, path)
) STRICT;

CREATE TABLE attempts (
  run_key INTEGER NOT NULL,
  path TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  status TEXT NOT NULL,
  effect TEXT NOT NULL,
  input TEXT,
  input_blob TEXT,
  intent TEXT,
  pid INTEGER,
  pid_started INTEGER,
  epoch INTEGER NOT NULL,
  started_at INTEGER NOT NULL,
  ended_at INTEGER,
  error TEXT,
  PRIMARY KEY (run_key, path, attempt),
  FOREIGN KEY (run_key) REFERENCES runs (key) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE run_events (
  run_key INTEGER NOT NULL REFERENCES runs (key) ON DELETE CASCADE,
  seq INTEGER NOT NULL,
  at INTEGER NOT NULL,
  data TEXT NOT NULL,
  PRIMARY KEY (run_key, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE checkpoints (
  run_key INTEGER NOT NULL REFERENCES runs (key) ON DELETE CASCADE,
  seq INTEGER NOT NULL,
  label TEXT NOT NULL,
  made_by TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (run_key, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE triggers (
  key INTEGER PRIMARY KEY,
  workflow_key INTEGER NOT NULL REFERENCES workflows (key) ON DELETE CASCADE,
  id TEXT NOT NULL,
  paused INTEGER NOT NULL DEFAULT 0,
  cursor TEXT,
  UNIQUE (workflow_key, id)
) STRICT;

CREATE TABLE firings (
  key INTEGER PRIMARY KEY,
  trigger_key INTEGER NOT NULL REFERENCES triggers (key) ON DELETE CASCADE,
  dedupe_key TEXT NOT NULL,
  verdict TEXT NOT NULL,
  reason TEXT,
  run_key INTEGER REFERENCES runs (key) ON DELETE SET NULL,
  data TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX firings_by_trigger ON firings (trigger_key, key);
CREATE UNIQUE INDEX firings_once ON firings (trigger_key, dedupe_key) WHERE verdict IN ('started', 'coalesced', 'skipped', 'missed');

CREATE TABLE file_facts (
  trigger_key INTEGER NOT NULL REFERENCES triggers (key) ON DELETE CASCADE,
  path TEXT NOT NULL,
  fact TEXT NOT NULL,
  PRIMARY KEY (trigger_key, path)
) STRICT, WITHOUT ROWID;

CREATE TABLE step_cache (
  cache_key TEXT PRIMARY KEY,
  output TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER
) STRICT, WITHOUT ROWID;
`;

/**
 * Calls of models, and what they add up to by local day (days since 1970-01-01 in the machine's zone), kept in the same transactions. Calls
 * that are pruned go on counting. `workflow_key` 0 stands for what no workflow asked, `agent` '' for what no agent did.
 */
export const sql = `
CREATE TABLE model_performance (
  key INTEGER PRIMARY KEY,
  request TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  at INTEGER NOT NULL,
  day INTEGER NOT NULL,
  task TEXT NOT NULL,
  model TEXT NOT NULL,
  reason TEXT NOT NULL,
  run_id TEXT,
  step_path TEXT,
  agent TEXT,
  workflow_key INTEGER NOT NULL,
  input_tokens INTEGER NOT NULL,
  output_tokens INTEGER NOT NULL,
  cost REAL,
  first_token_ms INTEGER,
  ms INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  score REAL,
  judged_by TEXT,
  retry_after_ms INTEGER,
  asked TEXT NOT NULL
) STRICT;
CREATE INDEX model_performance_of_run ON model_performance (run_id, step_path) WHERE run_id IS NOT NULL;
CREATE INDEX model_performance_of_model ON model_performance (model);
CREATE INDEX model_performance_by_time ON model_performance (at);
CREATE INDEX model_performance_failed ON model_performance (at, model) WHERE outcome IN ('rate_limit', 'timeout', 'error');

CREATE TABLE model_stats (
  task TEXT NOT NULL,
  day INTEGER NOT NULL,
  model TEXT NOT NULL,
  calls INTEGER NOT NULL,
  answered INTEGER NOT NULL,
  repaired INTEGER NOT NULL,
  schema_errors INTEGER NOT NULL,
  refused INTEGER NOT NULL,
  timeouts INTEGER NOT NULL,
  rate_limits INTEGER NOT NULL,
  errors INTEGER NOT NULL,
  cancelled INTEGER NOT NULL,
  scored INTEGER NOT NULL,
  score_sum REAL NOT NULL,
  log_ms_sum REAL NOT NULL,
  first_tokens INTEGER NOT NULL,
  log_first_token_sum REAL NOT NULL,
  answer_tokens INTEGER NOT NULL,
  input_tokens INTEGER NOT NULL,
  output_tokens INTEGER NOT NULL,
  cost REAL NOT NULL,
  unpriced INTEGER NOT NULL,
  PRIMARY KEY (task, day, model)
) STRICT, WITHOUT ROWID;

CREATE TABLE model_spend (
  day INTEGER NOT NULL,
  workflow_key INTEGER NOT NULL,
  agent TEXT NOT NULL,
  model TEXT NOT NULL,
  calls INTEGER NOT NULL,
  input_tokens INTEGER NOT NULL,
  output_tokens INTEGER NOT NULL,
  cost REAL NOT NULL,
  unpriced INTEGER NOT NULL,
  PRIMARY KEY (day, workflow_key, agent, model)
) STRICT, WITHOUT ROWID;

CREATE TABLE model_overrides (
  model TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`;

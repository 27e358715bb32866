/**
 * Results that a run's steps are given instead of being run, and outputs that a person keeps for a workflow's steps. Versions that were only
 * ever tested count downwards from -1. A version is found by its runs before it is deleted.
 */
export const sql = `
CREATE TABLE given_results (
  run_key INTEGER NOT NULL REFERENCES runs (key) ON DELETE CASCADE,
  step TEXT NOT NULL,
  source TEXT NOT NULL,
  output TEXT,
  output_blob TEXT,
  PRIMARY KEY (run_key, step)
) STRICT, WITHOUT ROWID;
CREATE INDEX given_results_by_blob ON given_results (output_blob) WHERE output_blob IS NOT NULL;

CREATE TABLE pins (
  workflow_key INTEGER NOT NULL REFERENCES workflows (key) ON DELETE CASCADE,
  step TEXT NOT NULL,
  output TEXT,
  output_blob TEXT,
  bytes INTEGER NOT NULL,
  run_id TEXT,
  fingerprint TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (workflow_key, step)
) STRICT, WITHOUT ROWID;
CREATE INDEX pins_by_blob ON pins (output_blob) WHERE output_blob IS NOT NULL;

CREATE INDEX runs_by_version ON runs (version_key);
`;

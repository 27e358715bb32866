import type { Database } from '../connection.ts';

/**
 * What is counted when a run ends, by local day (days since 1970-01-01 in the machine's zone). Runs that are pruned go on counting.
 * `bucket` is 1 + ⌊2 · log2(ms)⌋; 0 below a millisecond, and for runs that did not go well, of which only the number is told. `workflow_key` 0 stands for all workflows.
 */
const sql = `
CREATE TABLE run_stats (
  workflow_key INTEGER NOT NULL,
  day INTEGER NOT NULL,
  status TEXT NOT NULL,
  bucket INTEGER NOT NULL,
  runs INTEGER NOT NULL,
  total_ms INTEGER NOT NULL,
  max_ms INTEGER NOT NULL,
  step_retried INTEGER NOT NULL,
  retries INTEGER NOT NULL,
  PRIMARY KEY (workflow_key, day, status, bucket)
) STRICT, WITHOUT ROWID;

CREATE TABLE step_stats (
  workflow_key INTEGER NOT NULL,
  step_id TEXT NOT NULL,
  day INTEGER NOT NULL,
  succeeded INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  skipped INTEGER NOT NULL,
  other INTEGER NOT NULL,
  retried INTEGER NOT NULL,
  total_ms INTEGER NOT NULL,
  max_ms INTEGER NOT NULL,
  PRIMARY KEY (workflow_key, step_id, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE failure_stats (
  workflow_key INTEGER NOT NULL,
  day INTEGER NOT NULL,
  step_id TEXT NOT NULL,
  code TEXT NOT NULL,
  runs INTEGER NOT NULL,
  first_at INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  last_run TEXT NOT NULL,
  message TEXT NOT NULL,
  PRIMARY KEY (workflow_key, day, step_id, code)
) STRICT, WITHOUT ROWID;

DROP INDEX runs_by_status;
DROP INDEX runs_by_outcome;
CREATE INDEX runs_ended ON runs (status, key) WHERE ended_at IS NOT NULL;
CREATE INDEX runs_ended_of_workflow ON runs (workflow_key, status, key, parent_key) WHERE ended_at IS NOT NULL;
CREATE INDEX runs_failed ON runs (ended_at) WHERE status IN ('failed', 'timed_out');
CREATE INDEX runs_failed_of_workflow ON runs (workflow_key, ended_at) WHERE status IN ('failed', 'timed_out');
`;

export function addRunStats(database: Database): void {
  database.exec(sql);
  countStored(database);
}

/** Counts every run that is stored, into empty tables. */
export function countStored(database: Database): void {
  database.exec(`
CREATE TEMP TABLE ended AS
  SELECT key, id, workflow_key, status, iif(status IN ('failed', 'timed_out'), error, NULL) AS error, ended_at,
    CAST(round(julianday(ended_at / 1000, 'unixepoch', 'localtime', 'start of day') - 2440587.5) AS INTEGER) AS day,
    max(0, ended_at - coalesce(started_at, ended_at)) AS ms,
    EXISTS (SELECT 1 FROM steps WHERE run_key = runs.key AND attempts > 1 AND NOT coalesce(reason LIKE 'taken from run %', 0)) AS step_retried,
    retry_of IS NOT NULL AS is_retry
  FROM runs WHERE ended_at IS NOT NULL;

INSERT INTO run_stats
  SELECT workflow_key, day, status,
    iif(ms < 1 OR status NOT IN ('completed', 'completed_with_errors'), 0, 1 + CAST(floor(2 * log2(ms)) AS INTEGER)) AS bucket,
    count(*), sum(ms), max(ms), sum(step_retried), sum(is_retry)
  FROM ended GROUP BY 1, 2, 3, 4;
INSERT INTO run_stats
  SELECT 0, day, status, bucket, sum(runs), sum(total_ms), max(max_ms), sum(step_retried), sum(retries)
  FROM run_stats GROUP BY 2, 3, 4;

INSERT INTO step_stats
  SELECT workflow_key,
    iif(instr(path, '/') = 0, path, substr(path, length(rtrim(path, replace(path, '/', ''))) + 1)) AS step_id,
    day,
    sum(steps.status = 'succeeded'),
    sum(steps.status IN ('failed', 'timed_out')),
    sum(steps.status = 'skipped'),
    sum(steps.status NOT IN ('succeeded', 'failed', 'timed_out', 'skipped')),
    sum(attempts > 1),
    sum(iif(steps.status IN ('succeeded', 'failed', 'timed_out'), max(0, coalesce(steps.ended_at - steps.started_at, 0)), 0)),
    max(iif(steps.status IN ('succeeded', 'failed', 'timed_out'), max(0, coalesce(steps.ended_at - steps.started_at, 0)), 0))
  FROM ended JOIN steps ON steps.run_key = ended.key
  WHERE NOT coalesce(reason LIKE 'taken from run %', 0)
  GROUP BY 1, 2, 3;

INSERT INTO failure_stats
  SELECT workflow_key, day, coalesce(error ->> '$.stepId', ''), coalesce(error ->> '$.code', ''), 1, ended_at, ended_at,
    id, coalesce(error ->> '$.message', '')
  FROM ended WHERE status IN ('failed', 'timed_out') ORDER BY ended_at, key
  ON CONFLICT DO UPDATE SET runs = runs + 1, last_at = excluded.last_at, last_run = excluded.last_run, message = excluded.message;

DROP TABLE ended;
`);
}

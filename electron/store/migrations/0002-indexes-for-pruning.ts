/**
 * Old runs are found by workflow and outcome; a run that is deleted is looked for wherever it is referred to, and a blob wherever one may
 * be: without these, in every row.
 */
export const sql = `
CREATE INDEX runs_by_outcome ON runs (workflow_key, status, key) WHERE parent_key IS NULL AND ended_at IS NOT NULL;
CREATE INDEX runs_by_retry ON runs (retry_of) WHERE retry_of IS NOT NULL;
CREATE INDEX firings_by_run ON firings (run_key) WHERE run_key IS NOT NULL;
CREATE INDEX steps_by_blob ON steps (output_blob) WHERE output_blob IS NOT NULL;
CREATE INDEX attempts_by_blob ON attempts (input_blob) WHERE input_blob IS NOT NULL;
`;

/** Each claim looks for queued child runs: without this, in the whole queue. */
export const sql = `
CREATE INDEX runs_queued_children ON runs (key) WHERE status = 'queued' AND parent_key IS NOT NULL;
`;

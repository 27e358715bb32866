/** Providers of models that a person has set up, or changed; those that are there anyway have no row. */
export const sql = `
CREATE TABLE model_providers (
  name TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  base_url TEXT,
  secret TEXT,
  enabled INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`;

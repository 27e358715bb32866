/** Workflows as they are being edited, apart from their versions. */
export const sql = `
CREATE TABLE drafts (
  id TEXT PRIMARY KEY,
  workflow_id TEXT,
  name TEXT NOT NULL,
  base TEXT,
  text TEXT NOT NULL,
  history TEXT NOT NULL,
  revision INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
`;

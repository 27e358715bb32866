import type Sqlite from 'better-sqlite3';

/** An open connection to SQLite. */
export type Database = Sqlite.Database;

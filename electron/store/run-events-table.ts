import type { RunEvent } from '../../shared/run/events.ts';
import type { Database } from './database.ts';

export interface EventRow {
  readonly seq: number;
  readonly at: number;
  readonly event: RunEvent;
}

/** The event log of each run: appended only, numbered without gaps. */
export function createRunEventsTable(database: Database) {
  const insert = database.prepare('INSERT INTO run_events (run_key, seq, at, data) VALUES (?, ?, ?, ?)');
  const after = database.prepare('SELECT seq, at, data FROM run_events WHERE run_key = ? AND seq > ? ORDER BY seq');
  const last = database.prepare('SELECT max(seq) FROM run_events WHERE run_key = ?').pluck();

  return {
    append: (runKey: number, seq: number, at: number, event: RunEvent): void => void insert.run(runKey, seq, at, JSON.stringify(event)),
    after(runKey: number, seq: number): EventRow[] {
      const rows = after.all(runKey, seq) as { seq: number; at: number; data: string }[];
      return rows.map((row) => ({ seq: row.seq, at: row.at, event: JSON.parse(row.data) as RunEvent }));
    },
    lastSeq: (runKey: number): number => Number(last.get(runKey) ?? 0),
  };
}

export type RunEventsTable = ReturnType<typeof createRunEventsTable>;

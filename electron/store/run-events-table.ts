import type { RunEvent } from '../../shared/run/events.ts';
import type { Database } from './database.ts';

export interface EventRow {
  readonly seq: number;
  readonly at: number;
  readonly event: RunEvent;
}

/** The event log of each run: appended only, numbered without gaps. */
export function createRunEventsTable(database: Database) {
  const first = database.prepare('INSERT INTO run_events (run_key, seq, at, data) VALUES (?, 1, ?, ?)');
  // When one write of a run was refused, those after it are refused too: what is on the disk is always what happened up to some moment.
  // Here by the missing number; an INSERT … SELECT from its own table would make a temporary table for each event.
  const next = database.prepare(
    `INSERT INTO run_events (run_key, seq, at, data)
     VALUES (?, CASE WHEN EXISTS (SELECT 1 FROM run_events WHERE run_key = ? AND seq = ?) THEN ? END, ?, ?)`,
  );
  const after = database.prepare('SELECT seq, at, data FROM run_events WHERE run_key = ? AND seq > ? ORDER BY seq');
  const page = database.prepare('SELECT seq, at, data FROM run_events WHERE run_key = ? AND seq > ? ORDER BY seq LIMIT ?');
  const last = database.prepare('SELECT max(seq) FROM run_events WHERE run_key = ?').pluck();

  return {
    /** Throws when the event before it is missing. */
    append(runKey: number, seq: number, at: number, event: RunEvent): void {
      const data = JSON.stringify(event);
      try {
        if (seq === 1) first.run(runKey, at, data);
        else next.run(runKey, runKey, seq - 1, seq, at, data);
      } catch (error) {
        if (!isConstraint(error)) throw error;
        throw new Error(`Event ${seq} of run ${runKey} does not follow the last one that is written`, { cause: error });
      }
    },
    after: (runKey: number, seq: number): EventRow[] => after.all(runKey, seq).map(row),
    page: (runKey: number, seq: number, limit: number): EventRow[] => page.all(runKey, seq, limit).map(row),
    lastSeq: (runKey: number): number => Number(last.get(runKey) ?? 0),
  };
}

function isConstraint(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_CONSTRAINT');
}

function row(raw: unknown): EventRow {
  const { seq, at, data } = raw as { seq: number; at: number; data: string };
  return { seq, at, event: JSON.parse(data) as RunEvent };
}

export type RunEventsTable = ReturnType<typeof createRunEventsTable>;

import type { PublishedEvent } from '../../shared/events/published-event.ts';
import type { Json } from '../../shared/lib/json.ts';
import type { Database } from './database.ts';
import { where } from './where.ts';

export interface PublishedEventFilter {
  /** Exactly this name. */
  readonly name?: string;
  /** Not older, in milliseconds since the epoch. */
  readonly since?: number;
  /** Only those with a smaller number. */
  readonly before?: number;
  readonly limit: number;
}

const COLUMNS = 'number, id, name, data, source, at';

/** What was made known, in the order of its commits. */
export function createPublishedEventsTable(database: Database) {
  const insert = database.prepare('INSERT INTO published_events (id, name, data, source, at) VALUES (@id, @name, @data, @source, @at)');
  const after = database.prepare(`SELECT ${COLUMNS} FROM published_events WHERE number > ? ORDER BY number LIMIT ?`);
  // The number of the newest stays known after its row is gone.
  const last = database.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'published_events'").pluck();
  const prune = database.prepare(
    'DELETE FROM published_events WHERE number IN (SELECT number FROM published_events ORDER BY number LIMIT ?) AND at < ?',
  );

  return {
    append(event: Omit<PublishedEvent, 'number'>): PublishedEvent {
      const { lastInsertRowid } = insert.run({ ...event, data: JSON.stringify(event.data) });
      return { ...event, number: Number(lastInsertRowid) };
    },
    /** In order, at most `limit` of them. */
    after: (number: number, limit: number) => after.all(number, limit).map(toEvent),
    /** 0 when there was none yet. */
    lastNumber: () => Number(last.get() ?? 0),
    /** Newest first. */
    list({ name, since, before, limit }: PublishedEventFilter): PublishedEvent[] {
      const conditions = where().and('name = ?', name).and('at >= ?', since).and('number < ?', before);
      return database
        .prepare(`SELECT ${COLUMNS} FROM published_events ${conditions.sql} ORDER BY number DESC LIMIT ?`)
        .all(...conditions.values, limit)
        .map(toEvent);
    },
    /** Of the oldest `limit`, those published before `at`. Returns how many went. */
    prune: (at: number, limit: number): number => prune.run(limit, at).changes,
  };
}

function toEvent(raw: unknown): PublishedEvent {
  const row = raw as Omit<PublishedEvent, 'data'> & { data: string };
  return { ...row, data: JSON.parse(row.data) as Json };
}

export type PublishedEventsTable = ReturnType<typeof createPublishedEventsTable>;

import type { Json } from '../../shared/lib/json.ts';
import type { MemoryChange, MemoryEntry, MemoryQuery, MemoryReader } from '../../shared/memory/memory-entry.ts';
import type { Database } from './database.ts';
import { matchAllWords, textOfValue } from './memory-text.ts';
import { where } from './where.ts';

export interface MemoryFilter {
  readonly agent?: string;
  /** Only what has come from this agent. */
  readonly source?: string;
  /** Every word must be the beginning of one in key or value. */
  readonly text?: string;
  /** Only entries with a smaller revision. */
  readonly before?: number;
  readonly limit: number;
}

export interface MemoryOwner {
  readonly agent: string;
  readonly entries: number;
  readonly bytes: number;
  readonly updatedAt: number;
}

/** How much one agent knows from another. */
export interface MemoryLink {
  readonly agent: string;
  readonly source: string;
  readonly entries: number;
  readonly updatedAt: number;
}

/** A row of the history: no value, but who did what, and where it came from. */
export interface MemoryChangeRow {
  readonly number: number;
  readonly agent: string;
  readonly key: string;
  readonly kind: 'set' | 'share' | 'sync' | 'delete' | 'keep' | 'expire';
  /** Who knew it first. */
  readonly source: string | null;
  /** Whose entry was copied. */
  readonly via: string | null;
  readonly by: string;
  readonly at: number;
}

const COLUMNS = `memory.agent, memory.key, memory.value, bytes, source, base_agent AS baseAgent, base_revision AS baseRevision, by, revision,
  created_at AS createdAt, updated_at AS updatedAt, expires_at AS expiresAt`;
const LIVE = '(expires_at IS NULL OR expires_at > ?)';
const MOST_KEYS = 1000;
const MOST_AGENTS = 1000;
/** A MATCH that no text can fit. */
const NOTHING = '"" NOT ""';

/** What agents know. Whatever has expired is gone for every reader at once, and from the disk later. */
export function createMemoryTable(database: Database) {
  const get = database.prepare(`SELECT ${COLUMNS} FROM memory WHERE agent = ? AND key = ? AND ${LIVE}`);
  const keys = database.prepare(`SELECT key FROM memory WHERE agent = ? AND ${LIVE} ORDER BY key LIMIT ${MOST_KEYS}`).pluck();
  const ofAgent = database.prepare(`SELECT ${COLUMNS} FROM memory WHERE agent = ? AND ${LIVE} ORDER BY key`);
  const idOf = database.prepare('SELECT id FROM memory WHERE agent = ? AND key = ?').pluck();
  const search = database.prepare(
    `SELECT ${COLUMNS} FROM memory_text JOIN memory ON memory.id = memory_text.rowid
     WHERE memory_text MATCH @match AND (@agent IS NULL OR agent = @agent) AND (expires_at IS NULL OR expires_at > @now)
     ORDER BY rank, revision DESC LIMIT @limit`,
  );
  const note = database.prepare(
    'INSERT INTO memory_changes (agent, key, kind, source, via, by, at) VALUES (@agent, @key, @kind, @source, @via, @by, @at)',
  );
  const put = database.prepare(
    `INSERT INTO memory (agent, key, value, bytes, source, base_agent, base_revision, by, revision, created_at, updated_at, expires_at)
     VALUES (@agent, @key, @value, @bytes, @source, @baseAgent, @baseRevision, @by, @revision, @at, @at, @expiresAt)
     ON CONFLICT (agent, key) DO UPDATE SET value = @value, bytes = @bytes, source = @source,
       base_agent = coalesce(@baseAgent, base_agent), base_revision = coalesce(@baseRevision, base_revision),
       by = @by, revision = @revision, updated_at = @at, expires_at = @expiresAt,
       created_at = iif(${LIVE.replace('?', '@at')}, created_at, @at)`,
  );
  const keep = database.prepare(
    'UPDATE memory SET base_agent = @baseAgent, base_revision = @baseRevision, source = NULL WHERE agent = @agent AND key = @key',
  );
  const remove = database.prepare('DELETE FROM memory WHERE id = ?');
  const addText = database.prepare('INSERT INTO memory_text (rowid, key, value) VALUES (?, ?, ?)');
  const removeText = database.prepare('DELETE FROM memory_text WHERE rowid = ?');
  const owners = database.prepare(
    `SELECT agent, count(*) AS entries, sum(bytes) AS bytes, max(updated_at) AS updatedAt FROM memory WHERE ${LIVE}
     GROUP BY agent ORDER BY agent COLLATE NOCASE LIMIT ${MOST_AGENTS}`,
  );
  const links = database.prepare(
    `SELECT agent, source, count(*) AS entries, max(updated_at) AS updatedAt FROM memory WHERE source IS NOT NULL AND ${LIVE}
     GROUP BY agent, source ORDER BY agent COLLATE NOCASE, source COLLATE NOCASE LIMIT ${MOST_KEYS}`,
  );
  const expired = database.prepare('SELECT id, agent, key FROM memory WHERE expires_at <= ? ORDER BY expires_at LIMIT ?');
  const pruneChanges = database.prepare(
    'DELETE FROM memory_changes WHERE number IN (SELECT number FROM memory_changes ORDER BY number LIMIT ?) AND at < ?',
  );

  function write(change: Extract<MemoryChange, { kind: 'set' }>, by: string, at: number): void {
    const { agent, key, value, origin, expiresAt } = change;
    const source = origin === undefined || origin.source === agent ? null : origin.source;
    const via = origin?.base.agent ?? null;
    const { lastInsertRowid } = note.run({ agent, key, kind: origin?.how ?? 'set', source, via, by, at });
    const before = idOf.get(agent, key);
    if (before !== undefined) removeText.run(before);
    const text = JSON.stringify(value);
    put.run({
      agent,
      key,
      value: text,
      bytes: Buffer.byteLength(text),
      source,
      baseAgent: via,
      baseRevision: origin?.base.revision ?? null,
      by,
      revision: Number(lastInsertRowid),
      at,
      expiresAt,
    });
    addText.run(idOf.get(agent, key), key, textOfValue(value));
  }

  function forget(id: unknown): void {
    removeText.run(id);
    remove.run(id);
  }

  /** As it is at `now`. */
  function readerAt(now: number): MemoryReader {
    return {
      get: (agent, key) => toEntry(get.get(agent, key, now)),
      keys: (agent) => keys.all(agent, now) as string[],
      all: (agent) => ofAgent.all(agent, now).map((raw) => toEntry(raw) as MemoryEntry),
      search({ text, agent, limit }: MemoryQuery) {
        const match = matchAllWords(text);
        if (match === undefined) return [];
        return search.all({ match, agent: agent ?? null, now, limit }).map((raw) => toEntry(raw) as MemoryEntry);
      },
    };
  }

  return {
    readerAt,
    /** To be called inside `store.write`. `by`: `run:<id>`, `cli`, `api`, `dashboard`. */
    change(changes: readonly MemoryChange[], by: string, at: number): void {
      for (const change of changes) {
        const { agent, key } = change;
        if (change.kind === 'set') write(change, by, at);
        else if (change.kind === 'keep') {
          const { agent: baseAgent, revision: baseRevision } = change.base;
          if (keep.run({ agent, key, baseAgent, baseRevision }).changes === 0) continue;
          note.run({ agent, key, kind: 'keep', source: null, via: baseAgent, by, at });
        } else {
          const id = idOf.get(agent, key);
          if (id === undefined) continue;
          forget(id);
          note.run({ agent, key, kind: 'delete', source: null, via: null, by, at });
        }
      }
    },
    /** The newest first. */
    list({ agent, source, text, before, limit }: MemoryFilter, now: number): MemoryEntry[] {
      const conditions = where()
        .and(LIVE, now)
        .and('memory.agent = ?', agent)
        .and('source = ?', source)
        .and('revision < ?', before)
        .and(
          'memory.id IN (SELECT rowid FROM memory_text WHERE memory_text MATCH ?)',
          text === undefined ? undefined : (matchAllWords(text) ?? NOTHING),
        );
      return database
        .prepare(`SELECT ${COLUMNS} FROM memory ${conditions.sql} ORDER BY revision DESC LIMIT ?`)
        .all(...conditions.values, limit)
        .map((raw) => toEntry(raw) as MemoryEntry);
    },
    owners: (now: number) => owners.all(now) as MemoryOwner[],
    links: (now: number) => links.all(now) as MemoryLink[],
    /** The newest first. */
    changes(filter: {
      readonly agent?: string;
      readonly key?: string;
      readonly before?: number;
      readonly limit: number;
    }): MemoryChangeRow[] {
      const conditions = where().and('agent = ?', filter.agent).and('key = ?', filter.key).and('number < ?', filter.before);
      return database
        .prepare(`SELECT number, agent, key, kind, source, via, by, at FROM memory_changes ${conditions.sql} ORDER BY number DESC LIMIT ?`)
        .all(...conditions.values, filter.limit) as MemoryChangeRow[];
    },
    /** Removes at most `limit` entries that have expired. Returns how many went. */
    removeExpired(now: number, limit: number): number {
      const rows = expired.all(now, limit) as { id: number; agent: string; key: string }[];
      for (const { id, agent, key } of rows) {
        forget(id);
        note.run({ agent, key, kind: 'expire', source: null, via: null, by: 'upkeep', at: now });
      }
      return rows.length;
    },
    /** Of the oldest `limit` changes, those before `at`. The number of the newest stays known. */
    pruneChanges: (at: number, limit: number): number => pruneChanges.run(limit, at).changes,
  };
}

function toEntry(raw: unknown): MemoryEntry | undefined {
  if (raw === undefined) return undefined;
  const { baseAgent, baseRevision, value, ...row } = raw as Omit<MemoryEntry, 'value' | 'base'> & {
    value: string;
    baseAgent: string | null;
    baseRevision: number | null;
  };
  const base = baseAgent === null || baseRevision === null ? null : { agent: baseAgent, revision: baseRevision };
  return { ...row, base, value: JSON.parse(value) as Json };
}

export type MemoryTable = ReturnType<typeof createMemoryTable>;

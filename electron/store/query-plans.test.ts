import Sqlite from 'better-sqlite3';
import { expect, it, vi } from 'vitest';
import { openDatabase } from './database.ts';
import { makeDataDir, openTestStore } from './test-store.ts';

/** What a person or an agent makes one by one, and what is no table. */
const SMALL = new Set([
  'agents',
  'CONSTANT',
  'drafts',
  'memory',
  'memory_text',
  'model_overrides',
  'model_providers',
  'sqlite_sequence',
  'tree',
  'version',
  'w',
  'workflows',
]);
/** Hold only what has not ended or waits for somebody. */
const SMALL_INDEXES = ['runs_live', 'runs_queue', 'runs_queued_children', 'chat_messages_pending', 'inbox_open', 'inbox_pushed_back'];
/** Asked for by the oldest few, by a person who names a chat, or once an hour. */
const BOUNDED = /ORDER BY (key|number) LIMIT|FROM chat_sessions WHERE title|^DELETE FROM step_cache/;

it('no statement that is made ready at the start reads a history from its beginning to its end', () => {
  const prepared = new Set<string>();
  const prepare = vi.spyOn(Sqlite.prototype, 'prepare');
  const dataDir = makeDataDir();
  openTestStore(dataDir).close();
  for (const [sql] of prepare.mock.calls) if (/^\s*(SELECT|INSERT|UPDATE|DELETE|WITH)/.test(sql)) prepared.add(sql);
  prepare.mockRestore();

  const { database, close } = openDatabase(dataDir);
  const whole: string[] = [];
  for (const sql of prepared) {
    const plan = database.prepare(`EXPLAIN QUERY PLAN ${sql.replaceAll(/\?|@\w+/g, '1')}`).all() as { detail: string }[];
    for (const { detail } of plan) {
      const scan = /^SCAN (\w+)(?:.* INDEX (\w+))?/.exec(detail);
      if (scan === null || /^SCAN \d/.test(detail) || SMALL.has(scan[1] ?? '') || SMALL_INDEXES.includes(scan[2] ?? '')) continue;
      if (!BOUNDED.test(sql)) whole.push(`${detail}: ${sql}`);
    }
  }
  close();
  expect(whole).toEqual([]);
  expect(prepared.size).toBeGreaterThan(100);
});

import { closeSync, copyFileSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { beforeAll, describe, expect, it } from 'vitest';
import { openSalvage } from './salvage.ts';
import type { SalvagedRow } from './salvage-rows.ts';
import { makeDataDir, openTestStore } from './test-store.ts';

const ROWS = 400;
const PAGE = 4096;
/** Text that is no JSON, and long enough for a table to take several pages. */
const textOf = (row: number): string => `${String(row).padStart(6, '0')} ${'é'.repeat(60)}`;

interface Made {
  readonly file: string;
  /** Of each table, how many rows there are. */
  readonly rows: ReadonlyMap<string, number>;
  /** Of each table, the pages that hold its rows, in order. */
  readonly pages: ReadonlyMap<string, readonly number[]>;
}

/** A database with rows in every table of the schema as it is today, whatever that is. */
function fill(): Made {
  const dataDir = makeDataDir();
  openTestStore(dataDir).close();
  const file = join(dataDir, 'pawl.db');
  const database = new Sqlite(file);
  database.pragma('foreign_keys = OFF');
  database.pragma('ignore_check_constraints = ON');
  const names = (type: string): string[] => database.prepare('SELECT name FROM sqlite_schema WHERE type = ?').pluck().all(type).map(String);
  for (const trigger of names('trigger')) database.exec(`DROP TRIGGER "${trigger}"`);
  const list = database.pragma('table_list') as { name: string; type: string; schema: string }[];
  const tables = list.filter(({ name, type, schema }) => schema === 'main' && type === 'table' && !name.startsWith('sqlite_'));
  for (const { name } of tables) {
    const columns = database.pragma(`table_info("${name}")`) as { name: string; type: string }[];
    const insert = database.prepare(`INSERT OR IGNORE INTO "${name}" VALUES (${columns.map(() => '?').join(', ')})`);
    database.transaction(() => {
      for (let row = 1; row <= ROWS; row++) insert.run(...columns.map(({ type }) => (type === 'TEXT' ? textOf(row) : row)));
    })();
  }
  const count = (name: string): number => Number(database.prepare(`SELECT count(*) FROM "${name}"`).pluck().get());
  const leaves = database.prepare(`SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf' ORDER BY path`).pluck();
  const rows = new Map(tables.map(({ name }) => [name, count(name)]));
  const pages = new Map(tables.map(({ name }) => [name, leaves.all(name).map(Number)]));
  database.pragma('wal_checkpoint(TRUNCATE)');
  database.close();
  return { file, rows, pages };
}

function salvage(file: string): { rows: Map<string, SalvagedRow[]>; problems: Map<string, string[]> } {
  const opened = openSalvage(file, join(makeDataDir(), 'copy.db'));
  const rows = new Map<string, SalvagedRow[]>();
  const problems = new Map<string, string[]>();
  for (const table of opened.tables) {
    const found: SalvagedRow[] = [];
    problems.set(
      table.name,
      opened.read(table, (row) => found.push(row)),
    );
    rows.set(table.name, found);
  }
  opened.close();
  return { rows, problems };
}

describe('DB-3 what is salvaged of a database', () => {
  let made: Made;
  beforeAll(() => {
    made = fill();
  });

  it('DB-3 is every row of every table, as it stands, when nothing is lost', () => {
    const { rows, problems } = salvage(made.file);
    expect([...rows].map(([name, found]) => [name, found.length])).toEqual(
      expect.arrayContaining([...made.rows].map(([name, count]) => [name, count])),
    );
    for (const name of ['agents', 'agent_turns', 'memory', 'chat_sessions', 'chat_messages', 'inbox', 'model_performance', 'drafts'])
      expect(rows.get(name)?.length, name).toBeGreaterThan(0);
    expect([...problems.values()].flat()).toEqual([]);
    expect(rows.get('agents')?.[0]).toMatchObject({ name: textOf(1) });
    expect(rows.get('agents')?.[0]).not.toHaveProperty('rowid of salvage');
  });

  it('DB-3 is, with a page of any one table lost, all other tables whole and most of that one', () => {
    for (const [name, pages] of made.pages) {
      if (pages.length < 3) continue;
      const file = join(makeDataDir(), 'pawl.db');
      copyFileSync(made.file, file);
      const descriptor = openSync(file, 'r+');
      writeSync(descriptor, Buffer.alloc(PAGE, 0xa7), 0, PAGE, ((pages[Math.floor(pages.length / 2)] ?? 1) - 1) * PAGE);
      closeSync(descriptor);
      const { rows, problems } = salvage(file);
      for (const [other, count] of made.rows) {
        const found = rows.get(other) ?? [];
        if (other === name) {
          const lost = count - new Set(found.map((row) => JSON.stringify(row))).size;
          expect(problems.get(name), name).not.toEqual([]);
          expect(lost, name).toBeGreaterThan(0);
          expect(lost, name).toBeLessThan((count / pages.length) * 2.5);
          expect(found.length - new Set(found.map((row) => JSON.stringify(row))).size, `${name} twice`).toBe(0);
        } else {
          expect(found.length, `${other} with a page of ${name} lost`).toBe(count);
        }
      }
    }
  });

  it('DB-3 holds what belongs to runs whose own rows are lost', () => {
    const file = join(makeDataDir(), 'pawl.db');
    copyFileSync(made.file, file);
    const descriptor = openSync(file, 'r+');
    for (const page of made.pages.get('runs') ?? []) writeSync(descriptor, Buffer.alloc(PAGE, 0xa7), 0, PAGE, (page - 1) * PAGE);
    closeSync(descriptor);
    const { rows } = salvage(file);
    expect(rows.get('runs')).toEqual([]);
    for (const name of ['steps', 'attempts', 'run_events', 'agent_turns']) expect(rows.get(name)?.length, name).toBe(made.rows.get(name));
  });
});

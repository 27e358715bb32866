import { spawn } from 'node:child_process';
import { closeSync, fdatasyncSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import type { Measure, Row } from './row.ts';
import { median } from './statistics.ts';
import { countPerSecond } from './turns.ts';

/** What the machine itself can do. The other rows measure the one that bounds them beside their own numbers. */
export const floorRow: Row = {
  name: 'floor',
  title: 'What the machine itself does',
  async measure({ folder, seconds }) {
    const ms = (seconds * 1000) / 4;
    const measures: Measure[] = [
      { what: 'fdatasync of 4 KiB', ours: await fdatasyncsPerSecond(folder, ms), unit: 'per second' },
      { what: 'bare SQLite loop, 1 step in a commit', ours: await bareStepsPerSecond(folder, 1, ms), unit: 'per second' },
      { what: 'bare SQLite loop, 8 steps in a commit', ours: await bareStepsPerSecond(folder, 8, ms), unit: 'per second' },
      { what: 'bare SQLite loop, 64 steps in a commit', ours: await bareStepsPerSecond(folder, 64, ms), unit: 'per second' },
    ];
    const spawns = [];
    const starts = [];
    for (let count = 0; count < 9; count++) {
      spawns.push(await spawnMs(smallProcess));
      starts.push(await spawnMs(emptyNode));
    }
    measures.push({ what: 'a small process, from start to end', ours: median(spawns), unit: 'ms' });
    measures.push({ what: 'Node.js with nothing to do, from start to end', ours: median(starts), unit: 'ms' });
    return measures;
  },
};

const REGION_BYTES = 4 * 1024 * 1024;

/** Writes and syncs 4 KiB at a time inside a file that has its size: what a commit costs at least. */
export function fdatasyncsPerSecond(folder: string, ms: number): Promise<number> {
  const file = join(folder, 'fdatasync');
  const descriptor = openSync(file, 'w+');
  writeSync(descriptor, Buffer.alloc(REGION_BYTES));
  fdatasyncSync(descriptor);
  const page = Buffer.alloc(4096, 1);
  let at = 0;
  const result = countPerSecond(ms, () => {
    for (let count = 0; count < 50; count++) {
      writeSync(descriptor, page, 0, page.length, at);
      fdatasyncSync(descriptor);
      at = (at + page.length) % REGION_BYTES;
    }
    return 50;
  });
  return result.finally(() => {
    closeSync(descriptor);
    rmSync(file);
  });
}

/** Two writes for each step and nothing else, with the settings of the promise. */
export async function bareStepsPerSecond(folder: string, stepsInCommit: number, ms: number): Promise<number> {
  const database = openBare(folder);
  const commit = (): void =>
    database.commit(() => {
      for (let count = 0; count < stepsInCommit; count++) database.end(database.start().lastInsertRowid);
    });
  const result = await countPerSecond(ms, () => {
    for (let count = 0; count < 10; count++) commit();
    return 10 * stepsInCommit;
  });
  database.close();
  return result;
}

/**
 * What a step that writes a file can do at best: its intent committed, the file made, written and synced under another name, renamed, its
 * folder synced, and its result committed.
 */
export async function syncedFilesPerSecond(folder: string, ms: number): Promise<number> {
  const file = join(folder, 'written');
  const temporary = `${file}.part`;
  const own = openSync(folder, 'r');
  const database = openBare(folder);
  const result = await countPerSecond(ms, () => {
    for (let count = 0; count < 10; count++) {
      const { lastInsertRowid } = database.start();
      const descriptor = openSync(temporary, 'w');
      writeSync(descriptor, 'a');
      fsyncSync(descriptor);
      closeSync(descriptor);
      renameSync(temporary, file);
      fsyncSync(own);
      database.end(lastInsertRowid);
    }
    return 10;
  });
  closeSync(own);
  rmSync(file);
  database.close();
  return result;
}

function openBare(folder: string) {
  const file = join(folder, 'bare.db');
  const database = new Sqlite(file);
  database.pragma('locking_mode = EXCLUSIVE');
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.exec('CREATE TABLE IF NOT EXISTS steps (key INTEGER PRIMARY KEY, path TEXT, status TEXT, output TEXT) STRICT');
  const start = database.prepare(`INSERT INTO steps (path, status) VALUES (?, 'running')`);
  const end = database.prepare(`UPDATE steps SET status = 'succeeded', output = ? WHERE key = ?`);
  return {
    start: () => start.run('step'),
    end: (key: number | bigint) => end.run('{"ok":true}', key),
    commit: (work: () => void) => database.transaction(work).immediate(),
    close() {
      database.close();
      rmSync(file);
    },
  };
}

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

export const smallProcess: Command =
  process.platform === 'win32' ? { program: 'cmd', args: ['/c', 'exit'] } : { program: 'sh', args: ['-c', 'true'] };
export const emptyNode: Command = { program: process.execPath, args: ['-e', '0'] };

/** From the call that starts the process until it has ended well. Rejects with what it printed when it has not. */
export async function spawnMs({ program, args, environment = {} }: Command): Promise<number> {
  const startedAt = performance.now();
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...environment } });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`${[program, ...args].join(' ')} ended with ${code}: ${printed}`);
  return performance.now() - startedAt;
}

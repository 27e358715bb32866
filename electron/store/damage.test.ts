import { closeSync, mkdirSync, openSync, readFileSync, statSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { beforeAll, describe, expect, it } from 'vitest';
import { leaveUnclean } from './test-processes.ts';
import { copyFolder, hashesOf, makeDataDir, openTestStore } from './test-store.ts';
import { readLog } from './write-ahead-log.ts';

const PAGE = 4096;
const FRAME = PAGE + 24;

/** Left by a kill: what was committed last is only in the log. */
let unclean = '';
/** The same, with everything in the database file, and the mark of a running engine. */
let checkpointed = '';

beforeAll(async () => {
  unclean = makeDataDir();
  await leaveUnclean(unclean);
  checkpointed = makeDataDir();
  copyFolder(unclean, checkpointed);
  const database = new Sqlite(join(checkpointed, 'pawl.db'));
  database.pragma('wal_checkpoint(TRUNCATE)');
  database.close();
});

function patch(file: string, at: number, bytes: Buffer): void {
  const descriptor = openSync(file, 'r+');
  writeSync(descriptor, bytes, 0, bytes.length, at);
  closeSync(descriptor);
}

const noise = (length: number): Buffer => Buffer.from(Array.from({ length }, (_, index) => (index * 151 + 7) % 256));
const database = (dataDir: string): string => join(dataDir, 'pawl.db');
const log = (dataDir: string): string => join(dataDir, 'pawl.db-wal');
const lastPage = (dataDir: string): number => statSync(database(dataDir)).size - PAGE;

const damages: readonly [string, 'unclean' | 'checkpointed', string, (dataDir: string) => void][] = [
  ['noise over the header', 'checkpointed', 'damaged', (dir) => patch(database(dir), 0, noise(100))],
  ['noise over the header, with a log', 'unclean', 'damaged', (dir) => patch(database(dir), 0, noise(100))],
  ['noise over the list of tables', 'checkpointed', 'damaged', (dir) => patch(database(dir), 100, noise(PAGE - 100))],
  ['noise over a page in the middle', 'checkpointed', 'damaged', (dir) => patch(database(dir), 12 * PAGE, noise(PAGE))],
  ['noise over the last page', 'checkpointed', 'damaged', (dir) => patch(database(dir), lastPage(dir), noise(PAGE))],
  ['half of the file cut off', 'checkpointed', 'damaged', (dir) => truncateSync(database(dir), 10 * PAGE)],
  ['a piece of another file', 'checkpointed', 'damaged', (dir) => writeFileSync(database(dir), 'hello\n')],
  ['zero length, with a log', 'unclean', 'damaged', (dir) => truncateSync(database(dir), 0)],
  [
    'zero length in a folder with backups',
    'checkpointed',
    'damaged',
    (dir) => {
      mkdirSync(join(dir, 'backups'));
      writeFileSync(join(dir, 'backups', 'pawl-2030-01-01T00-00-00Z-daily.db'), 'x');
      truncateSync(database(dir), 0);
    },
  ],
  [
    'one byte of a frame in the middle of the log',
    'unclean',
    'damaged',
    (dir) => patch(log(dir), 32 + 3 * FRAME + 100, Buffer.from([99, 98])),
  ],
  ['the header of a frame in the middle of the log', 'unclean', 'damaged', (dir) => patch(log(dir), 32 + 3 * FRAME, noise(24))],
  ['the header of the log', 'unclean', 'damaged', (dir) => patch(log(dir), 0, noise(32))],
  ['another application id', 'checkpointed', 'foreign', (dir) => patch(database(dir), 68, Buffer.from('ABCD'))],
  ['no application id', 'checkpointed', 'foreign', (dir) => patch(database(dir), 68, Buffer.alloc(4))],
];

describe('DB-3 a damaged database', () => {
  it.each(damages)('DB-3 with %s (%s) is refused as %s, and not one byte of it is changed', (_, base, problem, harm) => {
    const dataDir = makeDataDir();
    copyFolder(base === 'unclean' ? unclean : checkpointed, dataDir);
    harm(dataDir);
    const before = hashesOf(dataDir);
    for (let times = 0; times < 2; times++) {
      expect(() => openTestStore(dataDir)).toThrow(expect.objectContaining({ problem }));
      expect(hashesOf(dataDir)).toEqual(before);
    }
  });

  it('DB-3 whose file is missing while its log is there is not begun anew', () => {
    const dataDir = makeDataDir();
    copyFolder(unclean, dataDir, ['pawl.db-wal']);
    const before = hashesOf(dataDir);
    expect(() => openTestStore(dataDir)).toThrow(expect.objectContaining({ problem: 'damaged' }));
    expect(hashesOf(dataDir)).toEqual(before);
  });

  it('DB-3 zero length in a folder that was never used is a first start that was cut short', () => {
    const dataDir = makeDataDir();
    writeFileSync(database(dataDir), '');
    const store = openTestStore(dataDir);
    expect(store.epoch).toBe(1);
    store.close();
  });
});

describe('DB-3 the end of a log', () => {
  const frames = (): number => Math.floor((statSync(log(unclean)).size - 32) / FRAME);
  /** The first frame after the last commit but one. A frame that ends a transaction carries the size of the database. */
  const lastTransaction = (): number => {
    const bytes = readFileSync(log(unclean));
    const commits = Array.from({ length: frames() }, (_, frame) => frame).filter((frame) => bytes.readUInt32BE(32 + frame * FRAME + 4) > 0);
    return (commits.at(-2) ?? -1) + 1;
  };

  it('DB-3 that a crash has torn is no damage: what was committed before is there', () => {
    const dataDir = makeDataDir();
    copyFolder(unclean, dataDir);
    truncateSync(log(dataDir), 32 + (frames() - 1) * FRAME + 1000);
    const store = openTestStore(dataDir);
    expect(store.runs.list({ limit: 10 }).length).toBeGreaterThanOrEqual(4);
    store.close();
  });

  it('DB-3 is damaged wherever a frame is broken that a later transaction stands on', () => {
    for (let frame = 0; frame < frames(); frame++) {
      const dataDir = makeDataDir();
      copyFolder(unclean, dataDir);
      patch(log(dataDir), 32 + frame * FRAME + 24 + 2000, Buffer.from([1, 2, 3, 4]));
      const facts = readLog(log(dataDir));
      // Of the last transaction nobody can say whether it was ever whole; it holds more than one frame.
      if (frame < lastTransaction()) expect(facts?.damage, `frame ${frame}`).toContain(`frame ${frame + 1} `);
    }
    expect(readLog(log(unclean))?.damage).toBeUndefined();
  });

  it('DB-3 that is all zeros holds nothing', () => {
    const dataDir = makeDataDir();
    copyFolder(checkpointed, dataDir);
    writeFileSync(log(dataDir), Buffer.alloc(32 + 2 * FRAME));
    const store = openTestStore(dataDir);
    expect(store.runs.list({ limit: 10 })).toHaveLength(5);
    store.close();
  });
});

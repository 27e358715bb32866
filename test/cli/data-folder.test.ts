import { closeSync, existsSync, openSync, readdirSync, readFileSync, renameSync, statSync, truncateSync, writeSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { makePlace, type Place, whenEnded, whenPrinted } from './spawn-pawl.ts';

let place: Place;
let home: string;
beforeEach(async () => {
  place = await makePlace();
  home = path.join(place.folder, 'home');
});

const hello = `
name: Say hello
settings: { retention: { keep: 2 } }
steps:
  - { id: note, action: log, with: { message: hello } }
`;

async function runTimes(times: number): Promise<void> {
  await place.write('hello.yaml', hello);
  for (let count = 0; count < times; count++) expect((await place.pawl('run', 'hello.yaml', '--quiet')).code).toBe(0);
}

function damage(at: number, bytes: number): void {
  const descriptor = openSync(path.join(home, 'pawl.db'), 'r+');
  writeSync(descriptor, Buffer.alloc(bytes, 0xa7), 0, bytes, at);
  closeSync(descriptor);
}

const linesOf = (file: string): unknown[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line));

describe('pawl doctor', () => {
  it('tells how the data folder stands', async () => {
    await runTimes(1);
    await place.pawl('backup');
    const { answer, code } = await place.json('doctor', '--deep');
    expect(code).toBe(0);
    const checks = new Map((answer as { checks: { name: string; detail: string }[] }).checks.map(({ name, detail }) => [name, detail]));
    expect(checks.get('database')).toContain('is sound');
    expect(checks.get('last stop')).toContain('in order');
    expect(checks.get('settings')).toBe('journal_mode wal, synchronous 2, locking_mode exclusive, auto_vacuum 2');
    expect(checks.get('size')).toMatch(/database \d+ KB, of which .* free; log /);
    expect(checks.get('backups')).toMatch(/^1, the newest .* ago \(.*by-hand\.db/);
    expect(checks.get('disk')).toContain('free beside the data folder');
    expect(checks.get('pawl')).toMatch(/version .*, data format \d/);
    expect(checks.get('runs')).toBe('the rows of 1 runs say what their events say');
  });
});

describe('pawl backup and pawl vacuum', () => {
  it('write a copy where they are told, and delete what retention gives up', { timeout: 60_000 }, async () => {
    await runTimes(4);
    const folder = path.join(place.folder, 'safe');
    const { answer } = await place.json('backup', folder);
    expect(answer).toEqual({ file: path.join(folder, readdirSync(folder)[0] ?? ''), bytes: expect.any(Number) });
    expect((await place.json('vacuum')).answer).toMatchObject({ runs: 2, firings: 0 });
    expect((await place.json('runs')).answer).toMatchObject({ items: [{ state: 'completed' }, { state: 'completed' }] });
    const nowhere = await place.json('backup', '/proc/nowhere');
    expect(nowhere).toMatchObject({
      code: 1,
      answer: { error: { code: 'BACKUP_FAILED', message: expect.stringContaining('/proc/nowhere') } },
    });
  });
});

describe('DB-3 a damaged database', () => {
  it('DB-3 is told by doctor, rescued into files, kept, and a start over works', { timeout: 60_000 }, async () => {
    await place.write('kept.yaml', hello);
    await place.pawl('import', 'kept.yaml');
    await runTimes(2);
    damage(0, 100);
    const bytes = readFileSync(path.join(home, 'pawl.db'));

    expect(await place.pawl('runs')).toMatchObject({ code: 6, stderr: expect.stringContaining('is damaged') });
    const doctor = await place.json('doctor');
    expect(doctor).toMatchObject({
      code: 1,
      answer: {
        ok: false,
        checks: expect.arrayContaining([
          expect.objectContaining({ name: 'database', ok: false, fix: expect.stringContaining('pawl rescue') }),
          expect.objectContaining({ name: 'backups' }),
        ]),
      },
    });

    const rescued = path.join(place.folder, 'rescued');
    const rescue = await place.json('rescue', rescued);
    expect(rescue).toMatchObject({ code: 0, answer: { read: { runs: 2 }, unreadable: [] } });
    const files = readdirSync(path.join(rescued, 'workflows'));
    expect(files).toEqual([expect.stringMatching(/^say-hello-.*\.pawl\.yaml$/), expect.stringMatching(/^say-hello-.*\.pawl\.yaml$/)]);
    expect((await place.pawl('validate', path.join(rescued, 'workflows', files[0] ?? ''))).code).toBe(0);
    expect(linesOf(path.join(rescued, 'runs.jsonl'))).toMatchObject([{ status: 'completed' }, { status: 'completed' }]);
    expect(linesOf(path.join(rescued, 'steps.jsonl'))).toMatchObject([{ path: 'note', status: 'succeeded' }, { path: 'note' }]);
    expect(linesOf(path.join(rescued, 'run-events.jsonl')).length).toBeGreaterThan(4);
    expect(JSON.parse(readFileSync(path.join(rescued, 'summary.json'), 'utf8'))).toEqual(rescue.answer);
    expect(await place.pawl('rescue', rescued)).toMatchObject({ code: 2, stderr: expect.stringContaining('not empty') });
    expect(readFileSync(path.join(home, 'pawl.db'))).toEqual(bytes);

    const { answer } = await place.json('rescue', '--start-over');
    const aside = (answer as { aside: string }).aside;
    expect(aside).toContain('pawl.db.damaged-');
    expect(readFileSync(aside)).toEqual(bytes);
    await runTimes(1);
    expect((await place.json('runs')).answer).toMatchObject({ items: [{ state: 'completed' }] });
    expect(await place.pawl('rescue', '--start-over')).toMatchObject({ code: 1, stderr: expect.stringContaining('is sound') });
  });

  it('DB-3 with a lost page gives up what can be read around it, and a backup takes its place', { timeout: 60_000 }, async () => {
    await runTimes(3);
    await place.pawl('backup');
    const pages = statSync(path.join(home, 'pawl.db')).size / 4096;
    const rescued: number[] = [];
    for (let page = 1; page < pages; page += 6) {
      const before = readFileSync(path.join(home, 'pawl.db'), { encoding: 'latin1' });
      damage(page * 4096, 4096);
      const { answer } = await place.json('rescue', path.join(place.folder, `rescued-${page}`));
      rescued.push((answer as { read: { runs?: number } }).read.runs ?? 0);
      damageBack(before);
    }
    // Most pages hold no run.
    expect(rescued.filter((runs) => runs === 3).length).toBeGreaterThan(rescued.length / 2);
    truncateSync(path.join(home, 'pawl.db'), 0);
    expect((await place.pawl('runs')).code).toBe(6);
    expect(await place.json('rescue', '--restore')).toMatchObject({ code: 0, answer: { backup: expect.stringContaining('by-hand') } });
    expect((await place.json('runs')).answer).toMatchObject({ items: [{}, {}, {}] });

    function damageBack(before: string): void {
      const descriptor = openSync(path.join(home, 'pawl.db'), 'r+');
      writeSync(descriptor, Buffer.from(before, 'latin1'));
      closeSync(descriptor);
    }
  });
});

describe('DB-4 one engine', () => {
  it('DB-4 many commands at once are clients of the one that serves', { timeout: 120_000 }, async () => {
    const server = place.start('serve');
    const ended = whenEnded(server);
    await whenPrinted(server, /No triggers yet/);
    const lists = await Promise.all(Array.from({ length: 12 }, () => place.pawl('list')));
    expect(lists.map(({ code }) => code)).toEqual(lists.map(() => 0));
    server.kill('SIGTERM');
    expect((await ended).code).toBe(0);
  });

  it('DB-4 many commands at once without one take turns', { timeout: 300_000 }, async () => {
    const lists = await Promise.all(Array.from({ length: 12 }, () => place.pawl('list')));
    expect(lists.map(({ code, stderr }) => [code, stderr.includes('No workflows yet')])).toEqual(lists.map(() => [0, true]));
  });
});

describe('DB-5 the data folder', () => {
  it('DB-5 that is removed while it is served is not made again, and is said to be gone', { timeout: 60_000 }, async () => {
    const server = place.start('serve');
    const ended = whenEnded(server);
    await whenPrinted(server, /No triggers yet/);
    renameSync(home, `${home}-elsewhere`);
    await whenPrinted(server, /moved or removed/);
    expect(existsSync(home)).toBe(false);
    renameSync(`${home}-elsewhere`, home);
    await whenPrinted(server, /open again/);
    server.kill('SIGTERM');
    expect((await ended).code).toBe(0);
    expect((await place.pawl('doctor')).code).toBe(0);
  });
});

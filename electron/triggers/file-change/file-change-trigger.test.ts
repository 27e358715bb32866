import { once } from 'node:events';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Clock } from '../../../shared/lib/clock.ts';
import { type FileChangeConfig, fileChangeTrigger } from '../../../shared/triggers/file-change.ts';
import { MemoryTriggerPorts } from '../../../test/support/memory-trigger-ports.ts';
import { until } from '../../../test/support/until.ts';
import { systemClock } from '../../platform/system-clock.ts';
import type { TriggerBehaviour } from '../behaviour.ts';
import { createOwnWrites } from '../own-writes.ts';
import { createFileChangeBehaviour } from './file-change-trigger.ts';

const KEY = 'w1/t1';
/** Creating 10,000 files alone can take a busy disk many seconds. */
const BURST_TIMEOUT_MS = 90_000;
/** The system's clock with the long waits (root checks, retries) shortened, so that tests wait for conditions and not for them. */
const quickClock: Clock = { ...systemClock, setTimeout: (run, ms) => systemClock.setTimeout(run, Math.min(ms, 100)) };

let root: string;
let ports: MemoryTriggerPorts;
let behaviour: TriggerBehaviour | undefined;

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'pawl-files-')));
  ports = new MemoryTriggerPorts();
});
afterEach(async () => {
  await behaviour?.close();
  behaviour = undefined;
  rmSync(root, { recursive: true, force: true });
});

const write = (name: string, text = 'x') => {
  const path = join(root, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
};
const arm = async (config: Partial<FileChangeConfig> & Pick<FileChangeConfig, 'path'>) => {
  await behaviour?.close();
  behaviour = await createFileChangeBehaviour()({
    trigger: { key: KEY, workflowId: 'w1', triggerId: 't1', type: 'file_change', config: {}, workingDirectory: root, paused: false },
    config: { ...fileChangeTrigger.config.parse({ path: '*', settle: '40ms' }), maxRunsPerMinute: 1000, ...config },
    ports,
    clock: quickClock,
  });
};
const health = () => ports.health.at(-1)?.health;
const fired = () => ports.rows('started').map((row) => `${row.data['event']} ${row.data['relativePath']}`);
const firedBecomes = async (...expected: string[]) => {
  await until(() => fired().length >= expected.length, `the runs ${expected.join(', ')}`);
  expect(fired().sort()).toEqual([...expected].sort());
};
/** Makes a change that must fire, so that what should not have fired has had its time. */
const nothingElseThan = async (...expected: string[]) => {
  write('zz-last');
  await firedBecomes(...expected, 'add zz-last');
};
const whenKnown = () => until(() => ports.positions.get(KEY) !== undefined && ports.positions.get(KEY) !== null, 'the baseline');

describe('a file_change trigger', () => {
  it('fires for what is added and changed after it was armed, with the facts of the file', async () => {
    write('old.txt');
    await arm({ path: '**/*' });
    const path = write('sub/new.txt', 'four');
    appendFileSync(join(root, 'old.txt'), 'more');
    await firedBecomes('add sub/new.txt', 'change old.txt');
    const data = ports.rows('started').find((row) => row.data['event'] === 'add')?.data;
    expect(data).toMatchObject({ filePath: path, fileName: 'new.txt', dir: join(root, 'sub'), size: 4 });
    expect(Date.parse(String(data?.['mtime']))).not.toBeNaN();
    expect(fileChangeTrigger.data.parse(data).files).toHaveLength(1);
    expect(health()).toBe('armed');
  });

  it('fires for removals and folders when they are asked for', async () => {
    write('a.txt');
    write('sub/b.txt');
    await arm({ path: '**/*', events: ['unlink', 'addDir', 'unlinkDir'] });
    unlinkSync(join(root, 'a.txt'));
    mkdirSync(join(root, 'made'));
    rmSync(join(root, 'sub'), { recursive: true });
    await firedBecomes('unlink a.txt', 'addDir made', 'unlinkDir sub', 'unlink sub/b.txt');
    expect(ports.journal[0]?.data['size']).toBeNull();
  });

  it('WA-2 sees one change in each way of saving: rename over, move away and write, truncate and write', async () => {
    for (const name of ['rename', 'safe', 'truncate']) write(name, 'old');
    await arm({ path: '*' });
    write('.rename.tmp', 'new text');
    renameSync(join(root, '.rename.tmp'), join(root, 'rename'));
    renameSync(join(root, 'safe'), join(root, 'safe~'));
    write('safe', 'new text');
    unlinkSync(join(root, 'safe~'));
    write('truncate', '');
    write('truncate', 'new text');
    await nothingElseThan('change rename', 'change safe', 'change truncate');
  });

  it('WA-2 fires once for a file written slowly, when it is whole', async () => {
    await arm({ path: '*' });
    const watcher = watch(root);
    for (let part = 0; part < 10; part += 1) {
      const seen = once(watcher, 'change');
      appendFileSync(join(root, 'slow.bin'), Buffer.alloc(1_000_000));
      await seen;
    }
    watcher.close();
    await firedBecomes('add slow.bin');
    expect(ports.rows('started')[0]?.data['size']).toBe(10_000_000);
    await nothingElseThan('add slow.bin');
  });

  it('a burst with batch: all is one run with every file', async () => {
    await arm({ path: '**/*', batch: 'all' });
    for (let index = 0; index < 300; index += 1) write(`f${index}`);
    await until(() => ports.rows('started').length > 0);
    expect(ports.rows('started')).toHaveLength(1);
    expect(fileChangeTrigger.data.parse(ports.rows('started')[0]?.data).files).toHaveLength(300);
  });

  it(
    'WA-1 accounts for every one of 10,000 files in the journal, and the loop answers throughout',
    async () => {
      await arm({ path: '**/*', maxRunsPerMinute: 20 });
      let turns = 0;
      const ticker = setInterval(() => {
        turns += 1;
      }, 5);
      const make = Array.from({ length: 100 }, (_, folder) => async () => {
        for (let file = 0; file < 100; file += 1) write(`d${folder}/f${file}`);
        await nextTurn();
      });
      for (const step of make) await step();
      await until(() => ports.journal.length >= 10_000, '10,000 rows', BURST_TIMEOUT_MS);
      clearInterval(ticker);
      expect(new Set(ports.journal.map((row) => row.data['filePath'])).size).toBe(10_000);
      expect([ports.rows('started').length, ports.rows('breaker_open').length]).toEqual([20, 9980]);
      expect(turns).toBeGreaterThan(20);
      expect(ports.health.at(-1)).toMatchObject({ health: 'failing', reason: expect.stringContaining('maxRunsPerMinute') });
    },
    BURST_TIMEOUT_MS,
  );

  it('WA-3 says that the root is lost, takes up again when it is back, and finds what has changed', async () => {
    write('in/kept.txt', 'same');
    write('in/gone.txt');
    await arm({ path: 'in/**', events: ['add', 'change', 'unlink'] });
    await whenKnown();
    renameSync(join(root, 'in'), join(root, 'away'));
    await until(() => health() === 'lost', 'the loss');
    unlinkSync(join(root, 'away/gone.txt'));
    writeFileSync(join(root, 'away/new.txt'), 'x');
    renameSync(join(root, 'away'), join(root, 'in'));
    await firedBecomes('unlink in/gone.txt', 'add in/new.txt');
    expect(health()).toBe('armed');
    write('in/later.txt');
    await firedBecomes('unlink in/gone.txt', 'add in/new.txt', 'add in/later.txt');
  });

  it('WA-3 compares with what a link leads to when the root is swapped for one', async () => {
    write('in/a.txt', 'old');
    write('other/a.txt', 'other text');
    await arm({ path: 'in/**' });
    await whenKnown();
    renameSync(join(root, 'in'), join(root, 'was'));
    symlinkSync(join(root, 'other'), join(root, 'in'));
    await firedBecomes('change in/a.txt');
    write('other/b.txt');
    await firedBecomes('change in/a.txt', 'add in/b.txt');
  });

  it('WA-3 watches the other folders on when one is lost', async () => {
    write('in/a.txt');
    write('other/b.txt');
    await arm({ path: ['in/**', 'other/**'] });
    rmSync(join(root, 'in'), { recursive: true });
    await until(() => health() === 'lost', 'the loss');
    write('other/c.txt');
    await firedBecomes('add other/c.txt');
  });

  it('a folder that does not exist yet is waited for', async () => {
    await arm({ path: 'inbox/*.csv' });
    expect(health()).toBe('lost');
    write('inbox/a.csv');
    await firedBecomes('add inbox/a.csv');
    expect(health()).toBe('armed');
  });

  it('WA-5 knows what its own runs wrote by path and bytes, and fires when somebody else writes the same path', async () => {
    const ownWrites = createOwnWrites({ now: () => Date.now(), ttlMs: 60_000 });
    ports.findWriter = (workflowId, path, fact) => ownWrites.find(workflowId, path, fact);
    await arm({ path: '*' });
    ownWrites.record({ runId: 'run7', workflowId: 'w1' }, write('report.txt', 'by the run'));
    await until(() => ports.rows('own_output').length === 1, 'own output');
    expect(ports.rows('own_output')[0]?.reason).toContain('run7');
    write('report.txt', 'by a person');
    await firedBecomes('change report.txt');
  });

  it('WA-5 stops two workflows that write for each other', async () => {
    await arm({ path: '*', maxRunsPerMinute: 5 });
    ports.verdictOf = () => {
      write('pong.txt', `${ports.journal.length}${'x'.repeat(ports.journal.length)}`);
      return 'started';
    };
    write('pong.txt');
    await until(() => health() === 'failing', 'the breaker');
    expect(ports.rows('started')).toHaveLength(5);
    await until(() => ports.rows('breaker_open').length > 0);
  });

  it('WA-6 finds by polling what no event tells', async () => {
    write('a.txt');
    await arm({ path: '*', poll: 20 });
    write('a.txt', 'changed');
    write('b.txt');
    await firedBecomes('change a.txt', 'add b.txt');
    expect(health()).toBe('armed');
  });

  it('WA-6 catches up with what changed while it was off, or not when that is not wanted', async () => {
    write('a.txt');
    write('b.txt');
    await arm({ path: '*' });
    await whenKnown();
    await behaviour?.close();
    write('a.txt', 'changed offline');
    write('c.txt');
    await arm({ path: '*' });
    await firedBecomes('change a.txt', 'add c.txt');
    await behaviour?.close();
    write('b.txt', 'changed offline');
    await arm({ path: '*', missed: 'ignore' });
    await nothingElseThan('change a.txt', 'add c.txt');
  });

  it('other paths in the config start afresh: files that were always there are not news', async () => {
    write('a.md');
    write('b.txt');
    await arm({ path: '*.txt' });
    await whenKnown();
    await arm({ path: '*.{txt,md}' });
    await until(() => String(ports.positions.get(KEY)).includes('md'));
    await arm({ path: '*.{txt,md}' });
    write('c.txt');
    await firedBecomes('add c.txt');
  });

  it('with contentHash fires only when the bytes differ', async () => {
    const same = write('same.txt', 'text');
    await arm({ path: '*', contentHash: true });
    await whenKnown();
    utimesSync(same, new Date(), new Date(Date.now() - 60_000));
    await until(() => ports.rows('filtered').length === 1, 'the filtered change');
    write('same.txt', 'next');
    await firedBecomes('change same.txt');
  });

  it('a new .gitignore hides and shows files without a run', async () => {
    mkdirSync(join(root, '.git'));
    write('.gitignore', 'out\n');
    write('out/hidden.txt');
    await arm({ path: '**/*' });
    await whenKnown();
    write('.gitignore', '');
    await until(() => ports.snapshots.get(KEY)?.has(join(root, 'out/hidden.txt')) === true, 'the rules');
    write('out/hidden.txt', 'changed');
    await nothingElseThan('change out/hidden.txt');
  });

  it('a change that could not be recorded is tried again and not lost', async () => {
    await arm({ path: '*' });
    await whenKnown();
    ports.failure = new Error('disk full');
    write('a.txt');
    await until(() => health() === 'failing', 'the failure');
    ports.failure = undefined;
    await firedBecomes('add a.txt');
    expect(health()).toBe('armed');
  });

  it('a file moved away and back is news each time', async () => {
    const path = write('a.txt');
    await arm({ path: '*', events: ['add', 'unlink'] });
    for (let round = 0; round < 2; round += 1) {
      const runs = fired().length;
      renameSync(path, join(root, '.away'));
      await until(() => fired().length === runs + 1, 'the removal');
      renameSync(join(root, '.away'), path);
      await until(() => fired().length === runs + 2, 'the return');
    }
    expect(new Set(ports.journal.map((row) => row.dedupeKey)).size).toBe(4);
    expect(readFileSync(path, 'utf8')).toBe('x');
  });
});

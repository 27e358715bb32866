import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { until } from '../../../test/support/until.ts';
import { systemClock } from '../../platform/system-clock.ts';
import { createChokidarWatcher } from './chokidar-watcher.ts';
import { createDrainMeter, linuxFloodLimit } from './drain-meter.ts';
import { createLinuxWatcher } from './linux-watcher.ts';
import { createMatcher, type MatcherOptions } from './matcher.ts';
import { createPollWatcher } from './poll-watcher.ts';
import type { Watcher, WatchScope, WatchSink } from './watcher.ts';

const implementations: { name: string; create: (scope: WatchScope, sink: WatchSink) => Watcher; reportsNames: boolean; skip: boolean }[] = [
  {
    name: 'linux',
    create: (scope, sink) => createLinuxWatcher(scope, sink, createDrainMeter(linuxFloodLimit())),
    reportsNames: true,
    skip: process.platform !== 'linux',
  },
  { name: 'chokidar', create: createChokidarWatcher, reportsNames: true, skip: false },
  { name: 'poll', create: (scope, sink) => createPollWatcher(scope, sink, systemClock, 20), reportsNames: false, skip: false },
];

/** Creating 10,000 files alone can take a busy disk many seconds. */
const BURST_TIMEOUT_MS = 90_000;

let root: string;
let watcher: Watcher | undefined;
const touched = new Set<string>();
const scanned = new Set<string>();
let failures: unknown[] = [];

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'pawl-watcher-')));
  touched.clear();
  scanned.clear();
  failures = [];
});
afterEach(async () => {
  await watcher?.close();
  rmSync(root, { recursive: true, force: true });
});

const write = (name: string, text = 'x') => {
  const path = join(root, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
  return path;
};

describe.each(implementations)('the $name watcher', ({ create, reportsNames, skip }) => {
  const start = async (options: Partial<MatcherOptions> = {}) => {
    const matcher = createMatcher({
      path: '**/*',
      ignore: undefined,
      depth: undefined,
      workingDirectory: root,
      homeDirectory: root,
      ...options,
    });
    const scan = async () => {
      scanned.clear();
      await watcher?.scan((path) => scanned.add(path));
    };
    const sink: WatchSink = {
      touched: (path) => touched.add(path),
      // What the trigger does when it is asked to compare: everything that is there is looked at.
      stale: () => void scan().then(() => scanned.forEach((path) => void touched.add(path))),
      rulesChanged: () => matcher.forgetRules(),
      failed: (error) => failures.push(error),
    };
    watcher = create({ matcher, followSymlinks: false }, sink);
    await scan();
  };
  const seen = (path: string) => until(() => touched.has(path), `a report of ${path}`);

  it.skipIf(skip)('scans what matches and nothing else', async () => {
    const wanted = write('src/a.ts');
    write('src/a.js');
    write('node_modules/b/b.ts');
    await start({ path: '**/*.ts' });
    expect([...scanned]).toEqual([wanted]);
  });

  it.skipIf(skip)('reports a file that is added, changed, or moved in, also in folders that are new', async () => {
    const existing = write('a.txt');
    await start();
    const added = write('b.txt');
    await seen(added);
    writeFileSync(existing, 'longer');
    await seen(existing);
    const deep = write('new/deeper/c.txt');
    await seen(deep);
    renameSync(join(root, 'new'), join(root, 'other'));
    const moved = join(root, 'other/deeper/c.txt');
    await seen(moved);
    const inMoved = write('other/deeper/d.txt');
    await seen(inMoved);
  });

  it.skipIf(skip || !reportsNames)('reports a file that goes, and a folder that goes with what was in it', async () => {
    const file = write('a.txt');
    const folder = join(root, 'sub');
    write('sub/b.txt');
    await start();
    rmSync(file);
    await seen(file);
    rmSync(folder, { recursive: true });
    await seen(folder);
  });

  it.skipIf(skip)('loses nothing of a folder that is removed and made again at once', async () => {
    write('sub/a.txt');
    await start();
    rmSync(join(root, 'sub'), { recursive: true });
    const again = write('sub/b.txt');
    await seen(again);
    const later = write('sub/c.txt');
    await seen(later);
  });

  it.skipIf(skip)('reports nothing that cannot match', async () => {
    write('.git/HEAD');
    write('node_modules/a/index.js');
    mkdirSync(join(root, 'src'));
    await start({ path: 'src/**/*.ts' });
    write('.git/HEAD', 'other');
    write('node_modules/a/index.js', 'other');
    write('src/readme.md');
    const last = write('src/last.ts');
    await seen(last);
    expect([...touched].filter((path) => !path.startsWith(join(root, 'src')))).toEqual([]);
    expect(touched.has(join(root, 'src/readme.md'))).toBe(false);
  });

  it.skipIf(skip)(
    'WA-1 loses none of 10,000 files made by another process in 100 new folders',
    async () => {
      await start();
      const script = 'for d in $(seq 100); do mkdir -p d$d; for f in $(seq 100); do : > d$d/f$f; done; done';
      execFileSync('sh', ['-c', script], { cwd: root });
      const count = () => [...touched].filter((path) => /\/d\d+\/f\d+$/.test(path)).length;
      await until(() => count() === 10_000, '10,000 reports');
      expect(failures).toEqual([]);
    },
    BURST_TIMEOUT_MS,
  );
});

describe('the drain meter', () => {
  it.skipIf(process.platform !== 'linux')(
    'WA-1 tells when the queue of events ran over while the loop was blocked, which nothing else does',
    async () => {
      const matcher = createMatcher({ path: '*', ignore: undefined, depth: undefined, workingDirectory: root, homeDirectory: root });
      let stale = 0;
      const sink: WatchSink = {
        touched: (path) => touched.add(path),
        stale: () => {
          stale += 1;
        },
        rulesChanged: () => {},
        failed: (error) => failures.push(error),
      };
      watcher = createLinuxWatcher({ matcher, followSymlinks: false }, sink, createDrainMeter(linuxFloodLimit()));
      await watcher.scan(() => {});
      const files = linuxFloodLimit() * 2;
      execFileSync('sh', ['-c', `for f in $(seq ${files}); do echo x > f$f; done`], { cwd: root });
      await until(() => stale > 0, 'the notice');
      expect(touched.size).toBeLessThan(files);
    },
  );
});

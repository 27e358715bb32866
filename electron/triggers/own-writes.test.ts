import { mkdtempSync, realpathSync, rmSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hashFile, lookAt } from './file-change/file-fact.ts';
import { createOwnWrites } from './own-writes.ts';

const writer = { runId: 'run1', workflowId: 'w1' };
let root: string;
let now = 0;

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'pawl-own-')));
  now = 1000;
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const create = () => createOwnWrites({ now: () => now, ttlMs: 60_000 });
const factOf = (path: string) => lookAt(path, false)?.fact ?? null;

describe('own writes', () => {
  it('WA-5 are found by path and content, also when only the time was changed since', async () => {
    const ownWrites = create();
    const path = join(root, 'a.txt');
    writeFileSync(path, 'by the run');
    const fact = lookAt(path, false)?.fact ?? null;
    ownWrites.record(writer, path, fact && { ...fact, sha256: await hashFile(path) });
    expect(await ownWrites.find('w1', path, factOf(path))).toBe('run1');
    utimesSync(path, 1, 1);
    expect(await ownWrites.find('w1', path, factOf(path))).toBe('run1');
  });

  it('WA-5 are not what somebody else wrote there later, be it as long', async () => {
    const ownWrites = create();
    const path = join(root, 'a.txt');
    writeFileSync(path, 'by the run');
    ownWrites.record(writer, path);
    await ownWrites.find('w1', path, factOf(path));
    writeFileSync(path, 'BY THE RUN');
    utimesSync(path, 1, 1);
    expect(await ownWrites.find('w1', path, factOf(path))).toBeUndefined();
  });

  it('count removals, and only for the workflow that wrote', async () => {
    const ownWrites = create();
    const path = join(root, 'a.txt');
    writeFileSync(path, 'x');
    unlinkSync(path);
    ownWrites.record(writer, path);
    expect(await ownWrites.find('w1', path, null)).toBe('run1');
    expect(await ownWrites.find('w2', path, null)).toBeUndefined();
  });

  it('are forgotten after their time', async () => {
    const ownWrites = create();
    const path = join(root, 'a.txt');
    ownWrites.record(writer, path, null);
    now += 60_001;
    expect(await ownWrites.find('w1', path, null)).toBeUndefined();
  });
});

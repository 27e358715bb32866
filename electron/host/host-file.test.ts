import { mkdtemp, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Host, readHost, removeHost, writeHost } from './host-file.ts';

const host: Host = { pid: process.pid, socket: '/tmp/pawl.sock', token: 'first', version: '1.0.0', startedAt: '2026-11-20T09:00:00.000Z' };
const makeFolder = () => mkdtemp(path.join(tmpdir(), 'pawl-host-'));

describe('the host file', () => {
  it('is read back as it was written, by its owner alone, with nothing left beside it', async () => {
    const folder = await makeFolder();
    await writeHost(folder, host);
    expect(await readHost(folder)).toEqual(host);
    expect((await stat(path.join(folder, 'host.json'))).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['host.json']);
  });

  it('of a process that is gone counts as none', async () => {
    const folder = await makeFolder();
    // Above the largest process id of every system.
    await writeHost(folder, { ...host, pid: 2 ** 31 - 2 });
    expect(await readHost(folder)).toBeUndefined();
  });

  it('that is damaged, or is not there, counts as none', async () => {
    const folder = await makeFolder();
    expect(await readHost(folder)).toBeUndefined();
    await writeFile(path.join(folder, 'host.json'), '{"pid": 1');
    expect(await readHost(folder)).toBeUndefined();
    await writeFile(path.join(folder, 'host.json'), '{"pid": "1"}');
    expect(await readHost(folder)).toBeUndefined();
  });

  it('of a successor is not removed', async () => {
    const folder = await makeFolder();
    await writeHost(folder, { ...host, token: 'second' });
    await removeHost(folder, 'first');
    expect(JSON.parse(await readFile(path.join(folder, 'host.json'), 'utf8'))).toMatchObject({ token: 'second' });
    await removeHost(folder, 'second');
    await removeHost(folder, 'second');
    expect(await readdir(folder)).toEqual([]);
  });
});

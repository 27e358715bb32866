import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { findElectron } from '../scripts/find-electron.ts';
import { whenPrinted } from './cli/spawn-pawl.ts';
import { request } from './support/hosted-app.ts';
import { until } from './support/until.ts';

const root = path.resolve(import.meta.dirname, '..');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'pawl-start-'));
});

/** `npm start`, on a data folder of its own, with programs of its own first in the path. */
function start(environment: Readonly<Record<string, string | undefined>>): ChildProcessWithoutNullStreams {
  const env = {
    ...process.env,
    PAWL_HOME: path.join(folder, 'home'),
    PATH: `${folder}${path.delimiter}${process.env['PATH']}`,
    ...environment,
  };
  return spawn(process.execPath, [path.join(root, 'scripts/start.ts')], { cwd: folder, env });
}

function program(name: string, script: string): string {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}

async function stop(child: ChildProcessWithoutNullStreams): Promise<number | null> {
  child.kill('SIGINT');
  const [code] = await once(child, 'exit');
  return code;
}

async function login(link: string): Promise<number> {
  const url = new URL(link);
  const body = JSON.stringify({ code: url.hash.slice(1) });
  return (await request(Number(url.port), '/session', { method: 'POST', headers: { 'content-type': 'application/json' }, body })).status;
}

const noDisplay = { DISPLAY: undefined, WAYLAND_DISPLAY: undefined };
const link = /http:\/\/127\.0\.0\.1:\d+\/login#\S+/;

describe.skipIf(process.platform === 'win32')('npm start', () => {
  it('without a display says why, and prints an address that lets a window in', async () => {
    program('dist/electron', 'echo never >&2');
    const pawl = start({ ...noDisplay, ELECTRON_OVERRIDE_DIST_PATH: path.join(folder, 'dist') });
    const printed = await whenPrinted(pawl, /No triggers yet/);
    expect(printed.split('\n')[0]).toBe('No desktop window, since there is no display; its page is served instead.');
    expect(await login(link.exec(printed)?.[0] ?? '')).toBe(200);
    expect(await stop(pawl)).toBe(0);
  });

  it('with a display and no Electron opens the page in the browser', async () => {
    const opened = path.join(folder, 'opened');
    program('xdg-open', `echo "$1" > ${opened}`);
    program('open', `echo "$1" > ${opened}`);
    const pawl = start({ DISPLAY: ':99', ELECTRON_OVERRIDE_DIST_PATH: path.join(folder, 'nothing') });
    const printed = await whenPrinted(pawl, /No triggers yet/);
    expect(printed).toContain('install-electron');
    const address = readFileSync(opened, 'utf8').trim();
    expect(address).toMatch(link);
    expect(printed).toContain(`opens in the browser ${address}`);
    expect(await login(address)).toBe(200);
    expect(await stop(pawl)).toBe(0);
  });

  it('with both starts Electron on the built application, and hands on what stops it', async () => {
    const started = path.join(folder, 'started');
    program('dist/electron', `trap 'echo stopped; exit 0' INT; echo "$1" > ${started}; while :; do sleep 0.1; done`);
    const pawl = start({ DISPLAY: ':99', ELECTRON_OVERRIDE_DIST_PATH: path.join(folder, 'dist') });
    await until(() => existsWith(started, root));
    const stopped = whenPrinted(pawl, /stopped/);
    expect(await stop(pawl)).toBe(0);
    await stopped;
  });

  it('goes on without Electron where that cannot be started', async () => {
    program('xdg-open', 'exit 0');
    program('dist/electron', 'exit 127');
    const pawl = start({ DISPLAY: ':99', ELECTRON_OVERRIDE_DIST_PATH: path.join(folder, 'dist') });
    const printed = await whenPrinted(pawl, /No triggers yet/);
    expect(printed).toContain('since Electron ended at once (code 127)');
    expect(await stop(pawl)).toBe(0);
  });
});

describe('Electron’s program', () => {
  it('is the one that its package has fetched', () => {
    const own = path.join(folder, 'node_modules/electron');
    const found = () => findElectron({ root: folder, os: 'darwin', environment: {} });
    expect(found()).toEqual({ missing: expect.stringContaining('install-electron') });
    mkdirSync(path.join(own, 'dist'), { recursive: true });
    writeFileSync(path.join(own, 'path.txt'), 'Electron');
    expect(found()).toEqual({ missing: expect.stringContaining('install-electron') });
    writeFileSync(path.join(own, 'dist/Electron'), '');
    expect(found()).toEqual({ program: path.join(own, 'dist/Electron') });
  });
});

function existsWith(file: string, text: string): boolean {
  try {
    return readFileSync(file, 'utf8').trim() === text;
  } catch {
    return false;
  }
}

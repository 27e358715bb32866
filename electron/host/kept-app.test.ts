import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { until } from '../../test/support/until.ts';
import type { App } from '../app.ts';
import { createNodePlatform } from '../platform/node-platform.ts';
import { mountSmallDisk, type SmallDisk, whyNoSmallDisk } from '../store/test-small-disk.ts';
import { templatesFolder } from '../templates/templates.ts';
import { type KeptApp, keepApp } from './kept-app.ts';

const KB = 1024;
const noDisk = whyNoSmallDisk();

const document = `
name: Two steps
steps:
  - { id: wait, action: shell.run, with: { program: sh, args: ["-c", "while [ ! -e go ]; do sleep 0.02; done"] } }
  - { id: after, action: log, needs: [wait], with: { message: after } }
`;

describe.skipIf(noDisk !== undefined)(`DB-6 an engine on a full disk${noDisk === undefined ? '' : `: ${noDisk}`}`, () => {
  let disk: SmallDisk;
  let kept: KeptApp;
  let losses: unknown[];
  let opened: App[];
  beforeEach(async () => {
    disk = mountSmallDisk(8);
    losses = [];
    opened = [];
    const dataDir = join(disk.folder, 'data');
    mkdirSync(dataDir);
    kept = await keepApp({
      dataDir,
      platform: createNodePlatform(process.env),
      version: '0',
      templatesDir: templatesFolder,
      work: 'all',
      reopens: true,
      diskLimits: { minFreeBytes: 1024 * KB, ballastBytes: 512 * KB },
      onFault: () => {},
      onShutdown: () => {},
      onLost: (error) => losses.push(error),
      onOpenedAgain: (app) => opened.push(app),
      onGivenUp: (error) => losses.push(error),
    });
  });
  afterEach(async () => {
    await kept.close(0);
    disk.unmount();
  });

  const client = () => createRouterClient(kept.app.router);
  const start = () => client().runs.start({ source: { text: document, path: join(disk.folder, 'two.yaml') } });
  const diskCheck = async () => (await client().system.doctor()).checks.find((check) => check.name === 'disk');
  const stateOf = async (run: string) => (await client().runs.get({ run })).state;

  it('DB-6 accepts nothing below the watermark, ends what it had accepted, and accepts again when there is room', {
    timeout: 60_000,
  }, async () => {
    const { runId } = await start();
    await until(async () => (await client().runs.get({ run: runId })).steps.some((step) => step.state === 'running'), 'the step');
    const filler = disk.fill(700 * KB);
    // It looks at the disk.
    expect(await diskCheck()).toMatchObject({ ok: false, detail: expect.stringContaining('no new run is accepted') });
    await expect(start()).rejects.toMatchObject({ code: 'DISK_LOW', message: expect.stringContaining('Make room') });
    mkdirSync(join(disk.folder, 'go'));
    await until(async () => (await stateOf(runId)) === 'completed', 'the end of the run');
    rmSync(filler);
    await diskCheck();
    expect(await start()).toMatchObject({ verdict: 'started' });
    expect(losses).toEqual([]);
  });

  it('DB-6 that has no byte left loses no accepted run, and goes on by itself when there is room', { timeout: 60_000 }, async () => {
    const { runId } = await start();
    await until(async () => (await client().runs.get({ run: runId })).steps.some((step) => step.state === 'running'), 'the step');
    const filler = disk.fill();
    // The log of the database grows until it meets the end of the disk, with the ballast and without.
    const accepted = new Set([runId]);
    const big = { note: 'x'.repeat(60 * KB) };
    for (let count = 0; count < 100 && losses.length === 0; count++) {
      await client()
        .runs.start({ source: { text: document, path: join(disk.folder, 'two.yaml') }, context: big })
        .then(
          (answer) => accepted.add(answer.runId),
          () => {},
        );
      await client()
        .runs.pause({ run: runId })
        .catch(() => {});
      await client()
        .runs.resume({ run: runId })
        .catch(() => {});
    }
    await until(() => losses.length > 1, 'the loss');
    rmSync(filler);
    await until(() => opened.length > 0, 'the engine again');
    mkdirSync(join(disk.folder, 'go'));
    for (const run of accepted) expect(['running', 'needs_attention', 'completed', 'queued']).toContain(await stateOf(run));
    expect((await client().system.doctor({ deep: true })).checks.find((check) => check.name === 'runs')).toMatchObject({ ok: true });
  });
});

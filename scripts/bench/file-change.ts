import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import type { EngineClient } from '../../shared/contract/contract.ts';
import { fileWorkflow, openBenchApp } from './app.ts';
import type { Measure, Row } from './row.ts';
import { percentile } from './statistics.ts';

const FILES = 1000;
const BURST = 10_000;
const SETTLE_MS = 50;
const QUIET_MS = 1000;

export const fileChangeRow: Row = {
  name: 'file-change',
  title: `A folder of ${FILES.toLocaleString('en')} files is watched`,
  async measure({ folder, seconds }) {
    return [
      ...(await measureChanges(join(folder, 'changes'), seconds)),
      ...(await measureBurst(join(folder, 'breaker'), '20 runs a minute', 20)),
      ...(await measureBurst(join(folder, 'runs'), 'a run for each', 10_000)),
    ];
  },
};

async function openWatch(folder: string, maxRunsPerMinute: number) {
  const watched = join(folder, 'watched');
  mkdirSync(watched, { recursive: true });
  for (let index = 0; index < FILES; index++) writeFileSync(join(watched, `file-${index}.txt`), 'before');
  const app = await openBenchApp(join(folder, 'home'));
  const workflow = fileWorkflow('Watch', { path: 'watched/**', settle: SETTLE_MS, maxRunsPerMinute });
  await app.client.workflows.import({ text: workflow, path: join(folder, 'watch.pawl.yaml'), trust: true });
  return { app, watched };
}

/** One file after the other: from the end of the write until the run's first event is told, which is one commit after its admission. */
async function measureChanges(folder: string, seconds: number): Promise<Measure[]> {
  const { app, watched } = await openWatch(folder, 10_000);
  let started = Promise.withResolvers<void>();
  const stop = app.engine.listen(({ event }) => {
    if (event.type === 'run.started') started.resolve();
  });
  const beyond: number[] = [];
  const count = Math.ceil((seconds * 4000) / SETTLE_MS);
  for (let index = 0; index < count; index++) {
    started = Promise.withResolvers<void>();
    writeFileSync(join(watched, `file-${index % FILES}.txt`), `change ${index}`);
    const writtenAt = performance.now();
    await started.promise;
    beyond.push(performance.now() - writtenAt - SETTLE_MS);
  }
  stop();
  await app.close();
  const what = 'change → run admitted, beyond the settle time';
  return [
    { what: `${what}, p50`, unit: 'ms', ours: percentile(beyond, 0.5), target: { of: 'ours', atMost: 5 } },
    { what: `${what}, p99`, unit: 'ms', ours: percentile(beyond, 0.99), target: { of: 'ours', atMost: 30 } },
  ];
}

const createFiles = `
const { writeFileSync } = require('node:fs');
for (let index = 0; index < ${BURST}; index++) writeFileSync(process.argv[1] + '/new-' + index, 'new');
`;

/** Another process creates the files; how long does the event loop stand still at most, and is every file in the journal? */
async function measureBurst(folder: string, what: string, maxRunsPerMinute: number): Promise<Measure[]> {
  const { app, watched } = await openWatch(folder, maxRunsPerMinute);
  const stopIdle = watchIdleProcess();
  // Its start would count as a pause of ours.
  await setTimeout(QUIET_MS);
  const startedAt = performance.now();
  const creator = spawn(process.execPath, ['-e', createFiles, watched], { stdio: 'inherit' });
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await once(creator, 'exit');
  const lastAt = await whenQuiet(app.client, startedAt);
  delay.disable();
  const idlePauseMs = await stopIdle();
  const files = await journaledFiles(app.client);
  await app.close();
  const burst = `burst of ${BURST.toLocaleString('en')} files, ${what}`;
  return [
    { what: `${burst}: journaled`, unit: 'count', ours: files.size, target: { of: 'ours', atLeast: BURST } },
    {
      what: `${burst}: longest pause`,
      unit: 'ms',
      ours: delay.max / 1e6,
      floor: { name: 'an idle process', value: idlePauseMs },
      target: { of: 'ours', atMost: 100 },
    },
    { what: `${burst}: from first to last`, unit: 'ms', ours: lastAt - startedAt },
  ];
}

const idleProcess = `
const delay = require('node:perf_hooks').monitorEventLoopDelay({ resolution: 1 });
delay.enable();
process.stdin.resume().on('end', () => process.stdout.write(String(delay.max / 1e6)));
`;

/** What a process that does nothing has to wait for the processor meanwhile. Returns what ends it, with its longest pause in ms. */
function watchIdleProcess(): () => Promise<number> {
  const child = spawn(process.execPath, ['-e', idleProcess], { stdio: ['pipe', 'pipe', 'inherit'] });
  return async () => {
    child.stdin.end();
    return Number(await text(child.stdout));
  };
}

/** Resolves with the time of the last change of the journal, once it has not changed for a while. */
async function whenQuiet(client: EngineClient, startedAt: number): Promise<number> {
  let newest: string | undefined;
  let changedAt = startedAt;
  while (newest === undefined || performance.now() - changedAt < QUIET_MS) {
    await setTimeout(50);
    const [last] = (await client.journal.list({ limit: 1 })).items;
    if (last?.id === newest) continue;
    newest = last?.id;
    changedAt = performance.now();
  }
  return changedAt;
}

async function journaledFiles(client: EngineClient): Promise<Set<unknown>> {
  const files = new Set<unknown>();
  let cursor: string | undefined;
  do {
    const page = await client.journal.list({ limit: 1000, ...(cursor === undefined ? {} : { cursor }) });
    for (const { data } of page.items) files.add(data['filePath']);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return files;
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createNodePlatform } from '../../platform/node-platform.ts';
import { makeSocketPath } from '../../platform/socket-path.ts';
import { type Spawn, spawnDirectly } from './spawn.ts';
import { createSpawner, type SpawnerOptions } from './spawner.ts';

let current: Spawn = spawnDirectly;

/** How the programs of tests are started. */
export const testSpawn: Spawn = (request) => current(request);

/** Has the tests of this file start their programs in another way than directly. */
export function spawnInTestsBy(spawn: Spawn): void {
  current = spawn;
}

export interface TestSpawner {
  readonly spawn: Spawn;
  readonly dataDir: string;
  /** Of each helper that was started. */
  readonly helpers: { kill(): void }[];
  /** Starts programs until one is a child of the helper, and returns its helper's number. */
  untilByHelper(): Promise<number>;
  close(): Promise<void>;
}

/** A spawner with its own data folder and real helpers. */
export function makeTestSpawner(options: Partial<SpawnerOptions> = {}): TestSpawner {
  const dataDir = mkdtempSync(join(tmpdir(), 'pawl-spawner-'));
  const { forkHelper } = createNodePlatform(process.env);
  const helpers: { kill(): void }[] = [];
  const spawner = createSpawner({
    dataDir,
    fork: (file, environment) => {
      const helper = forkHelper(file, environment);
      helpers.push(helper);
      return helper;
    },
    makeSocketPath: () => makeSocketPath(dataDir, 'spawn.sock', process.platform),
    ...options,
  });
  return {
    spawn: spawner.spawn,
    dataDir,
    helpers,
    async untilByHelper() {
      for (;;) {
        const parent = Number(await printed(spawner.spawn, 'echo $PPID'));
        if (parent !== process.pid) return parent;
      }
    },
    async close() {
      await spawner.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** What a shell script prints. */
export async function printed(spawn: Spawn, script: string): Promise<string> {
  const child = await spawn({
    program: 'sh',
    args: ['-c', script],
    cwd: '/',
    environment: { PATH: process.env['PATH'] ?? '' },
    hasInput: false,
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  child.stdout.resume();
  child.stderr.resume();
  await child.closed;
  return text;
}

import { randomBytes } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import type { Platform } from '../../platform/platform.ts';
import { type Spawn, spawnDirectly } from './spawn.ts';
import { HelperGone, openSpawnLink, type SpawnLink } from './spawn-link.ts';
import { socketVariable, tokenVariable } from './spawn-messages.ts';
import { readStartTime } from './start-time.ts';

/**
 * Starts programs by way of a small helper process, because a fork costs a big process, and blocks it, in proportion to its memory.
 * The helper starts with the first program, which like all until it is ready is started directly. So is everything when there is no
 * helper, or when it has gone.
 */
export interface Spawner {
  readonly spawn: Spawn;
  /** Ends the helper. What it has started runs on. */
  close(): Promise<void>;
}

export interface SpawnerOptions {
  /** Ours alone: the number of the helper is kept in it. */
  readonly dataDir: string;
  readonly fork: Platform['forkHelper'];
  /** Where the helper can reach us; asked for when it starts. */
  makeSocketPath(): Promise<{ readonly path: string; clean(): Promise<void> }>;
  /** A helper that takes longer to answer is given up. Default 10 s. */
  readonly answerWithinMs?: number;
}

/** One that dies again and again is not started any more. */
const MOST_STARTS = 3;
const ANSWER_WITHIN_MS = 10_000;
const GONE_WITHIN_MS = 1000;
const POLL_MS = 10;

const noteSchema = z.object({ pid: z.number(), startTime: z.number() });

export function createSpawner({ dataDir, fork, makeSocketPath, answerWithinMs = ANSWER_WITHIN_MS }: SpawnerOptions): Spawner {
  const note = noteFile(dataDir);
  let link: SpawnLink | undefined;
  let isReady = false;
  let starting: Promise<void> | undefined;
  let ended: Promise<void> = Promise.resolve();
  let starts = 0;
  let isClosed = false;

  async function start(): Promise<void> {
    await ended;
    const { path, clean } = await makeSocketPath();
    if (isClosed) return clean();
    const token = randomBytes(32).toString('hex');
    let helper: ReturnType<typeof fork> | undefined;
    const opened = openSpawnLink({ path, token, answerWithinMs }, () => {
      helper = fork(helperFile(), { [socketVariable]: path, [tokenVariable]: token });
    });
    link = opened;
    ended = opened.gone.then(async () => {
      link = undefined;
      isReady = false;
      // One that does not answer would go on waiting.
      helper?.kill();
      await Promise.all([clean(), rm(note, { force: true })]);
    });
    const pid = await opened.ready;
    const startTime = await readStartTime(pid);
    // Before it starts anything: the next engine ends a helper that has outlived this one, before it looks for what was left running.
    await writeFile(note, JSON.stringify({ pid, startTime }), { mode: 0o600 });
    isReady = link === opened;
  }

  return {
    async spawn(request) {
      if (link !== undefined && isReady) {
        try {
          return await link.spawn(request);
        } catch (error) {
          if (!(error instanceof HelperGone)) throw error;
        }
      } else if (starting === undefined && link === undefined && starts < MOST_STARTS && !isClosed) {
        starts++;
        starting = start()
          // Without a helper there is nothing that cannot be done directly.
          .catch(() => link?.close())
          .finally(() => {
            starting = undefined;
          });
      }
      return spawnDirectly(request);
    },
    async close() {
      isClosed = true;
      link?.close();
      await starting;
      await ended;
    },
  };
}

/** Ends the helper of an engine that went without doing it, should it still be there. Nobody else may use the data folder. */
export async function endFormerHelper(dataDir: string): Promise<void> {
  const note = noteFile(dataDir);
  const text = await readFile(note, 'utf8').catch(() => undefined);
  if (text === undefined) return;
  const former = noteSchema.safeParse(parseOrUndefined(text)).data;
  const deadline = performance.now() + GONE_WITHIN_MS;
  while (former !== undefined && (await readStartTime(former.pid)) === former.startTime && performance.now() < deadline) {
    process.kill(former.pid, 'SIGKILL');
    await wait(POLL_MS);
  }
  await rm(note, { force: true });
}

function noteFile(dataDir: string): string {
  return join(dataDir, 'spawn-helper.json');
}

/** Bundles keep it beside the file that this ends up in. */
function helperFile(): URL {
  return new URL(import.meta.url.endsWith('.ts') ? './spawn-helper.ts' : './spawn-helper.js', import.meta.url);
}

function parseOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

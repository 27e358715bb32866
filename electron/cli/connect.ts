import { statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { EngineClient } from '../../shared/contract/contract.ts';
import { readHost } from '../host/host-file.ts';
import { connectToEngine } from './client.ts';
import { CommandFailure } from './command-failure.ts';
import { exitCodes } from './exit-codes.ts';
import type { Link, Web, Work } from './link.ts';

export interface EngineOptions {
  readonly dataDir: string;
  readonly work: Work;
  /** Default: no loopback server. */
  readonly web?: Web;
}

/** The engine of a data folder for the length of a command: another process's, or one in this process. */
export interface Engine {
  /** Another process does the work: it goes on when this command ends. */
  isRemote(): boolean;
  /** Asks the engine. A question that an engine which stopped in order did not begin goes to its successor. */
  call<T>(question: (client: EngineClient) => Promise<T>): Promise<T>;
  /** Whether the engine went away, so that a broken stream can be asked for again. */
  isGone(): Promise<boolean>;
  /** Resolves when a client asks an engine in this process to stop; never for another process. */
  stopAsked(): Promise<void>;
  /** Rejects with what the person is told when an engine in this process cannot go on; never for another process. */
  failed(): Promise<never>;
  /** The runs that an engine in this process has worked on; none for another process. */
  drivenRuns(): readonly string[];
  close(): Promise<void>;
}

const connectTimeoutMs = 1500;
/** How long another engine may take from locking the database to answering. */
const startupMs = 30_000;
/** How long an engine may be busy with itself before that is told; its message says with what. */
const busyMs = 30_000;
const pollMs = 40;
/** How long a command waits for its turn at most, while others have theirs. */
const queueMs = 300_000;

/** Throws CommandFailure `ENGINE_UNREACHABLE` when the data folder belongs to a process that does not answer. */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const failed = Promise.withResolvers<never>();
  // Not every command looks at it.
  failed.promise.catch(() => {});
  const open = async (): Promise<Link> => {
    const opened = await openLink(options);
    opened.failed.catch(failed.reject);
    return opened;
  };
  let link = await open();
  return {
    isRemote: () => link.remote,
    isGone: async () => (await link.state()) !== 'open',
    async call(question) {
      for (const deadline = Date.now() + busyMs; ; ) {
        if ((await link.state()) !== 'open') link = await open();
        try {
          return await question(link.client);
        } catch (error) {
          const state = await link.state();
          if (state === 'lost') throw unreachable('The engine went away before it answered; what was asked may have been done.', error);
          if (state === 'open' && (!isBusy(error) || Date.now() > deadline)) throw error;
          if (state === 'open') await delay(pollMs);
        }
      }
    },
    stopAsked: () => link.stopAsked,
    failed: () => failed.promise,
    drivenRuns: () => link.drivenRuns(),
    close: () => link.close(),
  };
}

async function openLink(options: EngineOptions): Promise<Link> {
  const latest = Date.now() + queueMs;
  let deadline = Date.now() + startupMs;
  let before = writtenAt(options.dataDir);
  for (;;) {
    const host = await readHost(options.dataDir);
    const reached = host === undefined ? undefined : await connectToEngine(host, connectTimeoutMs);
    if (reached !== undefined && 'connection' in reached) {
      const { client, state, close } = reached.connection;
      return {
        client,
        state,
        remote: true,
        stopAsked: new Promise(() => {}),
        failed: new Promise(() => {}),
        drivenRuns: () => [],
        close: async () => close(),
      };
    }
    // The engine is not loaded by a command that only asks another process.
    const { openLocalEngine } = await import('./local-engine.ts');
    const local = await openLocalEngine(options);
    if ('link' in local) return local.link;
    // Alive, owner of the database, and no longer listening: it stops, which takes as long as its running steps do.
    if (reached?.failure === 'refused') deadline = Date.now() + startupMs;
    // Commands that need an engine of their own take turns, and each of them writes.
    const written = writtenAt(options.dataDir);
    if (written !== before) deadline = Math.min(Date.now() + startupMs, latest);
    before = written;
    if (Date.now() > deadline) {
      throw unreachable(`The data folder ${options.dataDir} is in use by a process that does not answer.`, local.lockedBy);
    }
    // Not all at the same moment: many commands may wait for one another.
    await delay(pollMs * (0.5 + Math.random()));
  }
}

/** When the database was written last, in milliseconds since the epoch; 0 when there is none. */
function writtenAt(dataDir: string): number {
  const times = ['pawl.db', 'pawl.db-wal'].map((name) => statSync(join(dataDir, name), { throwIfNoEntry: false })?.mtimeMs ?? 0);
  return Math.max(...times);
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENGINE_BUSY';
}

function unreachable(message: string, cause: unknown): CommandFailure {
  return new CommandFailure('ENGINE_UNREACHABLE', message, exitCodes.unreachable, {
    hint: 'See `pawl doctor`; if the process hangs, end it and try again.',
    cause,
  });
}

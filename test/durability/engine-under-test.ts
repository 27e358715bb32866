import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Connection, connectToEngine } from '../../electron/cli/client.ts';
import { readHost } from '../../electron/host/host-file.ts';
import type { EngineConfig } from './engine-process.ts';

const program = fileURLToPath(new URL('engine-process.ts', import.meta.url));

/** Of all engines: one that is killed leaves nothing in it, so that each world for itself would begin anew. */
const compileCache = join(tmpdir(), 'pawl-durability-compile-cache');

/** A real engine in a process of its own, which the driver may kill at any moment. */
export interface EngineUnderTest {
  /** Resolves when it serves; rejects when it ended before. */
  readonly ready: Promise<void>;
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  /** What it told of faults, and its standard error. */
  readonly printed: () => string;
  readonly hasFault: () => boolean;
  connect(): Promise<Connection>;
  kill(): Promise<void>;
  /** In order. Killed when that takes longer than 15 s. */
  stop(): Promise<void>;
}

export interface SpawnOptions {
  readonly config: EngineConfig;
  /** Program and arguments to run it under: strace, or a shell that sets limits. */
  readonly under?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

const STOP_LIMIT_MS = 15_000;
const CONNECT_LIMIT_MS = 2000;

export function spawnEngine({ config, under = [], environment = {} }: SpawnOptions): EngineUnderTest {
  const [command = process.execPath, ...args] = [...under, process.execPath, program, JSON.stringify(config)];
  const child = spawn(command, args, {
    env: { ...process.env, NODE_COMPILE_CACHE: compileCache, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  const ready = Promise.withResolvers<void>();
  // Nobody may be waiting for it when it ends.
  ready.promise.catch(() => undefined);
  /** Its own number is known: what it runs under may have another, and would leave it behind. */
  const begun = Promise.withResolvers<void>();
  if (under.length === 0) begun.resolve();
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once('exit', (code, signal) => {
      ready.reject(new Error(`The engine ended (${signal ?? code}) before it served: ${printed}`));
      resolve({ code, signal });
    });
  });
  const listen = (chunk: Buffer): void => {
    printed += chunk.toString();
    if (/^process \d+$/m.test(printed)) begun.resolve();
    if (/^ready$/m.test(printed)) ready.resolve();
  };
  child.stdout?.on('data', listen);
  child.stderr?.on('data', listen);

  /** What it runs under ends with it. */
  function signal(name: NodeJS.Signals): void {
    const own = /^process (\d+)$/m.exec(printed)?.[1];
    try {
      process.kill(Number(own ?? child.pid), name);
    } catch (error) {
      // It has ended already.
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
    }
  }

  return {
    ready: ready.promise,
    ended,
    printed: () => printed,
    hasFault: () => /^fault: /m.test(printed),
    async connect() {
      const host = await readHost(config.dataDir);
      if (host === undefined) throw new Error('The engine has written no host file');
      const reached = await connectToEngine(host, CONNECT_LIMIT_MS);
      if ('failure' in reached) throw new Error(`The engine cannot be reached: ${reached.failure}`);
      return reached.connection;
    },
    async kill() {
      await Promise.race([begun.promise, ended]);
      signal('SIGKILL');
      await ended;
    },
    async stop() {
      await Promise.race([begun.promise, ended]);
      signal('SIGTERM');
      const timer = setTimeout(() => signal('SIGKILL'), STOP_LIMIT_MS);
      await ended;
      clearTimeout(timer);
    },
  };
}

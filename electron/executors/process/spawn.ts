import { spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';

export interface SpawnRequest {
  readonly program: string;
  readonly args: readonly string[];
  /** Absolute, and there. */
  readonly cwd: string;
  /** All of it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Without it, standard input is empty. */
  readonly hasInput: boolean;
  /** Windows only: the arguments are one command line already. */
  readonly verbatimArguments?: boolean;
}

export interface SpawnedProcess {
  readonly pid: number;
  /** There when the request says so. */
  readonly stdin: Writable | null;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Resolves when the process has ended, or with undefined when nobody will ever tell us how it ends: it may still run. */
  readonly exited: Promise<ProcessExit | undefined>;
  /** Its end, and that of everything that was printed: a process in the background may hold it up for ever. */
  readonly closed: Promise<void>;
}

export interface ProcessExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/**
 * Starts a program in its own session and process group, without a terminal. Rejects with the system's error when it could not be
 * started, and with an ActionError of kind `unknown` when that cannot be told.
 */
export type Spawn = (request: SpawnRequest) => Promise<SpawnedProcess>;

/** As a child of this process. On Linux that blocks the event loop for longer, the more memory this process has: see `createSpawner`. */
export const spawnDirectly: Spawn = async ({ program, args, cwd, environment, hasInput, verbatimArguments = false }) => {
  const options = {
    cwd,
    env: environment,
    // On POSIX this is setsid(): a group of its own, and no terminal that a prompt could open.
    detached: process.platform !== 'win32',
    windowsHide: true,
    windowsVerbatimArguments: verbatimArguments,
  };
  const child = hasInput
    ? spawn(program, [...args], { ...options, stdio: ['pipe', 'pipe', 'pipe'] })
    : spawn(program, [...args], { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const exited = new Promise<ProcessExit>((resolve, reject) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
    child.once('error', reject);
  });
  const { pid, stdin, stdout, stderr } = child;
  if (pid === undefined) throw await exited.catch((error: unknown) => error);
  return { pid, stdin, stdout, stderr, exited, closed };
};

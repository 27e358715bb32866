import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { Socket } from 'node:net';
import { constants } from 'node:os';
import type { Readable, Writable } from 'node:stream';
import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import { ActionError } from '../../../shared/lib/action-error.ts';
import { type CollectedOutput, OutputCollector } from './collect-output.ts';
import { KILL_GRACE_MS, killTree } from './kill-tree.ts';
import { checkFolder, spawnError } from './spawn-error.ts';
import { readStartTime } from './start-time.ts';

const DRAIN_QUIET_MS = 100;
const DRAIN_LIMIT_MS = 1000;

export interface ProcessRequest {
  readonly program: string;
  readonly args: readonly string[];
  /** Absolute. */
  readonly cwd: string;
  /** All of it; holds `PAWL_ATTEMPT_KEY` with the value of `attemptKey`. */
  readonly environment: Readonly<Record<string, string>>;
  readonly attemptKey: string;
  /** Without it, standard input is empty. */
  readonly stdin?: string | undefined;
  /** For each of stdout and stderr. */
  readonly maxOutputBytes: number;
  readonly signal: AbortSignal;
  readonly killGraceMs?: number;
  /** Windows only: the arguments are one command line already. */
  readonly verbatimArguments?: boolean;
  onOutput(stream: 'stdout' | 'stderr', text: string): void;
  onStart?(child: { readonly pid: number; readonly startTime: number | undefined }): void;
}

export interface ProcessEnd {
  /** 128 + the signal's number where a signal ended it, as shells say it. */
  readonly exitCode: number;
  readonly endedBy: NodeJS.Signals | null;
  readonly stdout: CollectedOutput;
  readonly stderr: CollectedOutput;
  readonly pid: number;
  readonly durationMs: number;
}

/**
 * Runs a program in its own session and process group, without a terminal, until it ends itself; what it left in the background lives on.
 * When the signal is aborted, the whole tree is killed and the signal's reason thrown, or `PROCESS_SURVIVED` when the tree would not die.
 * Throws `CWD_NOT_FOUND`, `PROGRAM_NOT_FOUND` and `SPAWN_FAILED`; an exit code is no error here.
 */
export async function runProcess(request: ProcessRequest): Promise<ProcessEnd> {
  const { signal } = request;
  await checkFolder(request.cwd);
  signal.throwIfAborted();
  const startedAt = performance.now();
  const child = spawnChild(request);
  const stdout = collect(child.stdout, request, 'stdout');
  const stderr = collect(child.stderr, request, 'stderr');
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const ending = Promise.withResolvers<'exited' | 'aborted'>();
  const abort = (): void => ending.resolve('aborted');
  child.once('exit', () => ending.resolve('exited'));
  child.once('error', ending.reject);
  signal.addEventListener('abort', abort, { once: true });
  try {
    const { pid } = child;
    if (pid === undefined) throw await ending.promise.catch((error: unknown) => spawnError(request, error));
    feed(child, request.stdin);
    const startTime = await readStartTime(pid);
    request.onStart?.({ pid, startTime });
    if ((await ending.promise) === 'aborted') {
      const { dead, survivors } = await killTree({ pid, startTime, attemptKey: request.attemptKey }, request.killGraceMs ?? KILL_GRACE_MS);
      throw dead ? signal.reason : survivedError(request, survivors);
    }
    const durationMs = Math.round(performance.now() - startedAt);
    await Promise.race([closed, untilQuiet(child)]);
    return { ...exitOf(child), stdout: stdout.end(), stderr: stderr.end(), pid, durationMs };
  } finally {
    signal.removeEventListener('abort', abort);
    letGo(child.stdout);
    letGo(child.stderr);
  }
}

type Child = ChildProcessByStdio<Writable | null, Readable, Readable>;

function spawnChild(request: ProcessRequest): Child {
  const options = {
    cwd: request.cwd,
    env: request.environment,
    // On POSIX this is setsid(): a group of its own, and no terminal that a prompt could open.
    detached: process.platform !== 'win32',
    windowsHide: true,
    windowsVerbatimArguments: request.verbatimArguments ?? false,
  };
  try {
    return request.stdin === undefined
      ? spawn(request.program, [...request.args], { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
      : spawn(request.program, [...request.args], { ...options, stdio: ['pipe', 'pipe', 'pipe'] });
  } catch (error) {
    throw spawnError(request, error);
  }
}

function collect(stream: Readable, request: ProcessRequest, name: 'stdout' | 'stderr'): OutputCollector {
  const collector = new OutputCollector(request.maxOutputBytes, (text) => request.onOutput(name, text));
  stream.on('data', (chunk: Buffer) => collector.add(chunk));
  return collector;
}

function feed(child: Child, text: string | undefined): void {
  // A program may end without having read its input; what becomes of it is told by the exit code.
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(text);
}

/** A background child may hold the pipes open for ever, so that their end cannot be waited for; the rest of the output is read while it flows. */
async function untilQuiet(child: Child): Promise<void> {
  const deadline = performance.now() + DRAIN_LIMIT_MS;
  let quiet = false;
  const flows = (): void => {
    quiet = false;
  };
  child.stdout.on('data', flows);
  child.stderr.on('data', flows);
  while (!quiet && performance.now() < deadline) {
    quiet = true;
    await wait(DRAIN_QUIET_MS);
    // After a busy spell the timer comes first: what has arrived by then is read before the next turn.
    await nextTurn();
  }
}

/** What is printed from now on is thrown away: a closed pipe would kill a background child at its next line. */
function letGo(stream: Readable): void {
  stream.removeAllListeners('data');
  stream.resume();
  if (stream instanceof Socket) stream.unref();
}

function exitOf({ exitCode, signalCode }: Child): Pick<ProcessEnd, 'exitCode' | 'endedBy'> {
  return { exitCode: exitCode ?? (signalCode === null ? 128 : 128 + constants.signals[signalCode]), endedBy: signalCode };
}

function survivedError({ program, killGraceMs = KILL_GRACE_MS }: ProcessRequest, survivors: readonly number[]): ActionError {
  const message = `${program} was stopped, yet processes of it still run: ${survivors.join(', ')}`;
  return new ActionError('PROCESS_SURVIVED', message, {
    kind: 'unknown',
    hint: `They ignored TERM for ${killGraceMs} ms and could not be killed; look at them with ps, end them, then decide about this step.`,
    details: { survivors: [...survivors] },
  });
}

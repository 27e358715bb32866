import { Socket } from 'node:net';
import { constants } from 'node:os';
import type { Readable } from 'node:stream';
import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import { ActionError } from '../../../shared/lib/action-error.ts';
import { type CollectedOutput, OutputCollector } from './collect-output.ts';
import { KILL_GRACE_MS, killTree } from './kill-tree.ts';
import type { ProcessExit, Spawn, SpawnedProcess } from './spawn.ts';
import { checkFolder, spawnError } from './spawn-error.ts';
import { readStartTime } from './start-time.ts';

const DRAIN_QUIET_MS = 100;
const DRAIN_LIMIT_MS = 1000;
const GONE_POLL_MS = 50;
/** No process and no group has this number. */
const NO_PROCESS = -1;

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
  readonly spawn: Spawn;
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
 * Throws `CWD_NOT_FOUND`, `PROGRAM_NOT_FOUND`, `SPAWN_FAILED`, and `PROCESS_UNSEEN` when nobody saw how it ended; an exit code is no error here.
 */
export async function runProcess(request: ProcessRequest): Promise<ProcessEnd> {
  const { signal } = request;
  await checkFolder(request.cwd);
  signal.throwIfAborted();
  const startedAt = performance.now();
  const child = await spawnChild(request);
  const stdout = collect(child.stdout, request, 'stdout');
  const stderr = collect(child.stderr, request, 'stderr');
  const aborted = Promise.withResolvers<'aborted'>();
  const abort = (): void => aborted.resolve('aborted');
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  try {
    const { pid } = child;
    feed(child, request.stdin);
    const startTime = await readStartTime(pid);
    request.onStart?.({ pid, startTime });
    const end = child.exited.then(async (seen) => seen ?? (await untilGone(pid, startTime, signal)));
    const exit = await Promise.race([end, aborted.promise]);
    if (exit === 'aborted') {
      const { dead, survivors } = await killTree({ pid, startTime, attemptKey: request.attemptKey }, request.killGraceMs ?? KILL_GRACE_MS);
      throw dead ? signal.reason : survivedError(request, survivors);
    }
    const durationMs = Math.round(performance.now() - startedAt);
    await Promise.race([child.closed, untilQuiet(child)]);
    if (exit === 'gone') throw unseenError(request);
    return { ...endOf(exit), stdout: stdout.end(), stderr: stderr.end(), pid, durationMs };
  } finally {
    signal.removeEventListener('abort', abort);
    letGo(child.stdout);
    letGo(child.stderr);
  }
}

async function spawnChild(request: ProcessRequest): Promise<SpawnedProcess> {
  try {
    return await request.spawn({ ...request, hasInput: request.stdin !== undefined });
  } catch (error) {
    if (!(error instanceof ActionError)) throw spawnError(request, error);
    // It may have been started after all.
    await killTree({ pid: NO_PROCESS, startTime: undefined, attemptKey: request.attemptKey });
    throw error;
  }
}

/** Nobody tells of its end: it is looked for until it is not there any more. */
async function untilGone(pid: number, startTime: number | undefined, signal: AbortSignal): Promise<'gone'> {
  while (!signal.aborted && startTime !== undefined && (await readStartTime(pid)) === startTime) await wait(GONE_POLL_MS);
  return 'gone';
}

function collect(stream: Readable, request: ProcessRequest, name: 'stdout' | 'stderr'): OutputCollector {
  const collector = new OutputCollector(request.maxOutputBytes, (text) => request.onOutput(name, text));
  stream.on('data', (chunk: Buffer) => collector.add(chunk));
  stream.resume();
  return collector;
}

function feed(child: SpawnedProcess, text: string | undefined): void {
  // A program may end without having read its input; what becomes of it is told by the exit code.
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(text);
}

/** A background child may hold the pipes open for ever, so that their end cannot be waited for; the rest of the output is read while it flows. */
async function untilQuiet(child: SpawnedProcess): Promise<void> {
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

function endOf({ code, signal }: ProcessExit): Pick<ProcessEnd, 'exitCode' | 'endedBy'> {
  return { exitCode: code ?? (signal === null ? 128 : 128 + constants.signals[signal]), endedBy: signal };
}

function unseenError({ program }: ProcessRequest): ActionError {
  const message = `${program} has ended, but nobody saw how: the helper process that had started it has gone`;
  return new ActionError('PROCESS_UNSEEN', message, {
    kind: 'unknown',
    hint: 'The log holds what it printed: look there whether it has done its work, then decide about this step.',
  });
}

function survivedError({ program, killGraceMs = KILL_GRACE_MS }: ProcessRequest, survivors: readonly number[]): ActionError {
  const message = `${program} was stopped, yet processes of it still run: ${survivors.join(', ')}`;
  return new ActionError('PROCESS_SURVIVED', message, {
    kind: 'unknown',
    hint: `They ignored TERM for ${killGraceMs} ms and could not be killed; look at them with ps, end them, then decide about this step.`,
    details: { survivors: [...survivors] },
  });
}

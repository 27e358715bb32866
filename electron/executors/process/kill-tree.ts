import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { findMarked } from './find-marked.ts';
import { listProcesses, type ProcessFacts, readProcess } from './list-processes.ts';

export const KILL_GRACE_MS = 3000;
const KILL_MS = 2000;
const POLL_MS = 20;

export interface ProcessTree {
  /** The leader of the group. */
  readonly pid: number;
  /** Of the leader; without it a leader that is alive is taken to be ours. */
  readonly startTime: number | undefined;
  readonly attemptKey: string;
}

/**
 * Ends a process, its group, and everything that carries the attempt's marker, even when it left the group:
 * TERM, `graceMs` to end by itself, then KILL until nothing is left. `survivors` could not be ended in 2 s more.
 */
export async function killTree(tree: ProcessTree, graceMs = KILL_GRACE_MS): Promise<{ dead: boolean; survivors: number[] }> {
  if (process.platform === 'win32') return killWindowsTree(tree.pid);
  let left = await findTree(tree);
  // A stopped process handles its TERM only once it is continued.
  for (const signal of ['SIGTERM', 'SIGCONT'] as const) sendAll(left, signal);
  left = await untilGone(tree, graceMs);
  if (left.length > 0) left = await untilGone(tree, KILL_MS, 'SIGKILL');
  return { dead: left.length === 0, survivors: left.map(({ pid }) => pid) };
}

async function untilGone(tree: ProcessTree, limitMs: number, signal?: NodeJS.Signals): Promise<readonly ProcessFacts[]> {
  const deadline = performance.now() + limitMs;
  let emptyBefore = false;
  for (;;) {
    const left = await findTree(tree);
    // One look may miss a process that is just about to execute another program: for that moment it has no environment.
    if ((left.length === 0 && emptyBefore) || performance.now() > deadline) return left;
    emptyBefore = left.length === 0;
    // Each round again: a process may have forked since the last.
    if (signal !== undefined) sendAll(left, signal);
    await wait(POLL_MS);
  }
}

async function findTree({ pid, startTime, attemptKey }: ProcessTree): Promise<readonly ProcessFacts[]> {
  const leader = await readProcess(pid);
  // While any member lives, no new process gets the number of the group: a stranger as leader means that the group is gone.
  const reused = leader !== undefined && startTime !== undefined && leader.startTime !== startTime;
  const [all, marked] = await Promise.all([reused ? [] : listProcesses(), findMarked(attemptKey)]);
  const found = new Map<number, ProcessFacts>();
  for (const facts of [...all.filter(({ group }) => group === pid), ...marked]) found.set(facts.pid, facts);
  return [...found.values()];
}

function sendAll(processes: readonly ProcessFacts[], signal: NodeJS.Signals): void {
  for (const { pid } of processes) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      // Gone meanwhile, or now another user's (a setuid program): the next look tells, and what stays is reported.
      if (!(error instanceof Error && 'code' in error && (error.code === 'ESRCH' || error.code === 'EPERM'))) throw error;
    }
  }
}

async function killWindowsTree(pid: number): Promise<{ dead: boolean; survivors: number[] }> {
  const [exitCode] = await once(spawn('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore', windowsHide: true }), 'close');
  // 128: there is no such process.
  const dead = exitCode === 0 || exitCode === 128;
  return { dead, survivors: dead ? [] : [pid] };
}

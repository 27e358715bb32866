import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

export interface ProcessFacts {
  readonly pid: number;
  /** Process group. */
  readonly group: number;
  /** Tells a process from a later one with the same number; of no other meaning. */
  readonly startTime: number;
}

/** All live processes that can be seen; zombies are dead. Empty on Windows, which has no groups. */
export async function listProcesses(): Promise<readonly ProcessFacts[]> {
  if (process.platform === 'win32') return [];
  if (process.platform !== 'linux') return listByPs();
  const all = await Promise.all((await procFolders()).map(readProcess));
  return all.filter((facts) => facts !== undefined);
}

/** Undefined when there is no such process, or on Windows. */
export async function readProcess(pid: number): Promise<ProcessFacts | undefined> {
  if (process.platform === 'win32') return undefined;
  if (process.platform !== 'linux') return (await listByPs(['-p', String(pid)]))[0];
  const stat = await readProc(pid, 'stat');
  return stat === undefined ? undefined : parseStat(pid, stat.toString('latin1'));
}

export async function procFolders(): Promise<readonly number[]> {
  return (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
}

/** A file below `/proc/<pid>`. Undefined when the process ended meanwhile or belongs to somebody else. */
export async function readProc(pid: number, file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(`/proc/${pid}/${file}`);
  } catch {
    return undefined;
  }
}

/** The name of the program, in parentheses, may itself hold spaces and parentheses; see proc_pid_stat(5). */
function parseStat(pid: number, stat: string): ProcessFacts | undefined {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const state = fields[0];
  if (state === 'Z' || state === 'X') return undefined;
  return { pid, group: Number(fields[2]), startTime: Number(fields[19]) };
}

async function listByPs(selection: readonly string[] = ['-ax']): Promise<ProcessFacts[]> {
  const lines = await ps([...selection, '-o', 'pid=,pgid=,state=,lstart=']);
  return lines.flatMap((line) => {
    const [pid, group, state, ...started] = line.trim().split(/\s+/);
    return state === undefined || state.startsWith('Z')
      ? []
      : [{ pid: Number(pid), group: Number(group), startTime: Date.parse(started.join(' ')) }];
  });
}

/** Lines that `ps` prints; none when it finds no process. */
export async function ps(args: readonly string[]): Promise<readonly string[]> {
  try {
    const { stdout } = await promisify(execFile)('ps', [...args], { env: { ...process.env, LC_ALL: 'C' }, maxBuffer: 64 * 1024 * 1024 });
    return stdout.split('\n').filter((line) => line.trim() !== '');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 1) return [];
    throw error;
  }
}

import { execFile } from 'node:child_process';
import { statfs } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { Check } from '../../shared/contract/system.ts';
import type { EngineParts } from '../engine/live-run.ts';

const run = promisify(execFile);
const LOW_DISK_BYTES = 500 * 1024 * 1024;

/** Looks at everything that runs depend on: the data folder, the database, and the programs that steps call. */
export async function examine(parts: EngineParts): Promise<Check[]> {
  return Promise.all([
    checkDatabase(parts),
    checkDisk(parts.store.dataDir),
    checkNode(),
    checkProgram('git', ['--version'], 'Install git: git steps need it.'),
    checkProgram('sh', ['-c', 'echo a shell is there'], 'Install a POSIX shell: shell steps need it.'),
    checkNotifications(parts),
  ]);
}

async function checkDatabase({ store }: EngineParts): Promise<Check> {
  const lines = store.checkIntegrity();
  const ok = lines.length === 1 && lines[0] === 'ok';
  const detail = ok ? `pawl.db in ${store.dataDir} is sound` : lines.slice(0, 5).join('; ');
  return ok
    ? { name: 'database', ok, detail }
    : { name: 'database', ok, detail, fix: 'Copy the data folder away before anything else, then report this.' };
}

async function checkDisk(folder: string): Promise<Check> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const detail = `${Math.round(free / 1024 / 1024)} MB free beside the data folder`;
  return free > LOW_DISK_BYTES
    ? { name: 'disk', ok: true, detail }
    : { name: 'disk', ok: false, detail, fix: 'Make room: runs stop when the disk is full.' };
}

async function checkNode(): Promise<Check> {
  const major = Number(process.versions.node.split('.')[0]);
  const detail = `Node ${process.versions.node}`;
  return major === 24
    ? { name: 'node', ok: true, detail }
    : { name: 'node', ok: false, detail, fix: 'Start Pawl by its own launcher, which brings Node 24.' };
}

async function checkProgram(program: string, args: readonly string[], fix: string): Promise<Check> {
  try {
    const { stdout } = await run(program, args, { timeout: 5000 });
    return { name: program, ok: true, detail: stdout.trim() };
  } catch (error) {
    return { name: program, ok: false, detail: error instanceof Error ? error.message : String(error), fix };
  }
}

/** Desktop notifications are a convenience: without them everything else works. */
async function checkNotifications({ platform }: EngineParts): Promise<Check> {
  if (platform.os !== 'linux') return { name: 'notifications', ok: true, detail: 'by the system' };
  const hasDesktop = platform.environment['DISPLAY'] !== undefined || platform.environment['WAYLAND_DISPLAY'] !== undefined;
  return { name: 'notifications', ok: true, detail: hasDesktop ? 'by notify-send' : 'no desktop here: notify.desktop steps will say so' };
}

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Check } from '../../shared/contract/system.ts';
import { formatBytes } from '../../shared/lib/byte-text.ts';
import { formatDuration } from '../../shared/lib/duration.ts';
import { type Backup, listBackups } from '../store/backups.ts';

/** What is wrong with a data folder that no engine can open, and what can be done. `problem` is that of DatabaseUnavailable. */
export function diagnose(dataDir: string, problem: unknown, message: string, now: number): Check[] {
  const checks: Check[] = [{ name: 'database', ok: false, detail: message, fix: fixOf(problem) }];
  if (!existsSync(dataDir)) return checks;
  return [...checks, checkBackups(join(dataDir, 'backups'), now)];
}

function checkBackups(folder: string, now: number): Check {
  try {
    const told = listBackups(folder).slice(0, 7);
    return { name: 'backups', ok: true, detail: told.map((one) => describe(one, now)).join('; ') || 'none' };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { name: 'backups', ok: false, detail: `they cannot be listed: ${why}`, fix: `Make ${folder} readable for you.` };
  }
}

function fixOf(problem: unknown): string {
  switch (problem) {
    case 'damaged':
    case 'foreign':
      return [
        'Nothing was changed. First `pawl rescue <folder>`: it writes all that can be read (workflows, runs, agents, memory, chats and the rest) into an empty folder.',
        'Then `pawl rescue --restore` goes on from the newest backup, or `pawl rescue --start-over` begins anew; both keep the damaged file beside.',
      ].join(' ');
    case 'from_the_future':
      return 'Update Pawl, or choose another data folder with --home.';
    case 'in_use':
      return 'Another process has it and does not answer. If it hangs, end it and try again.';
    case 'gone':
      return 'Bring the data folder back, or start Pawl again to begin anew.';
    default:
      return 'Check that the folder exists, belongs to you, is writable, has free space and is on a local disk.';
  }
}

function describe({ file, at, bytes }: Backup, now: number): string {
  return `${file} (${formatDuration(Math.max(0, now - at))} old, ${formatBytes(bytes)})`;
}

import type { Check } from '../../shared/contract/system.ts';
import { formatBytes } from '../../shared/lib/byte-text.ts';
import { formatDuration } from '../../shared/lib/duration.ts';
import type { Store } from '../store/store.ts';

const MB = 1024 * 1024;
const LOW_DISK_BYTES = 500 * MB;
const LARGE_LOG_BYTES = 256 * MB;

/** What the promise stands on; the numbers are those of SQLite's documentation of each pragma. */
const REQUIRED: Readonly<Record<string, string | number>> = {
  journal_mode: 'wal',
  synchronous: 2,
  locking_mode: 'exclusive',
  foreign_keys: 1,
  trusted_schema: 0,
  cell_size_check: 1,
};

/** The database and the disk it is on. */
export async function checkDataFolder(store: Store, now: number, deep: boolean): Promise<Check[]> {
  return [
    await checkIntegrity(store, deep),
    checkLastStop(store, now),
    checkSettings(store),
    checkSize(store),
    checkBackups(store, now),
    checkDisk(store),
  ];
}

async function checkIntegrity(store: Store, deep: boolean): Promise<Check> {
  const damage = await store.file.check({ deep, mayBlock: true });
  if (damage.length === 0) return { name: 'database', ok: true, detail: `pawl.db in ${store.dataDir} is sound` };
  return {
    name: 'database',
    ok: false,
    detail: `pawl.db in ${store.dataDir} is damaged: ${damage.slice(0, 5).join('; ')}`,
    fix: 'Stop Pawl and copy the data folder away. Then `pawl rescue <folder>` saves what can be read, and `--restore` takes the last backup.',
  };
}

function checkLastStop({ file: { lastStop } }: Store, now: number): Check {
  switch (lastStop.kind) {
    case 'none_before':
      return { name: 'last stop', ok: true, detail: 'this is the first start on this data folder' };
    case 'clean':
      return { name: 'last stop', ok: true, detail: `in order, ${ago(now - (lastStop.at ?? now))}` };
    case 'unclean':
      return { name: 'last stop', ok: true, detail: 'not in order: the whole database was checked at the start, and is sound' };
  }
}

function checkSettings(store: Store): Check {
  const settings = store.file.settings();
  const wrong = Object.entries(REQUIRED).filter(([name, value]) => settings[name] !== value);
  const detail = ['journal_mode', 'synchronous', 'locking_mode', 'auto_vacuum'].map((name) => `${name} ${settings[name]}`).join(', ');
  if (wrong.length === 0) return { name: 'settings', ok: true, detail };
  const found = wrong.map(([name]) => `${name} is ${settings[name]}`).join(', ');
  return { name: 'settings', ok: false, detail: found, fix: 'This is a fault in Pawl, or of the file system. Please report it.' };
}

function checkSize(store: Store): Check {
  const { databaseBytes, logBytes, freeBytes } = store.file.space();
  const detail = `database ${formatBytes(databaseBytes)}, of which ${formatBytes(freeBytes)} free; log ${formatBytes(logBytes)}`;
  if (logBytes < LARGE_LOG_BYTES) return { name: 'size', ok: true, detail };
  return { name: 'size', ok: false, detail, fix: 'Run `pawl vacuum`: the log has not been emptied for long.' };
}

function checkBackups(store: Store, now: number): Check {
  const backups = store.file.backups();
  const [newest] = backups;
  if (newest === undefined)
    return { name: 'backups', ok: true, detail: 'none yet; `pawl serve` makes one every day, `pawl backup` at once' };
  const detail = `${backups.length}, the newest ${ago(now - newest.at)} (${newest.file}, ${formatBytes(newest.bytes)})`;
  return { name: 'backups', ok: true, detail };
}

function checkDisk({ disk }: Store): Check {
  const free = disk.freeBytes();
  const detail = `${formatBytes(free)} free beside the data folder; ${disk.hasBallast() ? 'the ballast is in place' : 'no ballast yet'}`;
  if (disk.isLow())
    return {
      name: 'disk',
      ok: false,
      detail: `${detail}; no new run is accepted`,
      fix: 'Make room: what runs stops when the disk is full.',
    };
  if (free < LOW_DISK_BYTES) return { name: 'disk', ok: false, detail, fix: 'Make room: soon no new run is accepted.' };
  return { name: 'disk', ok: true, detail };
}

function ago(ms: number): string {
  return `${formatDuration(Math.max(0, ms))} ago`;
}

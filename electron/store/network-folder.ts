import { statfsSync } from 'node:fs';
import { DatabaseUnavailable } from './database-unavailable.ts';

/** Types of `statfs(2)` on Linux. FUSE is not among them: it carries local file systems, too. */
const NETWORK_TYPES: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB2'],
  [0x01021997, '9P'],
  [0x5346414f, 'AFS'],
  [0x6b414653, 'AFS'],
  [0x00c36400, 'Ceph'],
  [0x73757245, 'Coda'],
  [0x0bd00bd0, 'Lustre'],
]);

/** Locks and flushes of network file systems cannot be relied on, and the promise stands on both. Throws DatabaseUnavailable. */
export function refuseNetworkFolder(dataDir: string, os: NodeJS.Platform = process.platform): void {
  const name = networkFileSystemOf(dataDir, os);
  if (name === undefined) return;
  throw new DatabaseUnavailable(
    'unusable',
    `The data folder ${dataDir} is on a network file system (${name}), where a run cannot be kept safe. Choose a folder on a local disk with --home or PAWL_HOME.`,
  );
}

/** The kind of network file system that a folder is on, as far as the system tells; undefined when it is none. */
export function networkFileSystemOf(folder: string, os: NodeJS.Platform): string | undefined {
  if (os === 'win32') return /^[\\/]{2}(?![?.][\\/])/.test(folder) ? 'a share' : undefined;
  // Elsewhere the numbers mean other things.
  return os === 'linux' ? nameOfType(statfsSync(folder).type) : undefined;
}

export function nameOfType(type: number): string | undefined {
  // Some kernels sign-extend the number.
  return NETWORK_TYPES.get(type >>> 0);
}

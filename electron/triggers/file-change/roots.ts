import { statfsSync, statSync } from 'node:fs';

/** Identity of a folder behind a path: it changes when the path leads elsewhere. Undefined when there is no folder. */
export function identityOf(root: string): string | undefined {
  try {
    const stats = statSync(root, { throwIfNoEntry: false });
    // The inode alone may be given to the next folder; its birth time is not.
    return stats?.isDirectory() ? `${stats.dev}:${stats.ino}:${stats.birthtimeMs}` : undefined;
  } catch (error) {
    // A drive that went away answers with I/O errors: as good as gone.
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}

/** Linux file systems whose other users' changes the kernel cannot see. Numbers from `statfs(2)`. */
const SILENT_FILE_SYSTEMS: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB2'],
  [0x01021997, '9p'],
  [0x65735546, 'FUSE'],
  [0x564c, 'NCP'],
  [0x73757245, 'Coda'],
]);

/** The kind of the file system when it sends no events for changes made elsewhere; only known on Linux. */
export function silentFileSystemOf(root: string): string | undefined {
  try {
    return SILENT_FILE_SYSTEMS.get(statfsSync(root).type >>> 0);
  } catch {
    return undefined;
  }
}

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmdirSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SmallDisk {
  readonly folder: string;
  /** Writes a file that leaves about so many bytes free. Returns its path. */
  fill(leaveBytes?: number): string;
  grow(megabytes: number): void;
  makeReadOnly(): void;
  unmount(): void;
}

/** A file system of its own in memory. Throws where mounting is not permitted. */
export function mountSmallDisk(megabytes: number): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), 'pawl-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], { stdio: 'pipe' });
  return {
    folder,
    fill(leaveBytes = 0) {
      const filler = join(folder, 'filler');
      const { bavail, bsize } = statfsSync(folder);
      writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - leaveBytes)));
      return filler;
    },
    grow: (to) => void execFileSync('mount', ['-o', `remount,size=${to}m`, folder]),
    makeReadOnly: () => void execFileSync('mount', ['-o', 'remount,ro', folder]),
    unmount() {
      // Lazily: a test that failed may have left files open.
      execFileSync('umount', ['-l', folder]);
      rmdirSync(folder);
    },
  };
}

/** Why no small disk can be had here; undefined when one can. */
export function whyNoSmallDisk(): string | undefined {
  try {
    mountSmallDisk(1).unmount();
    return undefined;
  } catch (error) {
    return `mounting a small disk is not permitted here (${error instanceof Error ? error.message.split('\n')[0] : String(error)})`;
  }
}

import { randomBytes } from 'node:crypto';
import { existsSync, rmSync, statfsSync, statSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ActionError } from '../../shared/lib/action-error.ts';

const MB = 1024 * 1024;
/** The disk is asked at most this often: between two answers it is taken for unchanged. */
const LOOK_MS = 500;

export interface DiskLimits {
  /** With less free space no new run is accepted. Default 64 MB. */
  readonly minFreeBytes?: number;
  /** Size of the file that is given back when a write meets a full disk, so that the state of what runs can still be written. Default 8 MB. */
  readonly ballastBytes?: number;
}

/** The space beside the data folder. */
export interface Disk {
  /** Throws ActionError `DISK_LOW` when the disk has too little space to accept anything new. */
  requireRoom(): void;
  isLow(): boolean;
  /** Deletes the ballast. False when there is none. */
  freeBallast(): boolean;
  /** Makes the ballast where it is missing and there is room for it. */
  restoreBallast(): Promise<void>;
  /** Gives up a ballast that is being made; nothing is left of it when this resolves. */
  close(): Promise<void>;
  hasBallast(): boolean;
  freeBytes(): number;
  /** Whether `pawl.db` is still the file that was opened: a file that was removed can be written for ever, and is lost. */
  isInPlace(): boolean;
}

/** The store is being closed. */
class BallastGivenUp extends Error {}

export function watchDisk(dataDir: string, limits: DiskLimits, now: () => number): Disk {
  const { minFreeBytes = 64 * MB, ballastBytes = 8 * MB } = limits;
  const ballast = join(dataDir, 'ballast');
  const opened = inodeOf(join(dataDir, 'pawl.db'));
  let lookedAt = Number.NEGATIVE_INFINITY;
  let free = 0;
  let making: Promise<void> | undefined;
  let isClosed = false;

  function freeBytes(): number {
    const { bavail, bsize } = statfsSync(dataDir);
    lookedAt = now();
    free = bavail * bsize;
    return free;
  }

  function isLow(): boolean {
    const age = now() - lookedAt;
    return (age >= 0 && age < LOOK_MS ? free : freeBytes()) < minFreeBytes;
  }

  async function makeBallast(): Promise<void> {
    const unfinished = `${ballast}.part`;
    const file = await open(unfinished, 'w', 0o600);
    try {
      // Random: a file system that compresses would keep nothing free behind zeros.
      for (let left = ballastBytes; left > 0; left -= MB) {
        if (isClosed) throw new BallastGivenUp();
        await file.write(randomBytes(Math.min(left, MB)));
      }
      await file.close();
      await rename(unfinished, ballast);
    } catch (error) {
      await file.close();
      await rm(unfinished, { force: true });
      throw error;
    }
  }

  return {
    requireRoom() {
      if (!isLow()) return;
      throw new ActionError(
        'DISK_LOW',
        `Only ${Math.floor(free / MB)} MB are free beside the data folder ${dataDir}: no new run is accepted`,
        {
          kind: 'retryable',
          hint: `Make room until ${Math.ceil(minFreeBytes / MB)} MB are free; new runs are accepted again by themselves. \`pawl vacuum\` gives back what old runs take.`,
        },
      );
    },
    isLow,
    freeBallast() {
      if (!existsSync(ballast)) return false;
      rmSync(ballast);
      return true;
    },
    async restoreBallast() {
      if (isClosed || existsSync(ballast) || freeBytes() < minFreeBytes + 2 * ballastBytes) return;
      making ??= makeBallast()
        .catch((error: unknown) => {
          if (!(error instanceof BallastGivenUp)) throw error;
        })
        .finally(() => {
          making = undefined;
        });
      await making;
    },
    async close() {
      isClosed = true;
      // What went wrong is told to who asked for it.
      await making?.catch(() => {});
    },
    hasBallast: () => existsSync(ballast),
    freeBytes,
    isInPlace: () => inodeOf(join(dataDir, 'pawl.db')) === opened,
  };
}

function inodeOf(file: string): string | undefined {
  const stat = statSync(file, { throwIfNoEntry: false, bigint: true });
  return stat === undefined ? undefined : `${stat.dev}:${stat.ino}`;
}

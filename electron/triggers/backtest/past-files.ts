import { z } from 'zod';
import { type ChangedFile, changedFileSchema } from '../../../shared/triggers/file-change.ts';
import type { FiringRow } from '../../store/firings-table.ts';
import type { FileFact } from '../trigger-ports.ts';

/** One change of a file that the journal of some trigger holds. */
export interface PastChange {
  readonly file: ChangedFile;
  /** When the file changed, as near as that is known: a journal row is written once the file has settled. */
  readonly at: number;
  readonly row: FiringRow;
}

const recordedSchema = z.object({ files: z.array(changedFileSchema) });
/** A change that is much older than its row was found by a later look at the folders. */
const LONGEST_SETTLE_MS = 60_000;

/** In order of time. What several triggers saw counts once: as `own` saw it, the key of a trigger, if it did. */
export function pastChanges(rows: readonly FiringRow[], own: number | undefined): PastChange[] {
  const seen = new Set<string>();
  const changes: PastChange[] = [];
  const ours = rows.filter(({ triggerKey }) => triggerKey === own);
  const others = rows.filter(({ triggerKey }) => triggerKey !== own);
  for (const row of [...ours, ...others]) {
    for (const file of recordedSchema.safeParse(row.data).data?.files ?? []) {
      // What is gone has no time of its own: rows of about the same time speak of the same removal.
      const key = `${file.event}\0${file.filePath}\0${file.mtime ?? Math.floor(row.at / 10_000)}`;
      if (seen.has(key) && row.triggerKey !== own) continue;
      seen.add(key);
      const mtime = file.mtime === null ? Number.NaN : Date.parse(file.mtime);
      changes.push({ file, row, at: mtime <= row.at && row.at - mtime < LONGEST_SETTLE_MS ? mtime : row.at });
    }
  }
  return changes.sort((a, b) => a.at - b.at || a.row.key - b.row.key);
}

export function isThere({ event }: ChangedFile): boolean {
  return event !== 'unlink' && event !== 'unlinkDir';
}

export function isFolder({ event }: ChangedFile): boolean {
  return event === 'addDir' || event === 'unlinkDir';
}

/** The file before its change; its size and time then are not recorded. */
export function factBefore({ event }: ChangedFile): FileFact | undefined {
  if (event === 'add' || event === 'addDir') return undefined;
  return event === 'unlinkDir' ? { size: 0, mtimeMs: 0, directory: true } : { size: -1, mtimeMs: 0 };
}

export function factAfter(file: ChangedFile): FileFact | undefined {
  if (!isThere(file)) return undefined;
  const mtimeMs = file.mtime === null ? 0 : Date.parse(file.mtime);
  return isFolder(file) ? { size: 0, mtimeMs, directory: true } : { size: file.size ?? 0, mtimeMs };
}

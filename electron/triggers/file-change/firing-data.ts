import { createHash } from 'node:crypto';
import { basename, dirname, relative, sep } from 'node:path';
import type { ChangedFile, FileEvent } from '../../../shared/triggers/file-change.ts';
import type { FileFact, Firing, SnapshotChange } from '../trigger-ports.ts';

export interface FileChange {
  readonly path: string;
  readonly event: FileEvent;
  readonly before: FileFact | undefined;
  readonly after: FileFact | undefined;
}

export function snapshotChangeOf({ path, after }: FileChange): SnapshotChange {
  return { path, fact: after ?? null };
}

/** One firing for these changes; there must be at least one, and the first gives the firing's own fields. */
export function firingOf(triggerKey: string, workingDirectory: string, changes: readonly FileChange[], at: number): Firing {
  const files = changes.map((change) => describe(change, workingDirectory));
  const hash = createHash('sha256').update(String(at));
  for (const { path, event } of changes) hash.update(`\0${event}\0${path}`);
  return {
    triggerKey,
    // The snapshot moves in the same transaction, so one change cannot fire twice; the key tells a file moved away and back from a repeat.
    dedupeKey: hash.digest('hex').slice(0, 32),
    at,
    data: { ...files[0], files },
    cursor: { files: changes.map(snapshotChangeOf) },
  };
}

function describe({ path, event, after }: FileChange, workingDirectory: string): ChangedFile {
  const found = after === undefined || after.directory ? undefined : after;
  return {
    filePath: path,
    fileName: basename(path),
    relativePath: relative(workingDirectory, path).replaceAll(sep, '/'),
    dir: dirname(path),
    event,
    size: found?.size ?? null,
    mtime: after === undefined ? null : new Date(after.mtimeMs).toISOString(),
  };
}

import { basename, dirname, join, sep } from 'node:path';
import type { FileFact, SnapshotChange } from '../trigger-ports.ts';

/** What a trigger has last seen, by folder: names are kept once, and a folder that goes away is found without reading all paths. */
export interface Snapshot {
  readonly size: number;
  get(path: string): FileFact | undefined;
  apply(change: SnapshotChange): void;
  /** Paths inside the folder, at any depth. */
  below(directory: string): Iterable<string>;
  entries(): Iterable<readonly [path: string, fact: FileFact]>;
}

export function createSnapshot(initial: Iterable<readonly [string, FileFact]> = []): Snapshot {
  const folders = new Map<string, Map<string, FileFact>>();
  let size = 0;
  const apply = ({ path, fact }: SnapshotChange): void => {
    const directory = dirname(path);
    const names = folders.get(directory) ?? new Map<string, FileFact>();
    size -= names.size;
    if (fact === null) names.delete(basename(path));
    else names.set(basename(path), fact);
    size += names.size;
    if (names.size === 0) folders.delete(directory);
    else folders.set(directory, names);
  };
  for (const [path, fact] of initial) apply({ path, fact });
  return {
    get size() {
      return size;
    },
    get: (path) => folders.get(dirname(path))?.get(basename(path)),
    apply,
    *below(directory) {
      for (const [folder, names] of folders) {
        if (folder !== directory && !folder.startsWith(directory + sep)) continue;
        for (const name of names.keys()) yield join(folder, name);
      }
    },
    *entries() {
      for (const [folder, names] of folders) {
        for (const [name, fact] of names) yield [join(folder, name), fact];
      }
    },
  };
}

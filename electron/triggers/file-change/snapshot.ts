import { sep } from 'node:path';
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
    const { directory, name } = splitPath(path);
    const names = folders.get(directory) ?? new Map<string, FileFact>();
    size -= names.size;
    if (fact === null) names.delete(name);
    else names.set(name, fact);
    size += names.size;
    if (names.size === 0) folders.delete(directory);
    else folders.set(directory, names);
  };
  for (const [path, fact] of initial) apply({ path, fact });
  return {
    get size() {
      return size;
    },
    get(path) {
      const { directory, name } = splitPath(path);
      return folders.get(directory)?.get(name);
    },
    apply,
    *below(directory) {
      for (const [folder, names] of folders) {
        if (folder !== directory && !folder.startsWith(directory + sep)) continue;
        for (const name of names.keys()) yield folder + sep + name;
      }
    },
    *entries() {
      for (const [folder, names] of folders) {
        for (const [name, fact] of names) yield [folder + sep + name, fact];
      }
    },
  };
}

/** The folder of a file in the root is '', so that folder, separator and name always make up the path. */
function splitPath(path: string): { readonly directory: string; readonly name: string } {
  const end = path.lastIndexOf(sep);
  return { directory: path.slice(0, end), name: path.slice(end + 1) };
}

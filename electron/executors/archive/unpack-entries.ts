import { mkdir, readdir, rename, rmdir } from 'node:fs/promises';
import type { ArchiveFormat } from '../../../shared/actions/archive/archive-fields.ts';
import type { StepContext } from '../executor.ts';
import { attempting, fileError } from '../file/file-errors.ts';
import type { FileScope } from '../file/file-scope.ts';
import { type PinnedFolder, pinChild, withPinnedFolder } from '../file/pinned-folder.ts';
import { placeIn, withPlace } from '../file/place.ts';
import { removeTree } from '../file/remove-tree.ts';
import { statEntry } from '../file/walk-folder.ts';
import { temporaryName, writeAll, writeAtomically } from '../file/write-atomically.ts';
import { type ArchiveEntry, joinEntry, unsafe } from './archive-entry.ts';
import { readArchive } from './read-archive.ts';

export interface Unpacking {
  readonly archive: string;
  readonly format: ArchiveFormat;
  /** Real path of the folder to unpack into. */
  readonly destination: string;
  /** Files that exist may be replaced. */
  readonly replace: boolean;
  readonly scope: FileScope;
  readonly context: StepContext;
}

/** Unpacks all into a hidden folder of the destination first, then renames into place: a damaged archive leaves nothing behind. */
export async function unpackEntries(unpacking: Unpacking): Promise<void> {
  const { destination, scope, context } = unpacking;
  const options = { purpose: 'write', onFolderMade: context.wrote } as const;
  await withPinnedFolder(destination, scope, options, async (folder) => {
    const staging = placeIn(folder, temporaryName(context.attemptKey()));
    // A crash of this attempt may have left one.
    if ((await statEntry(staging)) !== undefined) await removeTree(staging, context.signal);
    await attempting('make the folder', staging.path, () => mkdir(staging.at, 0o700));
    try {
      await fillStaging(staging.path, unpacking);
      const staged = await pinChild(folder, staging.name);
      try {
        await publish(staged, folder, unpacking);
      } finally {
        await staged.close();
      }
      await attempting('remove', staging.path, () => rmdir(staging.at));
    } catch (thrown) {
      await removeTree(staging, new AbortController().signal);
      throw thrown;
    }
  });
}

async function fillStaging(staging: string, { archive, format, scope, context }: Unpacking): Promise<void> {
  const { signal } = context;
  await readArchive(archive, format, { scope, signal }, async (entry, content) => {
    const path = joinEntry(staging, entry.path);
    if (entry.type === 'dir') await withPinnedFolder(path, scope, { purpose: 'write', onFolderMade: ignore }, async () => {});
    else await unpackFile(path, archive, entry, content, scope, context);
  });
}

async function unpackFile(
  path: string,
  archive: string,
  entry: ArchiveEntry,
  content: AsyncIterable<Uint8Array>,
  scope: FileScope,
  { attemptKey, signal }: StepContext,
): Promise<void> {
  await withPlace(path, scope, { purpose: 'write', onFolderMade: ignore }, async (place) => {
    if ((await statEntry(place)) !== undefined) throw unsafe(archive, entry.path, 'is there twice');
    await writeAtomically(place, {
      key: attemptKey(),
      replace: false,
      mode: entry.mode,
      mtime: entry.mtime,
      fill: async (handle) => {
        let size = 0;
        for await (const chunk of content) {
          size += chunk.length;
          await writeAll(handle, chunk, signal);
        }
        if (size !== entry.size) throw unsafe(archive, entry.path, `has ${size} bytes instead of the ${entry.size} it declares`);
      },
    });
  });
}

/** Merges the staged folders into those that exist. */
async function publish(from: PinnedFolder, to: PinnedFolder, unpacking: Unpacking): Promise<void> {
  for (const name of (await readdir(from.self)).sort()) {
    const [source, target] = [placeIn(from, name), placeIn(to, name)];
    const [staged, existing] = [await statEntry(source), await statEntry(target)];
    if (staged?.isDirectory() && existing?.isDirectory()) {
      await mergeFolder(from, to, name, unpacking);
      continue;
    }
    if (existing !== undefined && !unpacking.replace) throw fileError('EEXIST', 'write', target.path);
    await attempting('write', target.path, () => rename(source.at, target.at));
  }
  await to.sync();
}

async function mergeFolder(from: PinnedFolder, to: PinnedFolder, name: string, unpacking: Unpacking): Promise<void> {
  const source = await pinChild(from, name);
  try {
    const target = await pinChild(to, name);
    try {
      await publish(source, target, unpacking);
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
  await attempting('remove', source.path, () => rmdir(from.at(name)));
}

/** Folders in the staging area are nobody's business; what is published is told. */
function ignore(): void {}

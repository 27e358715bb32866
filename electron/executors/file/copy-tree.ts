import type { Stats } from 'node:fs';
import { chmod, readlink, stat, symlink, unlink, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { StepContext } from '../executor.ts';
import { attempting, fileError } from './file-errors.ts';
import { checkInside, type FileScope } from './file-scope.ts';
import { wholeMtimeMs } from './fingerprint.ts';
import { readChunks } from './hash-file.ts';
import { withFileInsideRoots } from './open-inside-roots.ts';
import { withPinnedFolder } from './pinned-folder.ts';
import { type Place, withPlace } from './place.ts';
import { type FoundEntry, statEntry, walkFolder } from './walk-folder.ts';
import { writeAll, writeAtomically } from './write-atomically.ts';

export interface CopyOptions {
  readonly scope: FileScope;
  readonly context: StepContext;
  readonly replace: boolean;
  /** After a crash: a file that is at its destination with the size and time of its source is taken as copied. */
  readonly resume: boolean;
}

/** Copies a file, a link or a folder with all that is in it; modes and times are kept, links stay links inside folders. */
export async function copyTree(from: string, to: string, type: 'file' | 'dir', options: CopyOptions): Promise<void> {
  if (type === 'file') return copyFile(from, to, options);
  const { scope, context } = options;
  const walk = { scope, signal: context.signal };
  await withPinnedFolder(from, scope, { purpose: 'read' }, async (source) => {
    // Found out first, so that a folder that cannot be copied as a whole is not copied in part.
    for await (const entry of walkFolder(source, walk)) refuseEntry(entry, to, scope);
    const made: { readonly path: string; readonly stats: Stats }[] = [];
    const copyFolder = async (path: string, stats: Stats): Promise<void> => {
      if (await makeFolder(path, options)) made.push({ path, stats });
    };
    await copyFolder(to, await stat(source.self));
    for await (const entry of walkFolder(source, walk)) {
      const target = join(to, entry.relativePath);
      if (entry.type === 'file') await copyFile(entry.place.path, target, options);
      else if (entry.type === 'link') await copyLink(entry.place, target, options);
      else await copyFolder(target, entry.stats);
    }
    // Last, deepest first: a folder that must not be written could not be filled, and filling it changes its time.
    for (const folder of made.reverse()) await keepFolderFacts(folder.path, folder.stats, options);
  });
}

async function copyFile(from: string, to: string, { scope, context, replace, resume }: CopyOptions): Promise<void> {
  await withFileInsideRoots(from, scope, ({ handle, stats }) =>
    withPlace(to, scope, { purpose: 'write', onFolderMade: context.wrote }, async (place) => {
      const existing = replace && !resume ? undefined : await statEntry(place);
      if (existing !== undefined && resume && isCopyOf(existing, stats)) return;
      if (existing !== undefined && !replace) throw fileError('EEXIST', 'write', place.path);
      await writeAtomically(place, {
        key: context.attemptKey(),
        replace,
        mode: stats.mode & 0o777,
        mtime: new Date(wholeMtimeMs(stats)),
        fill: async (copy) => {
          for await (const chunk of readChunks(handle, context.signal)) await writeAll(copy, chunk, context.signal);
        },
      });
      context.wrote(place.path);
    }),
  );
}

/** The text of the link is kept. It opens no door: each use of it is checked where it leads. */
export async function copyLink(link: Place, to: string, { scope, context, replace, resume }: CopyOptions): Promise<void> {
  const text = await attempting('read the link', link.path, () => readlink(link.at));
  await withPlace(to, scope, { purpose: 'write' }, (place) =>
    attempting('write the link', place.path, async () => {
      const existing = await statEntry(place);
      if (existing?.isSymbolicLink() && (await readlink(place.at)) === text && (replace || resume)) return;
      if (existing !== undefined && replace) await unlink(place.at);
      await symlink(text, place.at);
      context.wrote(place.path);
    }),
  );
}

function isCopyOf(copy: Stats, source: Stats): boolean {
  return copy.isFile() && copy.size === source.size && wholeMtimeMs(copy) === wholeMtimeMs(source);
}

function refuseEntry(entry: FoundEntry, to: string, scope: FileScope): void {
  checkInside(join(to, entry.relativePath), scope, 'write');
  if (entry.type === 'other') throw fileError('ENXIO', 'copy', entry.place.path);
}

/** True for a folder that is new; after a crash one that is there may be new as well. */
async function makeFolder(path: string, { scope, context, resume }: CopyOptions): Promise<boolean> {
  let isNew = resume;
  const onFolderMade = (made: string): void => {
    context.wrote(made);
    isNew = true;
  };
  await withPinnedFolder(path, scope, { purpose: 'write', onFolderMade }, async () => {});
  return isNew;
}

async function keepFolderFacts(path: string, stats: Stats, { scope }: CopyOptions): Promise<void> {
  await withPinnedFolder(path, scope, { purpose: 'write' }, (folder) =>
    attempting('set the permissions of', path, async () => {
      await utimes(folder.self, stats.atime, stats.mtime);
      await chmod(folder.self, stats.mode & 0o777);
    }),
  );
}

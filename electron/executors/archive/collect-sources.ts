import type { Stats } from 'node:fs';
import { basename } from 'node:path';
import { ActionError } from '../../../shared/lib/action-error.ts';
import type { StepContext } from '../executor.ts';
import { fileError } from '../file/file-errors.ts';
import { type FileScope, resolveInside } from '../file/file-scope.ts';
import { statAt } from '../file/fingerprint.ts';
import { withPinnedFolder } from '../file/pinned-folder.ts';
import { resolveGlobs } from '../file/resolve-glob.ts';
import { walkFolder } from '../file/walk-folder.ts';

/** One file or folder to pack. */
export interface PackedEntry {
  /** Name in the archive, with `/`. */
  readonly name: string;
  /** Absolute, links resolved. */
  readonly path: string;
  readonly type: 'file' | 'dir';
  readonly stats: Stats;
}

/** What goes into the archive, in the order of the names. The archive itself is left out, also when it lies in a folder that is packed. */
export async function collectSources(
  source: string | readonly string[],
  archivePath: string,
  scope: FileScope,
  context: StepContext,
): Promise<PackedEntry[]> {
  const { signal } = context;
  const found = new Map<string, PackedEntry>();
  const add = (entry: PackedEntry): void => {
    if (entry.path === archivePath) return;
    const other = found.get(entry.name);
    if (other !== undefined && other.path !== entry.path) throw sameName(entry, other);
    found.set(entry.name, entry);
  };
  for (const match of await resolveGlobs(source, { scope, signal, purpose: 'read' })) {
    const path = await resolveInside(match.path, scope, 'read');
    const stats = await statAt(path, scope);
    if (stats === undefined) throw fileError('ENOENT', 'pack', match.path);
    const name = match.relativePath || basename(path);
    if (stats.isFile()) add({ name, path, type: 'file', stats });
    else if (stats.isDirectory()) for (const entry of await collectFolder(path, name, stats, scope, context)) add(entry);
    else throw fileError('ENXIO', 'pack', match.path);
  }
  return [...found.values()].sort((one, other) => (one.name < other.name ? -1 : one.name > other.name ? 1 : 0));
}

async function collectFolder(path: string, name: string, stats: Stats, scope: FileScope, context: StepContext): Promise<PackedEntry[]> {
  const entries: PackedEntry[] = [{ name, path, type: 'dir', stats }];
  await withPinnedFolder(path, scope, { purpose: 'read' }, async (folder) => {
    for await (const { place, relativePath, type, stats } of walkFolder(folder, { scope, signal: context.signal })) {
      const entryName = `${name}/${relativePath}`;
      if (type === 'file' || type === 'dir') entries.push({ name: entryName, path: place.path, type, stats });
      else if (type === 'link') entries.push(...(await followLink(place.path, entryName, scope, context)));
      else context.log('info', `${place.path} was not packed: it is no regular file`);
    }
  });
  return entries;
}

/** A link is packed as the file it leads to, because an archive with links is refused when it is unpacked; others are left out and logged. */
async function followLink(path: string, name: string, scope: FileScope, context: StepContext): Promise<PackedEntry[]> {
  try {
    const target = await resolveInside(path, scope, 'read');
    const stats = await statAt(target, scope);
    if (stats?.isFile()) return [{ name, path: target, type: 'file', stats }];
  } catch (thrown) {
    if (!(thrown instanceof ActionError)) throw thrown;
  }
  context.log('info', `${path} was not packed: it is a link that does not lead to a file inside the folders of this workflow`);
  return [];
}

function sameName(one: PackedEntry, other: PackedEntry): ActionError {
  return new ActionError('CONFLICT', `Could not pack both ${other.path} and ${one.path}: they would have the same name, ${one.name}`, {
    hint: 'Pack a folder that holds both, or use a glob that keeps their folders.',
  });
}

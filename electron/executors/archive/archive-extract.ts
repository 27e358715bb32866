import type { Stats } from 'node:fs';
import { z } from 'zod';
import type { archiveExtract } from '../../../shared/actions/archive/archive-extract.ts';
import { ActionError } from '../../../shared/lib/action-error.ts';
import type { ExecutorFor, StepContext } from '../executor.ts';
import { openScope, resolveGiven, resolveInside } from '../file/file-scope.ts';
import { fingerprintSchema, sameFingerprint, statAt, takeFingerprint, wholeMtimeMs } from '../file/fingerprint.ts';
import { type ArchiveEntry, joinEntry } from './archive-entry.ts';
import { formatOf } from './archive-format.ts';
import { listArchive } from './read-archive.ts';
import { type Unpacking, unpackEntries } from './unpack-entries.ts';

type Parameters = z.output<(typeof archiveExtract)['parameters']>;

const intentSchema = z.object({ archive: fingerprintSchema });

export const archiveExtractExecutor: ExecutorFor<typeof archiveExtract> = {
  plan({ source, destination, overwrite }) {
    return `Would unpack ${source} into ${destination}, ${overwrite ? 'replacing files that exist' : 'unless a file of that name exists'}`;
  },

  async intent(parameters, context) {
    const unpacking = await prepare(parameters, context);
    await refuseCollisions(unpacking, await listFiles(unpacking));
    return { archive: await takeFingerprint(unpacking.archive, unpacking.scope, context.signal) };
  },

  async run(parameters, context) {
    const unpacking = await prepare(parameters, context);
    const files = await listFiles(unpacking);
    const resumes = context.intent !== undefined;
    await refuseCollisions(unpacking, files, resumes);
    // After a crash the files that are there are ours: refuseCollisions has just made sure of that.
    await unpackEntries({ ...unpacking, replace: parameters.overwrite || resumes });
    for (const file of files) context.wrote(joinEntry(unpacking.destination, file.path));
    return outputOf(files);
  },

  async probe(parameters, context) {
    const unpacking = await prepare(parameters, context);
    const { archive } = intentSchema.parse(context.intent);
    if (!sameFingerprint(await takeFingerprint(unpacking.archive, unpacking.scope, context.signal), archive)) {
      return { outcome: 'conflict', reason: `${unpacking.archive} has changed since the step began` };
    }
    const files = await listFiles(unpacking);
    let present = 0;
    for (const file of files) {
      const stats = await statAt(joinEntry(unpacking.destination, file.path), unpacking.scope);
      if (stats !== undefined && isUnpacked(stats, file)) present += 1;
      else if (stats !== undefined && !parameters.overwrite) {
        return { outcome: 'conflict', reason: `${file.path} is there, but is not what the archive holds` };
      }
    }
    if (present < files.length) return { outcome: 'not_done', reason: `${present} of ${files.length} files are unpacked` };
    return { outcome: 'done', reason: `all ${files.length} files are unpacked`, output: outputOf(files) };
  },
};

async function prepare(parameters: Parameters, context: StepContext): Promise<Unpacking> {
  const scope = await openScope(context);
  const archive = await resolveInside(resolveGiven(parameters.source, scope), scope, 'read');
  const destination = await resolveInside(resolveGiven(parameters.destination, scope), scope, 'write');
  return { archive, format: formatOf(archive, parameters.format), destination, replace: parameters.overwrite, scope, context };
}

async function listFiles({ archive, format, scope, context }: Unpacking): Promise<ArchiveEntry[]> {
  const entries = await listArchive(archive, format, { scope, signal: context.signal });
  return entries.filter(({ type }) => type === 'file');
}

/** Throws `FILE_EXISTS` before anything is touched. With `resumes`, a file that is exactly the archive's is no collision. */
async function refuseCollisions(
  { destination, replace, scope }: Unpacking,
  files: readonly ArchiveEntry[],
  resumes = false,
): Promise<void> {
  if (replace) return;
  for (const file of files) {
    const path = joinEntry(destination, file.path);
    const stats = await statAt(path, scope);
    if (stats === undefined || (resumes && isUnpacked(stats, file))) continue;
    throw new ActionError('FILE_EXISTS', `Could not unpack to ${path}: it exists already`, {
      hint: 'Unpack into another folder, or set overwrite: true.',
    });
  }
}

/** By size and time, which unpacking sets. */
function isUnpacked(stats: Stats, entry: ArchiveEntry): boolean {
  return stats.isFile() && stats.size === entry.size && wholeMtimeMs(stats) === Math.round(entry.mtime.getTime());
}

function outputOf(files: readonly ArchiveEntry[]): { files: { path: string; size: number }[]; bytes: number } {
  return { files: files.map(({ path, size }) => ({ path, size })), bytes: files.reduce((sum, { size }) => sum + size, 0) };
}

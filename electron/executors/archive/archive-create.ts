import { z } from 'zod';
import type { archiveCreate } from '../../../shared/actions/archive/archive-create.ts';
import type { ArchiveFormat } from '../../../shared/actions/archive/archive-fields.ts';
import type { ExecutorFor, StepContext } from '../executor.ts';
import { fileError } from '../file/file-errors.ts';
import { type FileScope, openScope, resolveGiven, resolveInside } from '../file/file-scope.ts';
import { fingerprintSchema, sameFingerprint, statAt, takeFingerprint } from '../file/fingerprint.ts';
import { hashBytes } from '../file/hash-file.ts';
import { withLinkedPlace } from '../file/place.ts';
import { statEntry } from '../file/walk-folder.ts';
import { writeAll, writeAtomically } from '../file/write-atomically.ts';
import { formatOf } from './archive-format.ts';
import { collectSources, type PackedEntry } from './collect-sources.ts';
import { packTar } from './pack-tar.ts';
import { packZip } from './pack-zip.ts';
import { listArchive } from './read-archive.ts';

type Parameters = z.output<(typeof archiveCreate)['parameters']>;

/** `manifest` stands for the names and sizes of all files that are to be in the archive. */
const intentSchema = z.object({ path: z.string(), before: fingerprintSchema, manifest: z.string() });

export const archiveCreateExecutor: ExecutorFor<typeof archiveCreate> = {
  plan({ source, destination, overwrite }) {
    const sources = typeof source === 'string' ? source : source.join(', ');
    return `Would pack ${sources} into ${destination}${overwrite ? ', replacing what is there' : ', unless it exists'}`;
  },

  async intent(parameters, context) {
    const { scope, path } = await prepare(parameters, context);
    const entries = await collectSources(parameters.source, path, scope, context);
    return { path, before: await takeFingerprint(path, scope, context.signal), manifest: manifestOf(filesOf(entries)) };
  },

  async run(parameters, context) {
    const { scope, path, format } = await prepare(parameters, context);
    const entries = await collectSources(parameters.source, path, scope, context);
    await withLinkedPlace(path, scope, { purpose: 'write', onFolderMade: context.wrote }, async (place) => {
      const existing = await statEntry(place);
      if (existing !== undefined && !parameters.overwrite) throw fileError('EEXIST', 'write', place.path);
      await writeAtomically(place, {
        key: context.attemptKey(),
        replace: parameters.overwrite,
        mode: existing && existing.mode & 0o777,
        fill: async (handle) => {
          for await (const chunk of pack(entries, format, scope, context.signal)) await writeAll(handle, chunk, context.signal);
        },
      });
      context.wrote(place.path);
    });
    return { files: filesOf(entries), bytes: (await statAt(path, scope))?.size ?? 0 };
  },

  async probe(parameters, context) {
    const { scope, format } = await prepare(parameters, context);
    const { path, before, manifest } = intentSchema.parse(context.intent);
    const now = await takeFingerprint(path, scope, context.signal);
    if (now === null && before === null) return { outcome: 'not_done', reason: `${path} does not exist yet` };
    if (sameFingerprint(now, before)) return { outcome: 'not_done', reason: `${path} is as it was before the step` };
    if (now?.type !== 'file') return { outcome: 'conflict', reason: `there is no file at ${path} any more` };
    const packed = await listArchive(path, format, { scope, signal: context.signal });
    const files = packed.filter(({ type }) => type === 'file').map((entry) => ({ path: entry.path, size: entry.size }));
    if (manifestOf(files) !== manifest) return { outcome: 'conflict', reason: `${path} is new, but does not hold what was to be packed` };
    return { outcome: 'done', reason: `${path} holds exactly what was to be packed`, output: { files, bytes: now.size } };
  },
};

async function prepare(parameters: Parameters, context: StepContext): Promise<{ scope: FileScope; path: string; format: ArchiveFormat }> {
  const scope = await openScope(context);
  const path = await resolveInside(resolveGiven(parameters.destination, scope), scope, 'write');
  return { scope, path, format: formatOf(path, parameters.format) };
}

function pack(entries: readonly PackedEntry[], format: ArchiveFormat, scope: FileScope, signal: AbortSignal): AsyncIterable<Uint8Array> {
  return format === 'zip' ? packZip(entries, scope, signal) : packTar(entries, scope, signal);
}

function filesOf(entries: readonly PackedEntry[]): { path: string; size: number }[] {
  return entries.filter(({ type }) => type === 'file').map(({ name, stats }) => ({ path: name, size: stats.size }));
}

function manifestOf(files: readonly { path: string; size: number }[]): string {
  return hashBytes(JSON.stringify(files.map(({ path, size }) => [path, size])));
}

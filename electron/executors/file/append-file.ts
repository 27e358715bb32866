import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { z } from 'zod';
import { attempting, fileError } from './file-errors.ts';
import { checkInside, resolveInside } from './file-scope.ts';
import { statAt } from './fingerprint.ts';
import { hashBytes, hashFile } from './hash-file.ts';
import { refuseIrregular, withFileInsideRoots } from './open-inside-roots.ts';
import { pathOfHandle } from './pinned-folder.ts';
import type { Place } from './place.ts';
import { writeAll, writeAtomically } from './write-atomically.ts';
import { requireWritable, type WriteProbe, type WriteRequest, type WrittenFile, withTarget } from './write-request.ts';

/** `tail` is the hash of the last bytes before the append; size null: there was no file. */
export const appendIntentSchema = z.object({
  kind: z.literal('append'),
  path: z.string(),
  size: z.number().nullable(),
  tail: z.string(),
});

export type AppendIntent = z.output<typeof appendIntentSchema>;

const TAIL_BYTES = 64 * 1024;

export async function intendAppend(request: WriteRequest): Promise<AppendIntent> {
  const { scope, context } = request;
  const path = await resolveInside(request.path, scope, 'write');
  if ((await statAt(path, scope)) === undefined) return { kind: 'append', path, size: null, tail: hashBytes('') };
  return withFileInsideRoots(path, scope, async ({ handle, stats }) => ({
    kind: 'append',
    path,
    size: stats.size,
    tail: await hashTail(handle, stats.size, context.signal),
  }));
}

export async function appendToFile(request: WriteRequest, intent: AppendIntent | undefined): Promise<WrittenFile> {
  const { bytes, mode, context } = request;
  return withTarget(request, async (place, existing) => {
    if (existing !== undefined) await requireWritable(place, existing);
    if (existing !== undefined && request.ifExists === 'fail') throw fileError('EEXIST', 'append to', place.path);
    if (existing === undefined) {
      await writeAtomically(place, {
        key: context.attemptKey(),
        replace: false,
        mode,
        fill: (handle) => writeAll(handle, bytes, context.signal),
      });
    } else {
      await appendInPlace(place, request, intent);
    }
    return { path: place.path, created: existing === undefined };
  });
}

export async function probeAppend(request: WriteRequest, intent: AppendIntent): Promise<WriteProbe> {
  const { scope, context, bytes } = request;
  const output = { path: intent.path, created: intent.size === null };
  if ((await statAt(intent.path, scope)) === undefined) {
    return intent.size === null
      ? { outcome: 'not_done', reason: `${intent.path} does not exist yet` }
      : { outcome: 'conflict', reason: `${intent.path} has gone since the step began` };
  }
  return withFileInsideRoots(intent.path, scope, async ({ handle, stats }): Promise<WriteProbe> => {
    const start = intent.size ?? 0;
    if (stats.size < start || (await hashTail(handle, start, context.signal)) !== intent.tail) {
      return { outcome: 'conflict', reason: `${intent.path} no longer begins with what it held before the step` };
    }
    const added = Math.min(stats.size - start, bytes.length);
    const addedHash = await hashFile(handle, context.signal, { start, end: start + added });
    if (addedHash !== hashBytes(bytes.subarray(0, added))) {
      return { outcome: 'conflict', reason: `something else was added to ${intent.path}` };
    }
    if (added === bytes.length) return { outcome: 'done', reason: `${intent.path} holds what was to be added`, output };
    const reason =
      added === 0
        ? `nothing was added to ${intent.path}`
        : `only ${added} of ${bytes.length} bytes were added to ${intent.path}; they are taken back first`;
    return { outcome: 'not_done', reason };
  });
}

const APPEND = constants.O_RDWR | constants.O_APPEND | constants.O_NOFOLLOW | constants.O_NONBLOCK | constants.O_NOCTTY;

async function appendInPlace(place: Place, request: WriteRequest, intent: AppendIntent | undefined): Promise<void> {
  const { bytes, mode, scope, context } = request;
  await attempting('append to', place.path, async () => {
    const handle = await open(place.at, APPEND);
    try {
      checkInside(await pathOfHandle(handle, place.path), scope, 'write');
      refuseIrregular(await handle.stat(), place.path);
      if (intent !== undefined) await takeBackPart(handle, bytes, intent, context.signal);
      const { size } = await handle.stat();
      try {
        await writeAll(handle, bytes, context.signal);
      } catch (thrown) {
        await restoreSize(handle, size, bytes);
        throw thrown;
      }
      if (mode !== undefined) await handle.chmod(mode);
      await handle.sync();
    } finally {
      await handle.close();
    }
  });
}

/** Removes the part of our bytes that a crash of this attempt has left at the end. */
async function takeBackPart(handle: FileHandle, bytes: Uint8Array, intent: AppendIntent, signal: AbortSignal): Promise<void> {
  const { size } = await handle.stat();
  const start = intent.size ?? 0;
  const added = size - start;
  if (added <= 0 || added >= bytes.length) return;
  const isOurs = (await hashFile(handle, signal, { start })) === hashBytes(bytes.subarray(0, added));
  if (isOurs && (await hashTail(handle, start, signal)) === intent.tail) await handle.truncate(start);
}

/** Takes back a failed append, but only if what follows the old end is ours: somebody else may be appending too. */
async function restoreSize(handle: FileHandle, oldSize: number, bytes: Uint8Array): Promise<void> {
  const added = (await handle.stat()).size - oldSize;
  if (added <= 0 || added > bytes.length) return;
  const never = new AbortController().signal;
  const isOurs = (await hashFile(handle, never, { start: oldSize })) === hashBytes(bytes.subarray(0, added));
  if (isOurs) await handle.truncate(oldSize);
}

function hashTail(handle: FileHandle, size: number, signal: AbortSignal): Promise<string> {
  return hashFile(handle, signal, { start: Math.max(0, size - TAIL_BYTES), end: size });
}

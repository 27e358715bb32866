import { z } from 'zod';
import { ActionError } from '../../../shared/lib/action-error.ts';
import { fileError } from './file-errors.ts';
import { resolveInside } from './file-scope.ts';
import { fingerprintSchema, sameFingerprint, statAt, takeFingerprint } from './fingerprint.ts';
import { namesLike } from './free-name.ts';
import { hashBytes, hashFile } from './hash-file.ts';
import { withFileInsideRoots } from './open-inside-roots.ts';
import { type Place, withPlace } from './place.ts';
import { statEntry } from './walk-folder.ts';
import { writeAll, writeAtomically } from './write-atomically.ts';
import { pinForWriting, requireWritable, type WriteProbe, type WriteRequest, type WrittenFile, withTarget } from './write-request.ts';

export const replaceIntentSchema = z.object({ kind: z.literal('replace'), path: z.string(), before: fingerprintSchema });

export type ReplaceIntent = z.output<typeof replaceIntentSchema>;

export async function intendReplace(request: WriteRequest): Promise<ReplaceIntent> {
  const { scope, context } = request;
  const path = request.ifExists === 'rename' ? await firstFreeName(request) : await resolveInside(request.path, scope, 'write');
  return { kind: 'replace', path, before: await takeFingerprint(path, scope, context.signal) };
}

export async function replaceFile(request: WriteRequest): Promise<WrittenFile> {
  if (request.ifExists === 'rename') return writeUnderFreeName(request);
  if (request.ifExists === 'fail') return { path: await writeNew(request, request.path), created: true };
  return withTarget(request, async (place, existing) => {
    if (existing !== undefined) await requireWritable(place, existing);
    await writeContent(request, place, { replace: true, mode: existing && existing.mode & 0o7777, owner: existing });
    return { path: place.path, created: existing === undefined };
  });
}

export async function probeReplace(request: WriteRequest, intent: ReplaceIntent): Promise<WriteProbe> {
  const { scope, context } = request;
  // Unless it may replace, the step only ever makes new files: what was there before is not ours, whatever it holds.
  const mayBeOurs = request.ifExists === 'overwrite' || intent.before === null;
  for (const path of namesFrom(request, intent)) {
    const now = await takeFingerprint(path, scope, context.signal);
    if (mayBeOurs && now?.type === 'file' && (await holds(path, request))) {
      return {
        outcome: 'done',
        reason: `${path} holds exactly what was to be written`,
        output: { path, created: intent.before === null },
      };
    }
    if (now === null && intent.before === null) return { outcome: 'not_done', reason: `${path} does not exist yet` };
    if (sameFingerprint(now, intent.before)) return { outcome: 'not_done', reason: `${path} is as it was before the step` };
  }
  return { outcome: 'conflict', reason: `${intent.path} has changed, but does not hold what was to be written` };
}

async function writeUnderFreeName(request: WriteRequest): Promise<WrittenFile> {
  for (;;) {
    try {
      return { path: await writeNew(request, await firstFreeName(request)), created: true };
    } catch (thrown) {
      // Taken by somebody else since we looked: look again.
      if (!(thrown instanceof ActionError) || thrown.code !== 'FILE_EXISTS') throw thrown;
    }
  }
}

async function firstFreeName(request: WriteRequest): Promise<string> {
  for (const name of namesLike(request.path)) if ((await statAt(name, request.scope)) === undefined) return name;
  throw new Error('there is no end of names');
}

function writeNew(request: WriteRequest, path: string): Promise<string> {
  return withPlace(path, request.scope, pinForWriting(request), async (place) => {
    if ((await statEntry(place)) !== undefined) throw fileError('EEXIST', 'write', place.path);
    await writeContent(request, place, { replace: false });
    return place.path;
  });
}

function writeContent(
  request: WriteRequest,
  place: Place,
  how: { replace: boolean; mode?: number | undefined; owner?: { uid: number; gid: number } | undefined },
): Promise<void> {
  const { bytes, mode = how.mode, context } = request;
  return writeAtomically(place, { ...how, mode, key: context.attemptKey(), fill: (handle) => writeAll(handle, bytes, context.signal) });
}

/** Where the step may have written: one name, or with "rename" the one that was free and, if others took it, those after it. */
function* namesFrom(request: WriteRequest, intent: ReplaceIntent): Generator<string> {
  if (request.ifExists !== 'rename') {
    yield intent.path;
    return;
  }
  let reached = false;
  for (const path of namesLike(request.path)) {
    reached ||= path === intent.path;
    if (reached) yield path;
  }
}

async function holds(path: string, { bytes, scope, context }: WriteRequest): Promise<boolean> {
  return withFileInsideRoots(
    path,
    scope,
    async ({ handle, stats }) =>
      stats.size === bytes.length && (await hashFile(handle, context.signal, { end: stats.size })) === hashBytes(bytes),
  );
}

import { constants, type Stats } from 'node:fs';
import { open } from 'node:fs/promises';
import type { z } from 'zod';
import type { fileWrite } from '../../../shared/actions/file/file-write.ts';
import type { ProbeResult, StepContext } from '../executor.ts';
import { attempting, errnoOf, fileError } from './file-errors.ts';
import { type FileScope, openScope, resolveGiven } from './file-scope.ts';
import { type Place, withLinkedPlace } from './place.ts';
import { entryTypeOf } from './walk-folder.ts';

type Parameters = z.output<(typeof fileWrite)['parameters']>;

/** What `file.write` was asked to do, made ready: one value for the two ways of doing it, replacing and appending. */
export interface WriteRequest {
  /** Absolute, links unresolved. */
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly mode: number | undefined;
  readonly ifExists: Parameters['ifExists'];
  readonly makeFolders: boolean;
  readonly scope: FileScope;
  readonly context: StepContext;
}

export interface WrittenFile {
  readonly path: string;
  readonly created: boolean;
}

export type WriteProbe = ProbeResult<WrittenFile>;

export async function makeRequest(parameters: Parameters, context: StepContext): Promise<WriteRequest> {
  const scope = await openScope(context);
  return {
    path: resolveGiven(parameters.path, scope),
    bytes: contentBytes(parameters.content),
    mode: parameters.mode === undefined ? undefined : Number.parseInt(parameters.mode, 8),
    ifExists: parameters.ifExists,
    makeFolders: parameters.createDirs,
    scope,
    context,
  };
}

export function contentBytes(content: Parameters['content']): Uint8Array {
  return Buffer.from(typeof content === 'string' ? content : `${JSON.stringify(content, null, 2)}\n`);
}

/** The place to write: the end of the links, its folder made if that was asked for. */
export function withTarget<T>(request: WriteRequest, use: (place: Place, found: Stats | undefined) => Promise<T>): Promise<T> {
  return withLinkedPlace(request.path, request.scope, pinForWriting(request), use);
}

export function pinForWriting(request: WriteRequest) {
  return { purpose: 'write', onFolderMade: request.makeFolders ? request.context.wrote : undefined } as const;
}

/** What was found is to be changed. Renaming over a file asks no permission of it, so it is asked for here. */
export async function requireWritable(place: Place, found: Stats): Promise<void> {
  const type = entryTypeOf(found);
  if (type === 'dir') throw fileError('EISDIR', 'write', place.path);
  if (type !== 'file') throw fileError('ENXIO', 'write', place.path);
  await attempting('write', place.path, () => askPermission(place));
}

async function askPermission(place: Place): Promise<void> {
  try {
    const handle = await open(place.at, constants.O_WRONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    await handle.close();
  } catch (thrown) {
    // A running program cannot be written to, but it can be replaced.
    if (errnoOf(thrown) !== 'ETXTBSY') throw thrown;
  }
}

import { basename, join } from 'node:path';
import { z } from 'zod';
import { ActionError } from '../../../shared/lib/action-error.ts';
import type { StepContext } from '../executor.ts';
import { fileError } from './file-errors.ts';
import { type FileScope, resolveGiven, resolveInside } from './file-scope.ts';
import { type Fingerprint, fingerprintSchema, statAt, takeFingerprint } from './fingerprint.ts';
import { isInside } from './path-rules.ts';
import { refuseProtected } from './protected-folders.ts';
import { isGlob, type Match, resolveGlobs } from './resolve-glob.ts';

/** One file or folder to copy or move. `source` and `before` are what stood at both ends when it was planned. */
const transferSchema = z.object({ from: z.string(), to: z.string(), source: fingerprintSchema, before: fingerprintSchema });
export const transferIntentSchema = z.object({ transfers: z.array(transferSchema) });

export type Transfer = z.output<typeof transferSchema>;

export interface TransferParameters {
  readonly source: string | readonly string[];
  readonly destination: string;
  readonly overwrite: boolean;
}

/** Finds everything that stands in the way before anything is touched. Throws `FILE_EXISTS`, `CONFLICT`, `INVALID_DESTINATION`, `PATH_PROTECTED`, … */
export async function planTransfers(
  kind: 'copy' | 'move',
  parameters: TransferParameters,
  scope: FileScope,
  context: StepContext,
): Promise<Transfer[]> {
  const { signal } = context;
  const matches = await resolveGlobs(parameters.source, { scope, signal, purpose: kind === 'move' ? 'write' : 'read' });
  const target = await findTarget(parameters, scope);
  const transfers: Transfer[] = [];
  const taken = new Set<string>();
  for (const match of matches) {
    if (kind === 'move') refuseProtected(match.path, scope, 'move');
    // A copy of a link is a copy of the file; a link that moves stays a link.
    const from = kind === 'copy' ? await resolveInside(match.path, scope, 'read') : match.path;
    const to = target.isFolder ? join(target.path, ...nameBelow(match)) : target.path;
    if (taken.has(to)) throw sameTarget(to);
    taken.add(to);
    if (isInside(from, to)) throw intoItself(kind, from, to);
    const transfer = { from, to, source: await takeFingerprint(from, scope, signal), before: await takeFingerprint(to, scope, signal) };
    refuseCollision(kind, transfer, parameters.overwrite);
    transfers.push(transfer);
  }
  return transfers;
}

async function findTarget(parameters: TransferParameters, scope: FileScope): Promise<{ path: string; isFolder: boolean }> {
  const { source, destination } = parameters;
  const path = await resolveInside(resolveGiven(destination, scope), scope, 'write');
  const isExistingFolder = scope.roots.includes(path) || (await statAt(path, scope))?.isDirectory() === true;
  const isMany = typeof source !== 'string' || (isGlob(source) && (await literalType(source, scope)) === null);
  // Elsewhere a backslash is part of a name.
  const namesFolder = (scope.os === 'win32' ? /[\\/]$/ : /\/$/).test(destination);
  return { path, isFolder: isExistingFolder || isMany || namesFolder };
}

async function literalType(source: string, scope: FileScope): Promise<Fingerprint | 'exists'> {
  try {
    return (await statAt(resolveGiven(source, scope), scope)) === undefined ? null : 'exists';
  } catch (thrown) {
    if (thrown instanceof ActionError) return null;
    throw thrown;
  }
}

function nameBelow(match: Match): string[] {
  return match.relativePath === '' ? [basename(match.path)] : match.relativePath.split('/');
}

function refuseCollision(kind: 'copy' | 'move', { from, to, source, before }: Transfer, overwrite: boolean): void {
  if (source?.type === 'other') throw fileError('ENXIO', kind, from);
  if (before === null) return;
  if (!overwrite) {
    throw new ActionError('FILE_EXISTS', `Could not ${kind} ${from} to ${to}: there is one of that name already`, {
      hint: 'Choose another destination, or set overwrite: true.',
    });
  }
  if (before.type !== 'dir' && source?.type === 'dir') throw fileError('ENOTDIR', `${kind} the folder ${from} to`, to);
  if (before.type === 'dir' && source?.type !== 'dir') throw fileError('EISDIR', `${kind} ${from} to`, to);
  if (before.type === 'dir' && kind === 'move') throw fileError('ENOTEMPTY', `move ${from} to`, to);
}

function sameTarget(to: string): ActionError {
  return new ActionError('CONFLICT', `Could not put two files at ${to}: their sources have the same name`, {
    hint: 'Use one step for each source, or a glob that keeps their folders.',
  });
}

function intoItself(kind: string, from: string, to: string): ActionError {
  return new ActionError('INVALID_DESTINATION', `Could not ${kind} ${from} to ${to}: that is itself or inside itself`, {
    hint: 'Choose a destination outside the source.',
  });
}

/** For a dry run. */
export function describeTransfers(kind: 'copy' | 'move', { source, destination, overwrite }: TransferParameters): string {
  const sources = typeof source === 'string' ? source : source.join(', ');
  return `Would ${kind} ${sources} to ${destination}, ${overwrite ? 'replacing files that exist' : 'unless a file of that name exists'}`;
}

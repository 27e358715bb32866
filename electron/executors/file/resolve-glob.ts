import { dirname } from 'node:path';
import picomatch from 'picomatch';
import { ActionError } from '../../../shared/lib/action-error.ts';
import { fileError } from './file-errors.ts';
import { type FileScope, type Purpose, resolveGiven } from './file-scope.ts';
import { isGitInternal } from './path-rules.ts';
import { withPinnedFolder } from './pinned-folder.ts';
import { withPlace } from './place.ts';
import { type EntryType, entryTypeOf, statEntry, walkFolder } from './walk-folder.ts';

/** One file or folder that a parameter named. */
export interface Match {
  /** Absolute. */
  readonly path: string;
  /** What is kept of the path below a destination folder: the name, or all below the fixed part of the glob; with `/`. */
  readonly relativePath: string;
  readonly type: EntryType;
}

export interface GlobOptions {
  readonly scope: FileScope;
  readonly signal: AbortSignal;
  readonly purpose: Purpose;
}

/** A step that needs more should name their folder: each match is recorded in the intent. */
const MAX_MATCHES = 10_000;

/**
 * What the paths and globs name, in a fixed order, each once. A path that does not exist is `FILE_NOT_FOUND`; a glob may match nothing.
 * A glob matches files only, unless it ends in `/`; a file whose name looks like a glob is taken literally.
 */
export async function resolveGlobs(given: string | readonly string[], options: GlobOptions): Promise<Match[]> {
  const matches = new Map<string, Match>();
  for (const one of typeof given === 'string' ? [given] : given) {
    for await (const match of resolveOne(one, options)) {
      if (!matches.has(match.path)) matches.set(match.path, match);
      if (matches.size > MAX_MATCHES) throw tooMany(one);
    }
  }
  return [...matches.values()];
}

export function isGlob(text: string): boolean {
  return picomatch.scan(text).isGlob;
}

/** Throws `PATH_OUTSIDE_ROOTS` for a pattern that climbs or starts elsewhere; the walk could not follow it, and silence would hide the mistake. */
export function compilePattern(pattern: string): { matches(relativePath: string): boolean; readonly maxDepth: number | undefined } {
  if (/(?:^|[\\/{,(|])\.\.(?:[\\/},)|]|$)/.test(pattern) || /^[\\/]|^[a-z]:/i.test(pattern) || pattern.includes('\0')) {
    throw new ActionError('PATH_OUTSIDE_ROOTS', `Could not use the pattern ${JSON.stringify(pattern)}: it leads out of its folder`, {
      hint: 'Write a pattern that goes down only, and name the folder it starts from in front of it.',
    });
  }
  const isMatch = picomatch(pattern.replace(/\/$/, ''));
  const fixedDepth = !/\*\*|[({]/.test(pattern);
  return { matches: (path) => isMatch(path), maxDepth: fixedDepth ? pattern.replace(/\/$/, '').split('/').length : undefined };
}

async function* resolveOne(given: string, options: GlobOptions): AsyncGenerator<Match> {
  const literal = await findLiteral(given, options);
  if (literal !== undefined) {
    yield literal;
    return;
  }
  const { base, glob, negated } = picomatch.scan(options.scope.os === 'win32' ? given.replaceAll('\\', '/') : given);
  if (negated) {
    throw new ActionError('PATH_INVALID', `Could not use ${JSON.stringify(given)}: it says what not to take`, {
      hint: 'Name what to take; the extended form !(a|b) leaves some out.',
    });
  }
  const folderPath = resolveGiven(base || '.', options.scope);
  const pattern = compilePattern(glob);
  const wanted: EntryType = given.endsWith('/') ? 'dir' : 'file';
  yield* await withPinnedFolder(folderPath, options.scope, { purpose: options.purpose }, async (folder) => {
    const found: Match[] = [];
    for await (const { place, relativePath, type } of walkFolder(folder, { ...options, maxDepth: pattern.maxDepth })) {
      if (type !== wanted || !pattern.matches(relativePath) || isGitInternal(relativePath)) continue;
      found.push({ path: place.path, relativePath, type });
      if (found.length > MAX_MATCHES) throw tooMany(given);
    }
    return found;
  });
}

/** The file of exactly this name; undefined when there is none and the text is a glob. */
async function findLiteral(given: string, options: GlobOptions): Promise<Match | undefined> {
  const { scope, purpose } = options;
  const path = resolveGiven(given, scope);
  const glob = isGlob(given);
  if (scope.roots.includes(path) || dirname(path) === path) return { path, relativePath: '', type: 'dir' };
  try {
    return await withPlace(path, scope, { purpose }, async (place) => {
      const stats = await statEntry(place);
      if (stats !== undefined) return { path: place.path, relativePath: place.name, type: entryTypeOf(stats) };
      if (glob) return undefined;
      throw fileError('ENOENT', 'find', path);
    });
  } catch (thrown) {
    if (glob && thrown instanceof ActionError && ['FILE_NOT_FOUND', 'NOT_A_FOLDER', 'PATH_OUTSIDE_ROOTS'].includes(thrown.code))
      return undefined;
    throw thrown;
  }
}

function tooMany(given: string): ActionError {
  return new ActionError('TOO_MANY_FILES', `Could not use ${given}: it matches more than ${MAX_MATCHES} files`, {
    hint: 'Name their folder instead, or use a narrower pattern.',
  });
}

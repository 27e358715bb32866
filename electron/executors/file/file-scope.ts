import { realpath } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { ActionError } from '../../../shared/lib/action-error.ts';
import type { StepContext } from '../executor.ts';
import { attempting, isMissing } from './file-errors.ts';
import { checkPathText, isGitInternal, isInside } from './path-rules.ts';

/** Where a step's file effects may go. All paths are absolute and free of links. */
export interface FileScope {
  readonly workingDirectory: string;
  readonly home: string;
  readonly roots: readonly string[];
  readonly dataDir: string;
  readonly os: NodeJS.Platform;
}

export type Purpose = 'read' | 'write';

type ScopeContext = Pick<StepContext, 'workingDirectory' | 'roots' | 'dataDir' | 'platform' | 'signal'>;

/** By the signal of an attempt, which no other attempt has. */
const scopes = new WeakMap<AbortSignal, Promise<FileScope>>();

/** Looks up the folders of an attempt, once: what its intent was allowed is what its effect is held to. */
export function openScope(context: ScopeContext): Promise<FileScope> {
  const known = scopes.get(context.signal);
  if (known !== undefined) return known;
  const opened = resolveFolders(context);
  scopes.set(context.signal, opened);
  return opened;
}

async function resolveFolders(context: ScopeContext): Promise<FileScope> {
  // The working directory is mostly the only root.
  const resolved = new Map<string, Promise<string>>();
  const resolveOnce = (path: string): Promise<string> => {
    const found = resolved.get(path) ?? resolveLinks(path);
    resolved.set(path, found);
    return found;
  };
  const [workingDirectory, home, dataDir, roots] = await Promise.all([
    resolveOnce(context.workingDirectory),
    resolveOnce(homeOf(context.platform)),
    resolveOnce(context.dataDir),
    Promise.all(context.roots.map(resolveOnce)),
  ]);
  return { workingDirectory, home, roots, dataDir, os: context.platform.os };
}

/** The absolute path that the author meant, links unresolved. Throws `PATH_INVALID`. */
export function resolveGiven(given: string, scope: FileScope): string {
  checkPathText(given, scope.os);
  const expanded = /^~(?:[\\/]|$)/.test(given) ? join(scope.home, given.slice(1)) : given;
  return resolve(scope.workingDirectory, expanded);
}

/** Follows the links of the part of `path` that exists. Opens nothing. */
async function resolveLinks(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (thrown) {
    const parent = dirname(path);
    if (!isMissing(thrown) || parent === path) throw thrown;
    return join(await resolveLinks(parent), path.slice(parent.length).replace(/^[\\/]/, ''));
  }
}

/** Where `path` leads, refused if that is not inside the roots. Nothing is opened, so that a refused path is not even touched. */
export async function resolveInside(path: string, scope: FileScope, purpose: Purpose): Promise<string> {
  const lexicallyInside = scope.roots.some((root) => isInside(root, path));
  const real = await attempting(purpose, path, () => resolveLinks(path)).catch((thrown: unknown) => {
    // What lies outside is refused in one way, so that the answer tells nothing about it.
    throw lexicallyInside ? thrown : outside(path, scope);
  });
  checkInside(real, scope, purpose);
  return real;
}

/** `real` has no links. Throws `PATH_OUTSIDE_ROOTS` or `PATH_PROTECTED`. */
export function checkInside(real: string, scope: FileScope, purpose: Purpose): void {
  if (!scope.roots.some((root) => isInside(root, real))) throw outside(real, scope);
  if (isInside(scope.dataDir, real)) {
    throw new ActionError('PATH_PROTECTED', `Could not ${purpose} ${real}: it belongs to Pawl itself`, {
      hint: 'Steps have no access to the data folder; use outputs, variables or another folder.',
    });
  }
  if (purpose === 'write' && isGitInternal(real)) {
    throw new ActionError('PATH_PROTECTED', `Could not write ${real}: it is inside git's own folder`, {
      hint: 'Use the git actions to change a repository.',
    });
  }
}

function outside(path: string, scope: FileScope): ActionError {
  return new ActionError(
    'PATH_OUTSIDE_ROOTS',
    `Could not use ${path}: it is outside the folders of this workflow (${scope.roots.join(', ')})`,
    {
      hint: 'Use a path inside them, or add its folder to settings.roots.',
      details: { path },
    },
  );
}

function homeOf({ environment: { HOME, USERPROFILE }, os }: StepContext['platform']): string {
  return (os === 'win32' ? USERPROFILE : HOME) || homedir();
}

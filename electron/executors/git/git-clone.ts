import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { z } from 'zod';
import type { gitClone } from '../../../shared/actions/git/git-clone.ts';
import { ActionError } from '../../../shared/lib/action-error.ts';
import type { ExecutorFor, StepContext } from '../executor.ts';
import { openScope, resolveGiven, resolveInside } from '../file/file-scope.ts';
import { runGit } from './git-command.ts';
import { gitError } from './git-error.ts';
import { findCommit, readBranch } from './read-head.ts';
import { loadConfig, openRepository, sshEnvironment } from './repository.ts';

type Parameters = z.output<typeof gitClone.parameters>;

export const gitCloneExecutor: ExecutorFor<typeof gitClone> = {
  plan: ({ url, destination }) => `Would clone ${url} to ${destination}`,

  // Only facts about the destination count, so that the probe needs none from before.
  intent: async (parameters, context) => ({ path: await destinationOf(parameters, context) }),

  run: async (parameters, context) => {
    const path = await destinationOf(parameters, context);
    if (!(await isFree(path))) {
      throw new ActionError('ALREADY_EXISTS', `Could not clone to ${path}: the folder exists and is not empty`, {
        hint: 'Choose another `destination`.',
      });
    }
    const unfinished = unfinishedOf(path, context);
    await rm(unfinished, { recursive: true, force: true });
    await mkdir(dirname(path), { recursive: true });
    try {
      await clone(parameters, unfinished, context);
      await rename(unfinished, path);
    } finally {
      await rm(unfinished, { recursive: true, force: true });
    }
    context.wrote(path);
    return describe(path, parameters, context);
  },

  probe: async (parameters, context) => {
    const path = await destinationOf(parameters, context);
    // The clone gets its name only when it is whole.
    if (await isFree(path)) return { outcome: 'not_done', reason: 'the folder is not there' };
    return { outcome: 'done', output: await describe(path, parameters, context), reason: 'the folder is there' };
  },
};

async function clone({ url, branch, depth, trusted }: Parameters, path: string, context: StepContext): Promise<void> {
  const folder = dirname(path);
  const config = await loadConfig(folder, context);
  const options = [
    '--no-recurse-submodules',
    // Hard links into a repository of the same disk would let either change the other.
    '--no-hardlinks',
    ...(branch === undefined ? [] : [`--branch=${branch}`]),
    ...(depth === undefined ? [] : [`--depth=${depth}`, '--no-single-branch']),
  ];
  const result = await runGit('clone', [...options, '--', url, path], context, {
    folder,
    settings: trusted ? [] : config.neutral,
    environment: sshEnvironment(config, trusted),
    effect: true,
  });
  if (result.exitCode !== 0) throw await gitError(`clone ${url}`, folder, result.stderr);
}

async function destinationOf({ destination }: Parameters, context: StepContext): Promise<string> {
  const scope = await openScope(context);
  return resolveInside(resolveGiven(destination, scope), scope, 'write');
}

function unfinishedOf(path: string, { attemptKey }: StepContext): string {
  return join(dirname(path), `.pawl-clone-${attemptKey()}`);
}

async function isFree(path: string): Promise<boolean> {
  try {
    return (await readdir(path)).length === 0;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return true;
    if (error instanceof Error && 'code' in error && error.code === 'ENOTDIR') return false;
    throw error;
  }
}

async function describe(path: string, { trusted }: Parameters, context: StepContext) {
  const repository = await openRepository({ repo: path, trusted }, context);
  return { path, branch: await readBranch(repository), commit: (await findCommit(repository, 'HEAD')) ?? null };
}

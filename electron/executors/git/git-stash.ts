import { z } from 'zod';
import type { gitStash } from '../../../shared/actions/git/git-stash.ts';
import { ActionError } from '../../../shared/lib/action-error.ts';
import type { ExecutorFor } from '../executor.ts';
import { findCommit, readConflicts, refuseUnresolved } from './read-head.ts';
import { openRepository, type Repository } from './repository.ts';

type Parameters = z.output<typeof gitStash.parameters>;

/** To clear new files away, git names them to itself by a pattern. No path of a step goes into these commands. */
const WITH_PATTERNS = { effect: true, environment: { GIT_LITERAL_PATHSPECS: '0' } };

/** The newest stash before. */
const stashIntent = z.object({ newest: z.string().nullable() });

export const gitStashExecutor: ExecutorFor<typeof gitStash> = {
  plan: ({ do: what, repo }) =>
    ({
      push: `Would put the changes in ${repo} aside`,
      pop: `Would bring back the changes last put aside in ${repo}`,
      apply: `Would bring back the changes last put aside in ${repo}, and keep them`,
      drop: `Would throw away the changes last put aside in ${repo}`,
    })[what],

  intent: async (parameters, context) => ({ newest: await newestStash(await openRepository(parameters, context, 'write_contents')) }),

  run: async (parameters, context) => {
    const repository = await openRepository(parameters, context, 'write_contents');
    const before = await newestStash(repository);
    if (parameters.do === 'push') return push(repository, parameters, before);
    if (before === null) {
      throw new ActionError('REF_NOT_FOUND', `There is no stash in ${repository.folder}`, {
        hint: 'Put changes aside first, by `do: push`.',
      });
    }
    if (parameters.do !== 'drop') await refuseUnresolved(repository, 'bring changes back');
    const result = await repository.ask('stash', [parameters.do], WITH_PATTERNS);
    if (result.exitCode === 0) return { result: parameters.do === 'drop' ? 'dropped' : 'restored', stash: before, conflicts: [] };
    const conflicts = await readConflicts(repository);
    if (conflicts.length === 0) throw await repository.failure('stash', result);
    return { result: 'conflict', stash: before, conflicts };
  },

  probe: async (parameters, context) => {
    const { newest: before } = stashIntent.parse(context.intent);
    const repository = await openRepository(parameters, context);
    const newest = await newestStash(repository);
    if (parameters.do === 'push') {
      if (newest === before) return { outcome: 'not_done', reason: 'no stash was made' };
      const under = (await findCommit(repository, 'stash@{1}')) ?? null;
      if (under !== before) return { outcome: 'conflict', reason: 'the stashes are others than before' };
      return { outcome: 'done', output: { result: 'stashed', stash: newest, conflicts: [] }, reason: 'there is one stash more' };
    }
    if (newest !== before) {
      const result = parameters.do === 'drop' ? 'dropped' : 'restored';
      return { outcome: 'done', output: { result, stash: before, conflicts: [] }, reason: 'the stash is gone' };
    }
    if (parameters.do === 'drop' || (await isUnchanged(repository)))
      return { outcome: 'not_done', reason: 'the stash is there and the files are unchanged' };
    return { outcome: 'conflict', reason: 'the files have changes, and the stash is still there' };
  },
};

async function push(repository: Repository, { message, includeUntracked }: Parameters, before: string | null) {
  const args = [...(includeUntracked ? ['--include-untracked'] : []), ...(message === undefined ? [] : [`--message=${message}`])];
  await repository.git('stash', ['push', ...args], WITH_PATTERNS);
  const stash = await newestStash(repository);
  return { result: stash === before ? ('nothing' as const) : ('stashed' as const), stash: stash === before ? null : stash, conflicts: [] };
}

async function newestStash(repository: Repository): Promise<string | null> {
  return (await findCommit(repository, 'refs/stash')) ?? null;
}

async function isUnchanged(repository: Repository): Promise<boolean> {
  return (await repository.ask('diff', ['--quiet', '--no-ext-diff', '--ignore-submodules=dirty', 'HEAD', '--'])).exitCode === 0;
}

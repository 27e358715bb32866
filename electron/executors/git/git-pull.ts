import type { z } from 'zod';
import type { gitPull } from '../../../shared/actions/git/git-pull.ts';
import { ActionError } from '../../../shared/lib/action-error.ts';
import type { ExecutorFor } from '../executor.ts';
import { mergeCommit, mergeIntent, probeMerge } from './merge-commit.ts';
import { readBranch, requireCommit } from './read-head.ts';
import { usualUploadPack } from './remote-programs.ts';
import { openRepository, type Repository } from './repository.ts';

export const gitPullExecutor: ExecutorFor<typeof gitPull> = {
  plan: ({ repo, remote, branch }) =>
    `Would fetch ${branch ?? 'the branch followed'} from ${remote ?? 'its remote'} and merge it in ${repo}`,
  intent: async (parameters, context) => {
    const repository = await openRepository(parameters, context, 'write_contents');
    return { head: await requireCommit(repository, 'HEAD'), target: null };
  },
  run: async (parameters, context) => {
    const repository = await openRepository(parameters, context, 'write_contents');
    const { remote, ref } = await sourceOf(repository, parameters);
    await repository.git('fetch', [...usualUploadPack(repository), '--no-recurse-submodules', '--', remote, ref], { effect: true });
    const message = `Merge ${ref.replace(/^refs\/heads\//, '')} of ${remote}`;
    return mergeCommit(repository, await requireCommit(repository, 'FETCH_HEAD'), { ...parameters, message }, context);
  },
  probe: async (parameters, context) =>
    probeMerge(await openRepository(parameters, context), mergeIntent.parse(context.intent), parameters.keepConflicts),
};

async function sourceOf(repository: Repository, parameters: z.output<typeof gitPull.parameters>): Promise<{ remote: string; ref: string }> {
  const branch = await readBranch(repository);
  if (branch === null) {
    throw new ActionError('DETACHED_HEAD', `Could not pull in ${repository.folder}: no branch is checked out`, {
      hint: 'Check a branch out first.',
    });
  }
  const followed = repository.config.get(`branch.${branch}.merge`);
  const remote = parameters.remote ?? repository.config.get(`branch.${branch}.remote`);
  const ref = parameters.branch === undefined ? followed : `refs/heads/${parameters.branch}`;
  if (remote !== undefined && ref !== undefined && !`${remote}${ref}`.startsWith('-')) return { remote, ref };
  throw new ActionError('NO_UPSTREAM', `Could not pull in ${repository.folder}: the branch ${branch} follows none`, {
    hint: `Give \`remote\` and \`branch\`, or run: git branch --set-upstream-to=origin/${branch}`,
  });
}

import { z } from 'zod';
import type { gitPush } from '../../../shared/actions/git/git-push.ts';
import { ActionError } from '../../../shared/lib/action-error.ts';
import type { ExecutorFor } from '../executor.ts';
import { findCommit, readBranch, requireCommit } from './read-head.ts';
import { safeReceivePack, usualUploadPack } from './remote-programs.ts';
import { openRepository, type Repository } from './repository.ts';

type Parameters = z.output<typeof gitPush.parameters>;

const pushIntent = z.object({
  branch: z.string(),
  /** What is pushed. */
  commit: z.string(),
  /** Where the remote branch was when it was last fetched; null when it was not known. */
  expected: z.string().nullable(),
});
type PushIntent = z.output<typeof pushIntent>;

export const gitPushExecutor: ExecutorFor<typeof gitPush> = {
  plan: ({ branch, remote, force }) => `Would push ${branch ?? 'the branch checked out'} to ${remote}${force ? ', with lease' : ''}`,

  intent: async (parameters, context) => readIntent(await openRepository(parameters, context), parameters),

  run: async (parameters, context) => {
    const repository = await openRepository(parameters, context);
    const recorded = pushIntent.safeParse(context.intent).data;
    const { branch, commit, expected } = recorded ?? (await readIntent(repository, parameters));
    const { remote } = parameters;
    const target = `refs/heads/${branch}`;
    const printed = await repository.git(
      'push',
      [
        '--porcelain',
        '--no-recurse-submodules',
        ...(await safeReceivePack(repository, remote)),
        ...(parameters.trusted ? [] : ['--no-verify']),
        ...(parameters.force ? [`--force-with-lease=${target}:${expected ?? ''}`] : []),
        ...(parameters.setUpstream ? ['--set-upstream'] : []),
        ...(parameters.tags ? ['--follow-tags'] : []),
        '--',
        remote,
        // Exactly the recorded commit, unless the local branch must be named to get its upstream.
        `${parameters.setUpstream ? target : commit}:${target}`,
      ],
      { effect: true },
    );
    const line = printed.split('\n').find((text) => text.includes(`:${target}\t`));
    return { result: line?.startsWith('=') ? 'up_to_date' : 'pushed', remote, branch, commit };
  },

  probe: async (parameters, context) => {
    const { branch, commit, expected } = pushIntent.parse(context.intent);
    const repository = await openRepository(parameters, context);
    const { remote } = parameters;
    const printed = await repository.git('ls-remote', [...usualUploadPack(repository), '--', remote, `refs/heads/${branch}`]);
    const there = /^[0-9a-f]+/.exec(printed)?.[0] ?? null;
    if (there === commit)
      return { outcome: 'done', output: { result: 'pushed', remote, branch, commit }, reason: 'the remote branch is at the commit' };
    if (there === null || there === expected) return { outcome: 'not_done', reason: 'the remote branch is where it was' };
    return { outcome: 'conflict', reason: 'the remote branch is at a commit of somebody else' };
  },
};

async function readIntent(repository: Repository, parameters: Parameters): Promise<PushIntent> {
  const branch = parameters.branch ?? (await readBranch(repository));
  if (branch === null) {
    throw new ActionError('DETACHED_HEAD', `Could not push from ${repository.folder}: no branch is checked out`, {
      hint: 'Name the `branch`, or check one out first.',
    });
  }
  const commit = await requireCommit(repository, `refs/heads/${branch}`);
  // The lease is on what was last seen of the remote, not on what it is at by now: else it would protect nothing.
  const expected = (await findCommit(repository, `refs/remotes/${parameters.remote}/${branch}`)) ?? null;
  return { branch, commit, expected };
}

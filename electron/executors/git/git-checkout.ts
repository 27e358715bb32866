import { z } from 'zod';
import type { gitCheckout } from '../../../shared/actions/git/git-checkout.ts';
import type { ExecutorFor } from '../executor.ts';
import { findCommit, readBranch, requireCommit } from './read-head.ts';
import { reportWritten } from './report-written.ts';
import { openRepository, type Repository } from './repository.ts';

const checkoutIntent = z.object({ branch: z.string().nullable(), commit: z.string().nullable() });

export const gitCheckoutExecutor: ExecutorFor<typeof gitCheckout> = {
  plan: ({ repo, ref, create }) =>
    create === undefined ? `Would check out ${ref} in ${repo}` : `Would create the branch ${create} in ${repo} and check it out`,

  intent: async (parameters, context) => where(await openRepository(parameters, context, 'write_contents')),

  run: async (parameters, context) => {
    const { ref, create } = parameters;
    const repository = await openRepository(parameters, context, 'write_contents');
    const before = await where(repository);
    const args = create === undefined ? [ref ?? 'HEAD', '--'] : ['-b', create, ...(ref === undefined ? [] : [ref]), '--'];
    await repository.git('checkout', ['--no-recurse-submodules', ...args], { effect: true });
    const branch = await readBranch(repository);
    const commit = await requireCommit(repository, 'HEAD');
    if (before.commit !== null) await reportWritten(repository, context, before.commit, commit);
    const unchanged = before.branch === branch && before.commit === commit;
    const result = create === undefined ? (unchanged ? 'unchanged' : 'switched') : 'created';
    return { result, branch, commit, previous: before.branch ?? before.commit };
  },

  probe: async (parameters, context) => {
    const { ref, create } = parameters;
    const before = checkoutIntent.parse(context.intent);
    const repository = await openRepository(parameters, context);
    const { branch, commit } = await where(repository);
    const wanted = create ?? ref ?? 'HEAD';
    const arrived = branch === null ? commit === (await findCommit(repository, wanted)) : branch === wanted;
    const moved = branch !== before.branch || commit !== before.commit;
    if (commit !== null && arrived && moved) {
      const output = {
        result: create === undefined ? 'switched' : 'created',
        branch,
        commit,
        previous: before.branch ?? before.commit,
      } as const;
      return { outcome: 'done', output, reason: `${wanted} is checked out` };
    }
    return { outcome: 'not_done', reason: moved ? 'something else is checked out' : 'the same as before is checked out' };
  },
};

async function where(repository: Repository) {
  return { branch: await readBranch(repository), commit: (await findCommit(repository, 'HEAD')) ?? null };
}

import type { gitMerge } from '../../../shared/actions/git/git-merge.ts';
import type { ExecutorFor } from '../executor.ts';
import { mergeCommit, mergeIntent, probeMerge } from './merge-commit.ts';
import { requireCommit } from './read-head.ts';
import { openRepository } from './repository.ts';

export const gitMergeExecutor: ExecutorFor<typeof gitMerge> = {
  plan: ({ repo, ref }) => `Would merge ${ref} into the branch checked out in ${repo}`,
  intent: async (parameters, context) => {
    const repository = await openRepository(parameters, context, 'write_contents');
    return { head: await requireCommit(repository, 'HEAD'), target: await requireCommit(repository, parameters.ref) };
  },
  run: async (parameters, context) => {
    const repository = await openRepository(parameters, context, 'write_contents');
    const target = mergeIntent.safeParse(context.intent).data?.target ?? (await requireCommit(repository, parameters.ref));
    const message = parameters.message ?? `Merge ${parameters.ref}`;
    return mergeCommit(repository, target, { ...parameters, message }, context);
  },
  probe: async (parameters, context) =>
    probeMerge(await openRepository(parameters, context), mergeIntent.parse(context.intent), parameters.keepConflicts),
};

import { z } from 'zod';
import type { gitTag } from '../../../shared/actions/git/git-tag.ts';
import type { ExecutorFor } from '../executor.ts';
import { findCommit, requireCommit } from './read-head.ts';
import { openRepository } from './repository.ts';

const tagIntent = z.object({ commit: z.string() });

export const gitTagExecutor: ExecutorFor<typeof gitTag> = {
  plan: ({ name, do: what, ref }) => (what === 'create' ? `Would create the tag ${name} at ${ref}` : `Would delete the tag ${name}`),
  intent: async ({ name, do: what, ref, ...parameters }, context) => {
    const repository = await openRepository(parameters, context);
    return { commit: await requireCommit(repository, what === 'create' ? ref : `refs/tags/${name}`) };
  },
  run: async ({ name: tag, do: what, ref, message, ...parameters }, context) => {
    const repository = await openRepository(parameters, context);
    const recorded = tagIntent.safeParse(context.intent).data;
    const commit = recorded?.commit ?? (await requireCommit(repository, what === 'create' ? ref : `refs/tags/${tag}`));
    const create = message === undefined ? ['--', tag, commit] : ['--annotate', '--cleanup=whitespace', '--file=-', '--', tag, commit];
    await repository.git('tag', what === 'create' ? create : ['--delete', '--', tag], {
      effect: true,
      ...(message === undefined ? {} : { stdin: message }),
    });
    return { result: what === 'create' ? 'created' : 'deleted', tag, commit };
  },
  probe: async ({ name: tag, do: what, ...parameters }, context) => {
    const { commit } = tagIntent.parse(context.intent);
    const there = await findCommit(await openRepository(parameters, context), `refs/tags/${tag}`);
    if (there !== undefined && there !== commit) return { outcome: 'conflict', reason: `the tag ${tag} names another commit` };
    const done = (there === commit) === (what === 'create');
    if (!done) return { outcome: 'not_done', reason: `the tag ${tag} is ${there === undefined ? 'not there' : 'still there'}` };
    return {
      outcome: 'done',
      output: { result: what === 'create' ? 'created' : 'deleted', tag, commit },
      reason: `the tag ${tag} is as it was to become`,
    };
  },
};

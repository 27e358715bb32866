import type { gitBranches } from '../../../shared/actions/git/git-branches.ts';
import type { ExecutorFor } from '../executor.ts';
import { readBy } from './read-by.ts';
import { openRepository } from './repository.ts';

export const gitBranchesExecutor: ExecutorFor<typeof gitBranches> = {
  plan: ({ repo }) => `Would list the branches of the repository ${repo}`,
  run: async (parameters, context) => {
    const repository = await openRepository(parameters, context);
    const summary = await readBy(repository, context, 'list the branches', (git) =>
      git.branch(['-v', ...(parameters.remote ? ['-a'] : [])]),
    );
    return {
      current: summary.detached || summary.current === '' ? null : summary.current,
      branches: summary.all.flatMap((name) => {
        const branch = summary.branches[name];
        return branch === undefined ? [] : [{ name, commit: branch.commit, subject: branch.label, current: branch.current }];
      }),
    };
  },
};

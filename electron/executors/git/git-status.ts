import type { gitStatus } from '../../../shared/actions/git/git-status.ts';
import type { ExecutorFor } from '../executor.ts';
import { readBy } from './read-by.ts';
import { openRepository } from './repository.ts';

export const gitStatusExecutor: ExecutorFor<typeof gitStatus> = {
  plan: ({ repo }) => `Would read the status of the repository ${repo}`,
  run: async (parameters, context) => {
    const repository = await openRepository(parameters, context);
    const status = await readBy(repository, context, 'read the status', (git) => git.status(['--ignore-submodules=dirty']));
    return {
      branch: status.detached ? null : status.current,
      upstream: status.tracking,
      ahead: status.ahead,
      behind: status.behind,
      clean: status.isClean(),
      files: status.files.map(({ path, from, index, working_dir: changed }) => ({
        path,
        ...(from === undefined || from === '' ? {} : { from }),
        staged: index.trim(),
        changed: changed.trim(),
      })),
      conflicts: status.conflicted,
    };
  },
};

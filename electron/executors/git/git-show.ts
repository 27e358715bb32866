import { parseByteSize } from '../../../shared/actions/file/byte-size.ts';
import type { gitShow } from '../../../shared/actions/git/git-show.ts';
import { ActionError } from '../../../shared/lib/action-error.ts';
import type { ExecutorFor } from '../executor.ts';
import { readChanges } from './read-changes.ts';
import { readCommits } from './read-commits.ts';
import { openRepository } from './repository.ts';

/** What git compares a first commit with. */
const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

export const gitShowExecutor: ExecutorFor<typeof gitShow> = {
  plan: ({ repo, ref }) => `Would read the commit ${ref} of the repository ${repo}`,
  run: async (parameters, context) => {
    const repository = await openRepository(parameters, context);
    const [commit] = await readCommits(repository, ['--max-count=1', '--end-of-options', parameters.ref, '--']);
    if (commit === undefined)
      throw new ActionError('REF_NOT_FOUND', `There is no commit ${parameters.ref} in ${repository.folder}`, {
        hint: 'See the commits with git.log.',
      });
    const selection = [commit.parents[0] ?? EMPTY_TREE, commit.hash, '--'];
    return { ...commit, ...(await readChanges(repository, selection, parseByteSize(parameters.maxBytes) ?? 0)) };
  },
};

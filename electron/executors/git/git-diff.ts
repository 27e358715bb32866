import { parseByteSize } from '../../../shared/actions/file/byte-size.ts';
import type { gitDiff } from '../../../shared/actions/git/git-diff.ts';
import type { ExecutorFor } from '../executor.ts';
import { readChanges } from './read-changes.ts';
import { openRepository } from './repository.ts';

export const gitDiffExecutor: ExecutorFor<typeof gitDiff> = {
  plan: ({ repo }) => `Would read the changes in the repository ${repo}`,
  run: async (parameters, context) => {
    const { from, to, staged, paths, maxBytes } = parameters;
    const repository = await openRepository(parameters, context);
    const commits = [from, to].filter((commit) => commit !== undefined);
    const selection = [...(staged ? ['--cached'] : []), '--end-of-options', ...commits, '--', ...paths];
    return readChanges(repository, selection, parseByteSize(maxBytes) ?? 0);
  },
};

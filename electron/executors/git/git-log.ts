import type { z } from 'zod';
import type { gitLog } from '../../../shared/actions/git/git-log.ts';
import type { ExecutorFor } from '../executor.ts';
import { readCommitFiles, readCommits } from './read-commits.ts';
import { openRepository, type Repository } from './repository.ts';

export const gitLogExecutor: ExecutorFor<typeof gitLog> = {
  plan: ({ repo, ref }) => `Would list the commits of ${ref} in the repository ${repo}`,
  run: async (parameters, context) => {
    const repository = await openRepository(parameters, context);
    if (parameters.ref === 'HEAD' && (await hasNoCommits(repository))) return { commits: [], count: 0 };
    const selection = selectionOf(parameters);
    const read = await readCommits(repository, selection);
    const files = parameters.files ? await readCommitFiles(repository, selection) : undefined;
    const commits = read.map(({ parents: _, ...commit }) => ({
      ...commit,
      ...(files === undefined ? {} : { files: [...(files.get(commit.hash) ?? [])] }),
    }));
    return { commits, count: commits.length };
  },
};

async function hasNoCommits(repository: Repository): Promise<boolean> {
  return (await repository.ask('rev-parse', ['--verify', '--quiet', 'HEAD'])).exitCode !== 0;
}

function selectionOf({ ref, maxCount, since, until, author, paths }: z.output<typeof gitLog.parameters>): string[] {
  return [
    `--max-count=${maxCount}`,
    ...(since === undefined ? [] : [`--since=${since}`]),
    ...(until === undefined ? [] : [`--until=${until}`]),
    ...(author === undefined ? [] : ['--fixed-strings', `--author=${author}`]),
    '--end-of-options',
    ref,
    '--',
    ...paths,
  ];
}

import type { gitFetch } from '../../../shared/actions/git/git-fetch.ts';
import type { ExecutorFor } from '../executor.ts';
import { usualUploadPack } from './remote-programs.ts';
import { openRepository, type Repository } from './repository.ts';

export const gitFetchExecutor: ExecutorFor<typeof gitFetch> = {
  plan: ({ remote, branch }) => `Would fetch ${branch ?? 'all branches'} from ${remote}`,
  run: async (parameters, context) => {
    const { remote, branch, prune, tags } = parameters;
    const repository = await openRepository(parameters, context);
    const before = await readRefs(repository);
    const options = [...(prune ? ['--prune'] : []), ...(tags ? ['--tags'] : [])];
    await repository.git(
      'fetch',
      [
        ...usualUploadPack(repository),
        '--no-recurse-submodules',
        ...options,
        '--',
        remote,
        ...(branch === undefined ? [] : [`refs/heads/${branch}`]),
      ],
      {
        effect: true,
      },
    );
    const after = await readRefs(repository);
    const updated = [...new Set([...before.keys(), ...after.keys()])]
      .map((ref) => ({ ref, from: before.get(ref) ?? null, to: after.get(ref) ?? null }))
      .filter(({ from, to }) => from !== to);
    return { result: updated.length === 0 ? 'up_to_date' : 'fetched', remote, updated };
  },
  probe: async () => ({ outcome: 'not_done', reason: 'fetching again gets only what is still missing' }),
};

async function readRefs(repository: Repository): Promise<ReadonlyMap<string, string>> {
  const printed = await repository.git('for-each-ref', ['--format=%(refname) %(objectname)', 'refs/remotes', 'refs/tags']);
  const lines = printed.split('\n').filter((line) => line !== '');
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), line.slice(line.lastIndexOf(' ') + 1)]));
}

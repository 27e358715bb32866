import { z } from 'zod';
import type { gitBranch } from '../../../shared/actions/git/git-branch.ts';
import type { ExecutorFor } from '../executor.ts';
import { findCommit, requireCommit } from './read-head.ts';
import { openRepository, type Repository } from './repository.ts';

type Parameters = z.output<typeof gitBranch.parameters>;

const branchIntent = z.object({ commit: z.string() });

export const gitBranchExecutor: ExecutorFor<typeof gitBranch> = {
  plan: ({ name, do: what, ref, newName }) => {
    if (what === 'create') return `Would create the branch ${name} at ${ref}`;
    return what === 'rename' ? `Would rename the branch ${name} to ${newName}` : `Would delete the branch ${name}`;
  },
  intent: async (parameters, context) => ({ commit: await commitOf(await openRepository(parameters, context), parameters) }),
  run: async (parameters, context) => {
    const repository = await openRepository(parameters, context);
    const commit = branchIntent.safeParse(context.intent).data?.commit ?? (await commitOf(repository, parameters));
    await repository.git('branch', argumentsOf(parameters, commit), { effect: true });
    return outputOf(parameters, commit);
  },
  probe: async (parameters, context) => {
    const { commit } = branchIntent.parse(context.intent);
    const repository = await openRepository(parameters, context);
    const there = await findCommit(repository, `refs/heads/${parameters.name}`);
    const renamed = parameters.newName === undefined ? undefined : await findCommit(repository, `refs/heads/${parameters.newName}`);
    switch (decide(parameters.do, { commit, there, renamed })) {
      case 'done':
        return { outcome: 'done', output: outputOf(parameters, commit), reason: 'the branches are as they were to become' };
      case 'not_done':
        return { outcome: 'not_done', reason: 'the branches are as they were' };
      default:
        return { outcome: 'conflict', reason: 'a branch of that name is at another commit' };
    }
  },
};

function decide(what: Parameters['do'], found: { commit: string; there: string | undefined; renamed: string | undefined }) {
  const { commit, there, renamed } = found;
  if (what === 'delete') return there === undefined ? 'done' : there === commit ? 'not_done' : 'conflict';
  if (what === 'create') return there === commit ? 'done' : there === undefined ? 'not_done' : 'conflict';
  if (there === undefined && renamed === commit) return 'done';
  return there === commit && renamed === undefined ? 'not_done' : 'conflict';
}

function commitOf(repository: Repository, { name, do: what, ref }: Parameters): Promise<string> {
  return requireCommit(repository, what === 'create' ? ref : `refs/heads/${name}`);
}

function argumentsOf({ name, do: what, newName, force }: Parameters, commit: string): string[] {
  if (what === 'create') return ['--no-track', '--', name, commit];
  return what === 'rename' ? ['--move', '--', name, newName ?? name] : ['--delete', ...(force ? ['--force'] : []), '--', name];
}

function outputOf({ name, do: what, newName }: Parameters, commit: string) {
  const result = ({ create: 'created', rename: 'renamed', delete: 'deleted' } as const)[what];
  return { result, branch: newName ?? name, commit };
}

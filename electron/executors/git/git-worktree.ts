import { basename } from 'node:path';
import type { z } from 'zod';
import type { gitWorktree } from '../../../shared/actions/git/git-worktree.ts';
import type { ExecutorFor, StepContext } from '../executor.ts';
import { openScope, resolveGiven, resolveInside } from '../file/file-scope.ts';
import { openRepository, type Repository } from './repository.ts';

type Parameters = z.output<typeof gitWorktree.parameters>;

interface Worktree {
  readonly path: string;
  readonly branch: string | null;
  readonly commit: string | null;
}

export const gitWorktreeExecutor: ExecutorFor<typeof gitWorktree> = {
  plan: ({ path, do: what }) => (what === 'add' ? `Would add a worktree at ${path}` : `Would remove the worktree at ${path}`),

  intent: async (parameters, context) => ({ path: await pathOf(parameters, context) }),

  run: async (parameters, context) => {
    const repository = await openRepository(parameters, context, 'write_contents');
    const path = await pathOf(parameters, context);
    const before = await findWorktree(repository, path);
    await repository.git('worktree', argumentsOf(parameters, path), { effect: true });
    context.wrote(path);
    if (parameters.do === 'remove') return { result: 'removed', path, branch: before?.branch ?? null, commit: null };
    const added = await findWorktree(repository, path);
    return { result: 'added', path, branch: added?.branch ?? null, commit: added?.commit ?? null };
  },

  probe: async (parameters, context) => {
    const repository = await openRepository(parameters, context);
    const path = await pathOf(parameters, context);
    const there = await findWorktree(repository, path);
    if ((there !== undefined) !== (parameters.do === 'add'))
      return { outcome: 'not_done', reason: `the worktree is ${there ? 'still' : 'not'} there` };
    if (there === undefined)
      return { outcome: 'done', output: { result: 'removed', path, branch: null, commit: null }, reason: 'the worktree is gone' };
    return { outcome: 'done', output: { result: 'added', ...there }, reason: 'the worktree is there' };
  },
};

async function pathOf({ path }: Parameters, context: StepContext): Promise<string> {
  const scope = await openScope(context);
  return resolveInside(resolveGiven(path, scope), scope, 'write');
}

function argumentsOf({ do: what, ref, create, force }: Parameters, path: string): string[] {
  if (what === 'remove') return ['remove', ...(force ? ['--force'] : []), '--', path];
  const branch = create ?? (ref === undefined ? basename(path) : undefined);
  return ['add', ...(branch === undefined ? [] : ['-b', branch]), '--', path, ...(ref === undefined ? [] : [ref])];
}

async function findWorktree(repository: Repository, path: string): Promise<Worktree | undefined> {
  const printed = await repository.git('worktree', ['list', '--porcelain', '-z']);
  for (const entry of printed.split('\0\0')) {
    const lines = new Map(entry.split('\0').map((line) => [line.split(' ', 1)[0] ?? '', line.slice(line.indexOf(' ') + 1)]));
    if (lines.get('worktree') !== path) continue;
    return { path, branch: lines.get('branch')?.replace(/^refs\/heads\//, '') ?? null, commit: lines.get('HEAD') ?? null };
  }
  return undefined;
}

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gitBranch } from '../../../shared/actions/git/git-branch.ts';
import { gitCheckout } from '../../../shared/actions/git/git-checkout.ts';
import { gitStash } from '../../../shared/actions/git/git-stash.ts';
import { gitTag } from '../../../shared/actions/git/git-tag.ts';
import { gitWorktree } from '../../../shared/actions/git/git-worktree.ts';
import { gitBranchExecutor } from './git-branch.ts';
import { gitCheckoutExecutor } from './git-checkout.ts';
import { gitStashExecutor } from './git-stash.ts';
import { gitTagExecutor } from './git-tag.ts';
import { gitWorktreeExecutor } from './git-worktree.ts';
import { makeRepository, probeAround, runStep } from './test-repository.ts';

const REPEATABLE = ['not_done', 'done'];

describe('git.checkout', () => {
  it('switches, creates, and tells where it was', async () => {
    const { context, folder, commit } = makeRepository();
    const first = commit('a', '1');
    const second = commit('a', '2');
    const created = await probeAround(gitCheckout, gitCheckoutExecutor, { create: 'topic', ref: first }, context);
    expect(created.output).toEqual({ result: 'created', branch: 'topic', commit: first, previous: 'main' });
    expect([created.before, created.after?.outcome]).toEqual(REPEATABLE);
    expect(created.after).toMatchObject({ output: created.output });
    expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('1');
    expect(context.written).toEqual([join(folder, 'a')]);
    const back = await probeAround(gitCheckout, gitCheckoutExecutor, { ref: 'main' }, context);
    expect(back.output).toEqual({ result: 'switched', branch: 'main', commit: second, previous: 'topic' });
    expect([back.before, back.after?.outcome]).toEqual(REPEATABLE);
    expect(await runStep(gitCheckout, gitCheckoutExecutor, { ref: 'main' }, context)).toMatchObject({ result: 'unchanged' });
    expect(await runStep(gitCheckout, gitCheckoutExecutor, { ref: first }, context)).toMatchObject({ branch: null, commit: first });
  });

  it('GI-4 a dirty tree, a missing branch and a taken name are told apart', async () => {
    const { context, git, write, commit } = makeRepository();
    commit('a', '1');
    git('branch', 'topic');
    commit('a', '2');
    write('a', 'not committed');
    await expect(runStep(gitCheckout, gitCheckoutExecutor, { ref: 'topic' }, context)).rejects.toMatchObject({ code: 'DIRTY_TREE' });
    await expect(runStep(gitCheckout, gitCheckoutExecutor, { ref: 'none' }, context)).rejects.toMatchObject({ code: 'REF_NOT_FOUND' });
    await expect(runStep(gitCheckout, gitCheckoutExecutor, { create: 'topic' }, context)).rejects.toMatchObject({ code: 'ALREADY_EXISTS' });
  });

  it('a file with the name of the branch is not touched', async () => {
    const { context, folder, git, write, commit } = makeRepository();
    commit('topic', 'file');
    git('branch', 'topic');
    write('topic', 'changed');
    await runStep(gitCheckout, gitCheckoutExecutor, { ref: 'topic' }, context);
    expect(readFileSync(join(folder, 'topic'), 'utf8')).toBe('changed');
  });
});

describe('git.branch', () => {
  it('creates, renames and deletes', async () => {
    const { context, git, commit } = makeRepository();
    const first = commit('a', '1');
    commit('a', '2');
    for (const [input, result] of [
      [
        { name: 'x', ref: 'HEAD~1' },
        { result: 'created', branch: 'x', commit: first },
      ],
      [
        { name: 'x', do: 'rename', newName: 'y' },
        { result: 'renamed', branch: 'y', commit: first },
      ],
      [
        { name: 'y', do: 'delete' },
        { result: 'deleted', branch: 'y', commit: first },
      ],
    ] as const) {
      const { before, output, after } = await probeAround(gitBranch, gitBranchExecutor, input, context);
      expect(output).toEqual(result);
      expect([before, after?.outcome]).toEqual(REPEATABLE);
    }
    expect(git('branch', '--format=%(refname:short)')).toBe('main');
  });

  it('GI-4 keeps commits that are nowhere else, and never takes a name twice', async () => {
    const { context, git, commit } = makeRepository();
    commit('a', '1');
    git('checkout', '--quiet', '-b', 'topic');
    commit('a', '2');
    git('checkout', '--quiet', 'main');
    await expect(runStep(gitBranch, gitBranchExecutor, { name: 'topic', do: 'delete' }, context)).rejects.toMatchObject({
      code: 'NOT_MERGED',
    });
    await expect(runStep(gitBranch, gitBranchExecutor, { name: 'topic' }, context)).rejects.toMatchObject({ code: 'ALREADY_EXISTS' });
    expect(await runStep(gitBranch, gitBranchExecutor, { name: 'topic', do: 'delete', force: true }, context)).toMatchObject({
      result: 'deleted',
    });
  });
});

describe('git.tag', () => {
  it('creates light and annotated tags, and deletes them', async () => {
    const { context, git, commit } = makeRepository();
    const first = commit('a', '1');
    commit('a', '2');
    for (const [input, result] of [
      [{ name: 'light', ref: first }, 'created'],
      [{ name: 'v1', ref: first, message: '-f is text\n\nmore' }, 'created'],
      [{ name: 'light', do: 'delete' }, 'deleted'],
    ] as const) {
      const { before, output, after } = await probeAround(gitTag, gitTagExecutor, input, context);
      expect(output).toEqual({ result, tag: input.name, commit: first });
      expect([before, after?.outcome]).toEqual(REPEATABLE);
    }
    expect(git('tag', '--list', '--format=%(refname:short) %(contents:subject)')).toBe('v1 -f is text');
    await expect(runStep(gitTag, gitTagExecutor, { name: 'v1' }, context)).rejects.toMatchObject({ code: 'ALREADY_EXISTS' });
  });
});

describe('git.stash', () => {
  it('puts changes aside and brings them back', async () => {
    const { context, folder, git, write, commit } = makeRepository();
    commit('a', '1');
    write('a', '2');
    write('new', '1');
    const pushed = await probeAround(gitStash, gitStashExecutor, { message: 'mine' }, context);
    expect(pushed.output).toEqual({ result: 'stashed', stash: git('rev-parse', 'stash@{0}'), conflicts: [] });
    expect([pushed.before, pushed.after?.outcome]).toEqual(REPEATABLE);
    expect(git('status', '--porcelain')).toBe('');
    expect(await runStep(gitStash, gitStashExecutor, {}, context)).toEqual({ result: 'nothing', stash: null, conflicts: [] });
    const popped = await probeAround(gitStash, gitStashExecutor, { do: 'pop' }, context);
    expect(popped.output).toMatchObject({ result: 'restored', stash: pushed.output.stash });
    expect([popped.before, popped.after?.outcome]).toEqual(REPEATABLE);
    expect([readFileSync(join(folder, 'a'), 'utf8'), existsSync(join(folder, 'new'))]).toEqual(['2', true]);
    await expect(runStep(gitStash, gitStashExecutor, { do: 'pop' }, context)).rejects.toMatchObject({ code: 'REF_NOT_FOUND' });
  });

  it('a conflict is an outcome, and the stash is kept', async () => {
    const { context, git, write, commit } = makeRepository();
    commit('a', 'base\n');
    write('a', 'mine\n');
    const { stash } = await runStep(gitStash, gitStashExecutor, {}, context);
    commit('a', 'theirs\n');
    expect(await runStep(gitStash, gitStashExecutor, { do: 'pop' }, context)).toEqual({ result: 'conflict', stash, conflicts: ['a'] });
    expect(git('rev-parse', 'stash@{0}')).toBe(stash);
    git('checkout', '--quiet', '--force', 'HEAD');
    expect(await runStep(gitStash, gitStashExecutor, { do: 'drop' }, context)).toMatchObject({ result: 'dropped', stash });
  });
});

describe('git.worktree', () => {
  it('adds and removes a folder', async () => {
    const { context, folder, commit } = makeRepository();
    const head = commit('a', '1');
    const path = join(folder, 'trees/topic');
    const added = await probeAround(gitWorktree, gitWorktreeExecutor, { path: 'trees/topic' }, context);
    expect(added.output).toEqual({ result: 'added', path, branch: 'topic', commit: head });
    expect([added.before, added.after?.outcome]).toEqual(REPEATABLE);
    expect(readFileSync(join(path, 'a'), 'utf8')).toBe('1');
    const removed = await probeAround(gitWorktree, gitWorktreeExecutor, { path: 'trees/topic', do: 'remove' }, context);
    expect([removed.before, removed.after?.outcome, existsSync(path)]).toEqual([...REPEATABLE, false]);
    await expect(runStep(gitWorktree, gitWorktreeExecutor, { path: '../outside' }, context)).rejects.toMatchObject({
      code: 'PATH_OUTSIDE_ROOTS',
    });
  });
});

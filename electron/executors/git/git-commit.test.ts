import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gitCommit } from '../../../shared/actions/git/git-commit.ts';
import { gitCommitExecutor } from './git-commit.ts';
import { makeRepository, probeAround, runStep } from './test-repository.ts';

describe('git.commit', () => {
  it('commits everything, with new and deleted files', async () => {
    const { context, folder, git, write, commit } = makeRepository();
    commit('old.txt', '1');
    rmSync(join(folder, 'old.txt'));
    write('sub/new.txt', '2');
    const output = await runStep(gitCommit, gitCommitExecutor, { message: 'All\n\nof it', addAll: true }, context);
    expect(output).toEqual({ commit: git('rev-parse', 'HEAD'), branch: 'main', files: ['old.txt', 'sub/new.txt'], empty: false });
    expect(git('log', '-1', '--format=%B')).toBe('All\n\nof it');
    expect(git('status', '--porcelain')).toBe('');
  });

  it('commits exactly the files named, whatever else is staged and whatever their names mean to git', async () => {
    const { context, git, write, commit } = makeRepository();
    commit('start', '1');
    for (const name of ['[ab].txt', 'a.txt', ':(top)x', '-rf', '--all', '*']) write(name, '1');
    git('add', 'a.txt');
    const output = await runStep(
      gitCommit,
      gitCommitExecutor,
      { message: 'Some', files: ['[ab].txt', ':(top)x', '-rf', '--all', '*'] },
      context,
    );
    expect([...output.files].sort()).toEqual([':(top)x', '[ab].txt', '-rf', '--all', '*'].sort());
    expect(git('status', '--porcelain')).toBe('A  a.txt');
  });

  it('makes the first commit of a repository, and none when nothing changed', async () => {
    const { context, write, git } = makeRepository();
    expect(await runStep(gitCommit, gitCommitExecutor, { message: 'x', addAll: true }, context)).toEqual({
      commit: null,
      branch: 'main',
      files: [],
      empty: true,
    });
    write('a', '1');
    const first = await runStep(gitCommit, gitCommitExecutor, { message: 'First', addAll: true }, context);
    expect(first).toMatchObject({ files: ['a'], empty: false });
    expect(await runStep(gitCommit, gitCommitExecutor, { message: 'x', addAll: true }, context)).toMatchObject({
      commit: first.commit,
      empty: true,
    });
    expect((await runStep(gitCommit, gitCommitExecutor, { message: 'x', allowEmpty: true }, context)).commit).toBe(
      git('rev-parse', 'HEAD'),
    );
    expect(git('rev-list', '--count', 'HEAD')).toBe('2');
  });

  it('names another author and signs off', async () => {
    const { context, write, git } = makeRepository();
    write('a', '1');
    const input = { message: '# not a comment', addAll: true, signoff: true, author: 'Bob <bob@example.com>' };
    const { before, after } = await probeAround(gitCommit, gitCommitExecutor, input, context);
    expect(git('log', '-1', '--format=%an %ae%n%B')).toBe('Bob bob@example.com\n# not a comment\n\nSigned-off-by: Ada <ada@example.com>');
    expect([before, after?.outcome]).toEqual(['not_done', 'done']);
  });
});

describe('GI-5 after a crash between commit and record', () => {
  it.each([{ addAll: true }, { files: ['b'] }, { allowEmpty: true }])('the commit is recognised and not made again: %o', async (how) => {
    const { context, git, write, commit } = makeRepository();
    commit('a', '1');
    write('a', '2');
    write('b', '1');
    git('add', 'a');
    const { before, output, after } = await probeAround(
      gitCommit,
      gitCommitExecutor,
      { message: 'Mine  \n\n\n\nand why ', ...how },
      context,
    );
    expect(before).toBe('not_done');
    expect(after).toMatchObject({ outcome: 'done', output });
  });

  it.each([
    ['message', (git: (...args: string[]) => string) => git('commit', '--quiet', '-a', '-m', 'Another')],
    ['dates', (git: (...args: string[]) => string) => git('commit', '--quiet', '-a', '-m', 'Mine', '--date=2001-01-01T00:00:00Z')],
  ])('a commit of somebody else, told apart by its %s, is a conflict', async (_what, meanwhile) => {
    const { context, git, write, commit } = makeRepository();
    commit('a', '1');
    write('a', '2');
    const parameters = gitCommit.parameters.parse({ message: 'Mine', addAll: true });
    const intent = await gitCommitExecutor.intent?.(parameters, context);
    meanwhile(git);
    expect(await gitCommitExecutor.probe?.(parameters, { ...context, intent })).toMatchObject({ outcome: 'conflict' });
  });

  it('a commit with other contents is a conflict, however alike the rest', async () => {
    const { context, git, write, commit } = makeRepository();
    commit('a', '1');
    write('a', '2');
    const parameters = gitCommit.parameters.parse({ message: 'Mine', addAll: true });
    const intent = (await gitCommitExecutor.intent?.(parameters, context)) ?? null;
    await gitCommitExecutor.run(parameters, { ...context, intent });
    expect(
      await gitCommitExecutor.probe?.(parameters, {
        ...context,
        intent: { ...(intent as object), tree: git('rev-parse', 'HEAD~1^{tree}') },
      }),
    ).toMatchObject({ outcome: 'conflict' });
  });
});

describe('GI-4 why a commit was not made', () => {
  it('no identity', async () => {
    const { context, git, write } = makeRepository();
    git('config', '--unset', 'user.email');
    git('config', '--unset', 'user.name');
    git('config', 'user.useConfigOnly', 'true');
    write('a', '1');
    await expect(runStep(gitCommit, gitCommitExecutor, { message: 'x', addAll: true }, context)).rejects.toMatchObject({
      code: 'NO_IDENTITY',
      kind: 'needs_person',
      hint: expect.stringContaining('user.email'),
    });
  });

  it('a lock of another git, which stays', async () => {
    const { context, folder, write } = makeRepository();
    write('a', '1');
    const file = join(folder, '.git/index.lock');
    const parameters = gitCommit.parameters.parse({ message: 'x', addAll: true });
    writeFileSync(file, '');
    await expect(gitCommitExecutor.run(parameters, context)).rejects.toMatchObject({
      code: 'LOCKED',
      kind: 'retryable',
      message: expect.stringContaining(file),
      details: { file, ageMs: expect.any(Number) },
    });
    rmSync(file);
    await gitCommitExecutor.run(parameters, context);
  });

  it('files that are not there', async () => {
    const { context, commit } = makeRepository();
    commit('a', '1');
    await expect(runStep(gitCommit, gitCommitExecutor, { message: 'x', files: ['none'] }, context)).rejects.toMatchObject({
      code: 'REF_NOT_FOUND',
    });
  });
});

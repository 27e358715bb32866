import { describe, expect, it } from 'vitest';
import { gitBranches } from '../../../shared/actions/git/git-branches.ts';
import { gitDiff } from '../../../shared/actions/git/git-diff.ts';
import { gitLog } from '../../../shared/actions/git/git-log.ts';
import { gitShow } from '../../../shared/actions/git/git-show.ts';
import { gitStatus } from '../../../shared/actions/git/git-status.ts';
import { makeContext } from '../test-context.ts';
import { gitBranchesExecutor } from './git-branches.ts';
import { gitDiffExecutor } from './git-diff.ts';
import { gitLogExecutor } from './git-log.ts';
import { gitShowExecutor } from './git-show.ts';
import { gitStatusExecutor } from './git-status.ts';
import { makeRepository, runStep } from './test-repository.ts';

describe('git.status', () => {
  it('tells the branch, its distance and every file that differs', async () => {
    const { context, git, write, commit } = makeRepository();
    commit('a.txt', '1\n');
    commit('old name.txt', 'same content\n');
    git('update-ref', 'refs/remotes/origin/main', 'HEAD~1');
    git('config', 'remote.origin.url', '/nowhere');
    git('config', 'remote.origin.fetch', '+refs/heads/*:refs/remotes/origin/*');
    git('branch', '--quiet', '--set-upstream-to=origin/main');
    git('mv', 'old name.txt', 'new "name".txt');
    write('a.txt', '2\n');
    write('ünı.txt', '');
    const status = await runStep(gitStatus, gitStatusExecutor, {}, context);
    expect(status).toEqual({
      branch: 'main',
      upstream: 'origin/main',
      ahead: 1,
      behind: 0,
      clean: false,
      files: expect.arrayContaining([
        { path: 'a.txt', staged: '', changed: 'M' },
        { path: 'new "name".txt', from: 'old name.txt', staged: 'R', changed: '' },
        { path: 'ünı.txt', staged: '?', changed: '?' },
      ]),
      conflicts: [],
    });
  });

  it('knows a new repository and a detached head', async () => {
    const { context, git, commit } = makeRepository();
    expect(await runStep(gitStatus, gitStatusExecutor, {}, context)).toMatchObject({ branch: 'main', upstream: null, clean: true });
    commit('a', '1');
    git('checkout', '--quiet', '--detach');
    expect(await runStep(gitStatus, gitStatusExecutor, {}, context)).toMatchObject({ branch: null, clean: true });
  });
});

describe('git.log', () => {
  it('gives commits with their files, whatever their messages hold', async () => {
    const { context, git, commit } = makeRepository();
    const first = commit('a b.txt', '1', 'First\n\nBody with òòòòòò and\n\u001fseparators');
    const second = commit('[x].ts', '2', 'Second');
    git('commit', '--quiet', '--allow-empty', '-m', 'Nothing');
    const { commits, count } = await runStep(gitLog, gitLogExecutor, { files: true }, context);
    expect(count).toBe(3);
    expect(commits.map(({ subject, files }) => ({ subject, files }))).toEqual([
      { subject: 'Nothing', files: [] },
      { subject: 'Second', files: ['[x].ts'] },
      { subject: 'First', files: ['a b.txt'] },
    ]);
    expect(commits[2]).toMatchObject({
      hash: first,
      author: 'Ada',
      email: 'ada@example.com',
      body: 'Body with òòòòòò and\n\u001fseparators',
    });
    expect(new Date(commits[1]?.date ?? '').getTime()).toBeGreaterThan(Date.now() - 60_000);
    expect((await runStep(gitLog, gitLogExecutor, { paths: ['[x].ts'] }, context)).commits.map(({ hash }) => hash)).toEqual([second]);
  });

  it('selects by time, author, range and number', async () => {
    const { context, git, commit } = makeRepository();
    commit('a', '1');
    git('commit', '--quiet', '--amend', '--no-edit', '--date=2001-01-01T00:00:00Z');
    commit('a', '2');
    const count = async (input: Parameters<typeof gitLog.parameters.parse>[0]) =>
      (await runStep(gitLog, gitLogExecutor, gitLog.parameters.parse(input), context)).count;
    expect(await count({ since: '1 day ago' })).toBe(2);
    expect(await count({ until: '1 day ago' })).toBe(0);
    expect(await count({ author: 'Ada' })).toBe(2);
    expect(await count({ author: 'A.*' })).toBe(0);
    expect(await count({ maxCount: 1 })).toBe(1);
    expect(await count({ ref: 'HEAD~1..HEAD' })).toBe(1);
  });

  it('is empty in a repository without commits', async () => {
    expect(await runStep(gitLog, gitLogExecutor, {}, makeRepository().context)).toEqual({ commits: [], count: 0 });
  });
});

describe('git.diff and git.show', () => {
  it('count the lines of each file, also of renamed and binary ones', async () => {
    const { context, git, write, commit } = makeRepository();
    commit('a\tb.txt', 'one\ntwo\n');
    commit('from.txt', 'a long enough content\nto be found again\n');
    write('a\tb.txt', 'one\n2\nthree\n');
    write('binary', 'x\0y');
    git('mv', 'from.txt', 'to.txt');
    git('add', '--all');
    const diff = await runStep(gitDiff, gitDiffExecutor, { staged: true }, context);
    expect(diff.files).toEqual([
      { path: 'a\tb.txt', insertions: 2, deletions: 1, binary: false },
      { path: 'binary', insertions: 0, deletions: 0, binary: true },
      { path: 'to.txt', from: 'from.txt', insertions: 0, deletions: 0, binary: false },
    ]);
    expect(diff).toMatchObject({ insertions: 2, deletions: 1, truncated: false, patch: expect.stringContaining('+three') });
    expect((await runStep(gitDiff, gitDiffExecutor, {}, context)).files).toEqual([]);
    expect((await runStep(gitDiff, gitDiffExecutor, { from: 'HEAD', paths: ['binary'] }, context)).files).toHaveLength(1);
  });

  it('cut the patch at maxBytes', async () => {
    const { context, commit } = makeRepository();
    commit('a', 'x\n'.repeat(1000));
    const { patch, truncated } = await runStep(gitShow, gitShowExecutor, { maxBytes: 500 }, context);
    expect(patch).toHaveLength(500);
    expect(truncated).toBe(true);
  });

  it('show the first commit and a merge', async () => {
    const { context, git, commit } = makeRepository();
    const first = commit('a', '1\n', 'First\n\nWhy');
    expect(await runStep(gitShow, gitShowExecutor, {}, context)).toMatchObject({
      hash: first,
      subject: 'First',
      body: 'Why',
      parents: [],
      insertions: 1,
    });
    git('checkout', '--quiet', '-b', 'topic');
    commit('b', '1\n');
    git('checkout', '--quiet', 'main');
    git('merge', '--quiet', '--no-ff', '--no-edit', 'topic');
    const merge = await runStep(gitShow, gitShowExecutor, {}, context);
    expect(merge.parents).toHaveLength(2);
    expect(merge.files.map(({ path }) => path)).toEqual(['b']);
  });
});

describe('git.branches', () => {
  it('lists local and remote branches', async () => {
    const { context, git, commit } = makeRepository();
    commit('a', '1', 'Start');
    git('branch', 'feature/x');
    git('update-ref', 'refs/remotes/origin/main', 'HEAD');
    const { current, branches } = await runStep(gitBranches, gitBranchesExecutor, { remote: true }, context);
    expect(current).toBe('main');
    expect(branches.map(({ name }) => name).sort()).toEqual(['feature/x', 'main', 'remotes/origin/main']);
    expect(branches.find(({ name }) => name === 'main')).toMatchObject({ current: true, subject: 'Start' });
  });
});

describe('GI-4 what is no repository', () => {
  it('is a typed error', async () => {
    const notARepository = { code: 'NOT_A_REPOSITORY', hint: expect.any(String) };
    await expect(runStep(gitStatus, gitStatusExecutor, {}, makeContext())).rejects.toMatchObject(notARepository);
    await expect(runStep(gitLog, gitLogExecutor, {}, makeContext())).rejects.toMatchObject(notARepository);
    const { context, commit } = makeRepository();
    commit('a', '1');
    await expect(runStep(gitLog, gitLogExecutor, { ref: 'nowhere' }, context)).rejects.toMatchObject({ code: 'REF_NOT_FOUND' });
    await expect(runStep(gitStatus, gitStatusExecutor, { repo: '/' }, context)).rejects.toMatchObject({ code: 'PATH_OUTSIDE_ROOTS' });
  });

  it('a machine without git says how to get it', async () => {
    const { context } = makeRepository();
    const noGit = { ...context, environment: { PATH: context.workingDirectory } };
    await expect(runStep(gitStatus, gitStatusExecutor, {}, noGit)).rejects.toMatchObject({
      code: 'GIT_NOT_FOUND',
      hint: expect.stringContaining('Install'),
    });
  });
});

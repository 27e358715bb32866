import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type { ActionDefinition } from '../../../shared/actions/action.ts';
import { gitBranch } from '../../../shared/actions/git/git-branch.ts';
import { gitBranches } from '../../../shared/actions/git/git-branches.ts';
import { gitCheckout } from '../../../shared/actions/git/git-checkout.ts';
import { gitClone } from '../../../shared/actions/git/git-clone.ts';
import { gitCommit } from '../../../shared/actions/git/git-commit.ts';
import { gitDiff } from '../../../shared/actions/git/git-diff.ts';
import { gitFetch } from '../../../shared/actions/git/git-fetch.ts';
import { gitLog } from '../../../shared/actions/git/git-log.ts';
import { gitMerge } from '../../../shared/actions/git/git-merge.ts';
import { gitPull } from '../../../shared/actions/git/git-pull.ts';
import { gitPush } from '../../../shared/actions/git/git-push.ts';
import { gitShow } from '../../../shared/actions/git/git-show.ts';
import { gitStash } from '../../../shared/actions/git/git-stash.ts';
import { gitStatus } from '../../../shared/actions/git/git-status.ts';
import { gitTag } from '../../../shared/actions/git/git-tag.ts';
import { gitWorktree } from '../../../shared/actions/git/git-worktree.ts';
import type { Executor } from '../executor.ts';
import { makeContext } from '../test-context.ts';
import { gitBranchExecutor } from './git-branch.ts';
import { gitBranchesExecutor } from './git-branches.ts';
import { gitCheckoutExecutor } from './git-checkout.ts';
import { gitCloneExecutor } from './git-clone.ts';
import { gitCommitExecutor } from './git-commit.ts';
import { gitDiffExecutor } from './git-diff.ts';
import { gitFetchExecutor } from './git-fetch.ts';
import { gitLogExecutor } from './git-log.ts';
import { gitMergeExecutor } from './git-merge.ts';
import { gitPullExecutor } from './git-pull.ts';
import { gitPushExecutor } from './git-push.ts';
import { gitShowExecutor } from './git-show.ts';
import { gitStashExecutor } from './git-stash.ts';
import { gitStatusExecutor } from './git-status.ts';
import { gitTagExecutor } from './git-tag.ts';
import { gitWorktreeExecutor } from './git-worktree.ts';
import { makeRepository, runGit, runStep, type TestRepository } from './test-repository.ts';

type Step = (repository: TestRepository, trusted: boolean) => Promise<unknown>;

function step<P extends z.ZodType, O extends z.ZodType>(
  definition: ActionDefinition<P, O>,
  executor: Executor<z.output<P>, z.input<O>>,
  input: object,
): Step {
  return (repository, trusted) => runStep(definition, executor, { ...input, trusted } as z.input<P>, repository.context);
}

const STEPS: Readonly<Record<string, Step>> = {
  status: step(gitStatus, gitStatusExecutor, {}),
  log: step(gitLog, gitLogExecutor, { files: true }),
  diff: step(gitDiff, gitDiffExecutor, { from: 'HEAD~1' }),
  show: step(gitShow, gitShowExecutor, {}),
  branches: step(gitBranches, gitBranchesExecutor, { remote: true }),
  fetch: step(gitFetch, gitFetchExecutor, {}),
  push: step(gitPush, gitPushExecutor, {}),
  branch: step(gitBranch, gitBranchExecutor, { name: 'new' }),
  tag: step(gitTag, gitTagExecutor, { name: 'v1', message: 'One' }),
  stash: step(gitStash, gitStashExecutor, {}),
  pop: step(gitStash, gitStashExecutor, { do: 'pop' }),
  commit: step(gitCommit, gitCommitExecutor, { message: 'x', addAll: true }),
  merge: step(gitMerge, gitMergeExecutor, { ref: 'topic' }),
  pull: step(gitPull, gitPullExecutor, {}),
  checkout: step(gitCheckout, gitCheckoutExecutor, { ref: 'topic' }),
  worktree: step(gitWorktree, gitWorktreeExecutor, { path: 'tree' }),
  clone: step(gitClone, gitCloneExecutor, { url: '.', destination: 'clone' }),
};

/** A repository with work to do for every step, a bare remote, and a program that leaves a canary. */
function makeHostile() {
  const repository = makeRepository();
  const { context, git, write, commit } = repository;
  const remote = join(context.baseFolder, 'remote.git');
  runGit(context, context.baseFolder, ['init', '--quiet', '--bare', '--initial-branch=main', remote]);
  commit('.gitattributes', '*.txt filter=evil diff=evil merge=evil\n');
  commit('a.txt', 'one\n');
  git('checkout', '--quiet', '-b', 'topic');
  commit('b.txt', 'theirs\n');
  git('checkout', '--quiet', 'main');
  commit('c.txt', 'ours\n');
  git('remote', 'add', 'origin', remote);
  git('push', '--quiet', '--set-upstream', 'origin', 'main');
  write('a.txt', 'changed\n');
  const canary = join(context.baseFolder, 'canary');
  const program = join(context.baseFolder, 'evil.sh');
  writeFileSync(program, `#!/bin/sh\ntouch '${canary}'\n[ -n "$1" ] || cat\n`);
  chmodSync(program, 0o755);
  return { repository, program, remote, ranProgram: () => existsSync(canary) };
}

const HOOKS = [
  'pre-commit prepare-commit-msg commit-msg post-commit pre-merge-commit post-merge pre-push post-checkout post-index-change',
  'reference-transaction fsmonitor-watchman pre-rebase post-rewrite pre-auto-gc',
].flatMap((names) => names.split(' '));

const KEYS = {
  'core.fsmonitor': '',
  'core.sshCommand': '',
  'core.editor': '',
  'core.pager': '',
  'core.askPass': '',
  'core.gitProxy': '',
  'core.alternateRefsCommand': '',
  'diff.external': '',
  'diff.evil.command': '',
  'diff.evil.textconv': '',
  'filter.evil.clean': '',
  'filter.evil.smudge': '',
  'filter.evil.process': '',
  'merge.evil.driver': '',
  'credential.helper': '!',
  'credential.https://example.com.helper': '!',
  'gpg.program': '',
  'gpg.ssh.program': '',
  'gpg.ssh.defaultKeyCommand': '',
  'remote.origin.uploadpack': '',
  'remote.origin.receivepack': '',
  'alias.status': '!',
  'alias.commit': '!',
  'pager.log': '',
  'sequence.editor': '',
  'trailer.sign.command': '',
  'interactive.diffFilter': '',
  'uploadpack.packObjectsHook': '',
} as const;

describe.each(Object.keys(STEPS))('GI-1 git.%s in a repository that is not trusted', (name) => {
  it('runs nothing that its configuration or its hooks name', async () => {
    const { repository, program, remote, ranProgram } = makeHostile();
    const { git, folder, context } = repository;
    if (name === 'pop') git('stash', '--quiet');
    for (const hooks of [join(folder, '.git/hooks'), join(remote, 'hooks'), join(folder, 'own-hooks')]) {
      mkdirSync(hooks, { recursive: true });
      for (const hook of [...HOOKS, 'pre-receive', 'update', 'post-receive', 'post-update', 'proc-receive']) {
        writeFileSync(join(hooks, hook), `#!/bin/sh\nexec '${program}' < /dev/null\n`, { mode: 0o755 });
      }
    }
    git('config', 'core.hooksPath', join(folder, 'own-hooks'));
    git('config', 'commit.gpgSign', 'true');
    git('config', 'tag.gpgSign', 'true');
    git('config', 'log.showSignature', 'true');
    // The filters and merge drivers are left out here: steps that write contents refuse those, as the next test shows.
    for (const [key, prefix] of Object.entries(KEYS)) if (!/^(?:filter|merge)\./.test(key)) git('config', key, `${prefix}${program}`);
    await STEPS[name]?.(repository, false);
    expect(ranProgram()).toBe(false);
    expect(context.logged.map(({ text }) => text).join('')).not.toContain('evil');
  });
});

describe('GI-1 in a repository that is not trusted', () => {
  it.each(Object.keys(KEYS))('no step runs %s', async (key) => {
    const { repository, program, ranProgram } = makeHostile();
    repository.git('config', key, `${KEYS[key as keyof typeof KEYS]}${program}`);
    const refused: string[] = [];
    // All steps are tried with all keys above; here one key must not hide another.
    for (const name of ['status', 'log', 'diff', 'fetch', 'push', 'commit', 'checkout', 'clone']) {
      await STEPS[name]?.(repository, false).catch((error: unknown) => {
        expect(error).toMatchObject({ code: 'REPOSITORY_NOT_TRUSTED' });
        refused.push(name);
      });
      expect(ranProgram(), name).toBe(false);
    }
    expect(refused).toEqual(/^(?:filter|merge)\./.test(key) ? ['commit', 'checkout'] : []);
  });
});

describe('GI-1 a trusted repository', () => {
  it.each([
    ['commit', 'filter.evil.clean'],
    ['checkout', 'filter.evil.smudge'],
    ['status', 'core.fsmonitor'],
  ])('%s runs %s, so that these tests could fail', async (name, key) => {
    const { repository, program, ranProgram } = makeHostile();
    repository.git('checkout', '--quiet', '--', '.');
    if (name === 'commit') repository.write('a.txt', 'changed\n');
    repository.git('config', key, program);
    await STEPS[name]?.(repository, true);
    expect(ranProgram()).toBe(true);
  });

  it('runs its hooks on commit', async () => {
    const { repository, program, ranProgram } = makeHostile();
    writeFileSync(join(repository.folder, '.git/hooks/pre-commit'), `#!/bin/sh\nexec '${program}' < /dev/null\n`, { mode: 0o755 });
    await STEPS['commit']?.(repository, true);
    expect(ranProgram()).toBe(true);
  });
});

describe('GI-1 more of what a repository can bring', () => {
  it('a filter whose name holds an equals sign, which `-c` could not name', async () => {
    const { repository, program, ranProgram } = makeHostile();
    repository.commit('.gitattributes', '*.txt filter=a=b diff=a=b\n');
    repository.git('config', 'filter.a=b.clean', program);
    repository.git('config', 'diff.a=b.textconv', program);
    await STEPS['status']?.(repository, false);
    await STEPS['diff']?.(repository, false);
    await expect(STEPS['commit']?.(repository, false)).rejects.toMatchObject({
      code: 'REPOSITORY_NOT_TRUSTED',
      hint: expect.stringContaining('trusted'),
    });
    expect(ranProgram()).toBe(false);
  });

  it('settings in an included file', async () => {
    const { repository, program, ranProgram } = makeHostile();
    writeFileSync(join(repository.folder, 'included'), `[filter "evil"]\n\tclean = ${program}\n[core]\n\tfsmonitor = ${program}\n`);
    repository.git('config', 'include.path', '../included');
    await STEPS['status']?.(repository, false);
    await STEPS['diff']?.(repository, false);
    await expect(STEPS['commit']?.(repository, false)).rejects.toMatchObject({ code: 'REPOSITORY_NOT_TRUSTED' });
    expect(ranProgram()).toBe(false);
  });

  it('files that lie elsewhere', async () => {
    const { repository } = makeHostile();
    repository.git('config', 'core.worktree', '/tmp');
    await expect(STEPS['status']?.(repository, false)).rejects.toMatchObject({ code: 'PATH_OUTSIDE_ROOTS' });
  });

  it('the configuration of a submodule', async () => {
    const { repository, program, ranProgram } = makeHostile();
    const sub = makeRepository(repository.context, 'sub');
    sub.commit('x.txt', '1');
    repository.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', './sub');
    repository.git('commit', '--quiet', '-m', 'Submodule');
    sub.write('.gitattributes', '* filter=evil\n');
    sub.write('x.txt', '2');
    for (const key of ['filter.evil.clean', 'core.fsmonitor']) sub.git('config', key, program);
    for (const name of ['status', 'diff', 'commit', 'show', 'stash']) {
      await STEPS[name]?.(repository, false);
      expect(ranProgram(), name).toBe(false);
    }
  });
});

describe('GI-2 a value that looks like an option', () => {
  const evil = (canary: string) => ['--upload-pack=touch canary', `--exec=touch ${canary}`, `--output=${canary}`, '-c', '--help', '-'];

  it.each([
    ['log ref', gitLog, (value: string) => ({ ref: value })],
    ['diff from', gitDiff, (value: string) => ({ from: value })],
    ['show ref', gitShow, (value: string) => ({ ref: value })],
    ['fetch remote', gitFetch, (value: string) => ({ remote: value })],
    ['fetch branch', gitFetch, (value: string) => ({ branch: value })],
    ['pull remote', gitPull, (value: string) => ({ remote: value })],
    ['push remote', gitPush, (value: string) => ({ remote: value })],
    ['push branch', gitPush, (value: string) => ({ branch: value })],
    ['merge ref', gitMerge, (value: string) => ({ ref: value })],
    ['checkout ref', gitCheckout, (value: string) => ({ ref: value })],
    ['checkout create', gitCheckout, (value: string) => ({ create: value })],
    ['branch name', gitBranch, (value: string) => ({ name: value })],
    ['branch ref', gitBranch, (value: string) => ({ name: 'x', ref: value })],
    ['tag name', gitTag, (value: string) => ({ name: value })],
    ['tag ref', gitTag, (value: string) => ({ name: 'x', ref: value })],
    ['stash message', gitStash, (value: string) => ({ message: value })],
    ['clone url', gitClone, (value: string) => ({ url: value, destination: 'x' })],
    ['clone branch', gitClone, (value: string) => ({ url: 'x', destination: 'x', branch: value })],
    ['worktree ref', gitWorktree, (value: string) => ({ path: 'x', ref: value })],
    ['worktree create', gitWorktree, (value: string) => ({ path: 'x', create: value })],
    ['commit author', gitCommit, (value: string) => ({ message: 'x', author: value })],
  ] as const)('is refused as %s', (_name, definition, input) => {
    for (const value of evil('canary')) expect(definition.parameters.safeParse(input(value)).success, value).toBe(false);
  });

  it('is text or a path where it may be either', async () => {
    const { repository } = makeHostile();
    const { context, git, write, folder } = repository;
    const values = evil(join(context.baseFolder, 'canary')).filter((value) => !value.includes('/'));
    for (const value of values) write(value, 'x');
    await runStep(gitCommit, gitCommitExecutor, { message: '--amend', files: values }, context);
    expect(git('log', '-1', '--format=%s')).toBe('--amend');
    expect((await runStep(gitLog, gitLogExecutor, { paths: values }, context)).count).toBe(1);
    expect((await runStep(gitLog, gitLogExecutor, { since: '--output=x', author: '--output=x' }, context)).count).toBe(0);
    expect((await runStep(gitDiff, gitDiffExecutor, { from: 'HEAD~1', paths: values }, context)).files).toHaveLength(values.length);
    await runStep(gitWorktree, gitWorktreeExecutor, { path: '--force', create: 'forced' }, context);
    expect(existsSync(join(folder, '--force', '.git'))).toBe(true);
    await runStep(gitClone, gitCloneExecutor, { url: '.', destination: '--bare' }, context);
    expect(existsSync(join(folder, '--bare', '.git'))).toBe(true);
    expect(readdirSync(context.baseFolder)).not.toContain('canary');
  });
});

it('a git that ignores the settings given is refused', async () => {
  const context = makeContext();
  const old = join(context.baseFolder, 'old');
  mkdirSync(old);
  writeFileSync(join(old, 'git'), '#!/bin/sh\nunset GIT_CONFIG_COUNT\nPATH=${PATH#*:}\nexec git "$@"\n', { mode: 0o755 });
  const repository = makeRepository(makeContext({ environment: { PATH: `${old}:${process.env['PATH']}`, HOME: context.baseFolder } }));
  await expect(STEPS['status']?.(repository, false)).rejects.toMatchObject({ code: 'GIT_TOO_OLD' });
});

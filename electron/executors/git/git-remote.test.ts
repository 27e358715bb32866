import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gitClone } from '../../../shared/actions/git/git-clone.ts';
import { gitFetch } from '../../../shared/actions/git/git-fetch.ts';
import { gitMerge } from '../../../shared/actions/git/git-merge.ts';
import { gitPull } from '../../../shared/actions/git/git-pull.ts';
import { gitPush } from '../../../shared/actions/git/git-push.ts';
import { makeContext } from '../test-context.ts';
import { gitCloneExecutor } from './git-clone.ts';
import { gitFetchExecutor } from './git-fetch.ts';
import { gitMergeExecutor } from './git-merge.ts';
import { gitPullExecutor } from './git-pull.ts';
import { gitPushExecutor } from './git-push.ts';
import { makeRepository, probeAround, runGit, runStep } from './test-repository.ts';

/** A bare remote with one commit, my clone of it (where steps work), and that of somebody else. */
function makeTeam() {
  const context = makeContext();
  const remote = join(context.workingDirectory, 'remote.git');
  runGit(context, context.workingDirectory, ['init', '--quiet', '--bare', '--initial-branch=main', remote]);
  const mine = makeRepository(context, 'mine');
  const other = makeRepository(context, 'other');
  mine.commit('a.txt', 'one\n');
  mine.git('remote', 'add', 'origin', remote);
  mine.git('push', '--quiet', '--set-upstream', 'origin', 'main');
  other.git('remote', 'add', 'origin', remote);
  other.git('pull', '--quiet', 'origin', 'main');
  const at = (ref: string): string => runGit(context, remote, ['rev-parse', ref]);
  return { context, remote, mine, other, at, repo: 'mine' };
}

describe('git.push', () => {
  it('sends the branch checked out, once', async () => {
    const { context, mine, at, repo } = makeTeam();
    const commit = mine.commit('a.txt', 'two\n');
    expect(await runStep(gitPush, gitPushExecutor, { repo }, context)).toEqual({
      result: 'pushed',
      remote: 'origin',
      branch: 'main',
      commit,
    });
    expect(at('main')).toBe(commit);
    expect(await runStep(gitPush, gitPushExecutor, { repo }, context)).toMatchObject({ result: 'up_to_date' });
  });

  it('sends a new branch with its upstream and tags', async () => {
    const { context, mine, at, repo } = makeTeam();
    mine.git('checkout', '--quiet', '-b', 'topic');
    const commit = mine.commit('b', '1');
    mine.git('tag', '-a', 'v1', '-m', 'One');
    await runStep(gitPush, gitPushExecutor, { repo, setUpstream: true, tags: true }, context);
    expect([at('topic'), at('v1^{commit}')]).toEqual([commit, commit]);
    expect(mine.git('rev-parse', '--abbrev-ref', '@{upstream}')).toBe('origin/topic');
  });

  it('GI-5 after a crash, the remote branch tells', async () => {
    const { context, mine, other, repo } = makeTeam();
    mine.commit('a.txt', 'two\n');
    const { before, output, after } = await probeAround(gitPush, gitPushExecutor, { repo }, context);
    expect(before).toBe('not_done');
    expect(after).toMatchObject({ outcome: 'done', output });
    const parameters = gitPush.parameters.parse({ repo });
    mine.commit('a.txt', 'three\n');
    const intent = await gitPushExecutor.intent?.(parameters, context);
    other.git('pull', '--quiet', 'origin', 'main');
    other.commit('b', '1');
    other.git('push', '--quiet', 'origin', 'main');
    expect(await gitPushExecutor.probe?.(parameters, { ...context, intent })).toMatchObject({ outcome: 'conflict' });
  });

  it('GI-4 never overwrites what it has not seen: without force by refusal, with force by lease', async () => {
    const { context, mine, other, at, repo } = makeTeam();
    const theirs = other.commit('b', 'theirs');
    other.git('push', '--quiet', 'origin', 'main');
    mine.commit('a.txt', 'mine\n');
    for (const force of [false, true]) {
      await expect(runStep(gitPush, gitPushExecutor, { repo, force }, context)).rejects.toMatchObject({
        code: 'NON_FAST_FORWARD',
        hint: expect.any(String),
      });
    }
    expect(at('main')).toBe(theirs);
    mine.git('fetch', '--quiet');
    expect(await runStep(gitPush, gitPushExecutor, { repo, force: true }, context)).toMatchObject({
      result: 'pushed',
      commit: mine.git('rev-parse', 'HEAD'),
    });
  });

  it('GI-4 a detached head, a missing remote and a missing server are told apart', async () => {
    const { context, mine, repo } = makeTeam();
    await expect(runStep(gitPush, gitPushExecutor, { repo, remote: 'nowhere' }, context)).rejects.toMatchObject({
      code: 'REMOTE_NOT_FOUND',
    });
    await expect(runStep(gitPush, gitPushExecutor, { repo, remote: 'http://127.0.0.1:1/x.git' }, context)).rejects.toMatchObject({
      code: 'NETWORK',
      kind: 'retryable',
    });
    mine.git('checkout', '--quiet', '--detach');
    await expect(runStep(gitPush, gitPushExecutor, { repo }, context)).rejects.toMatchObject({ code: 'DETACHED_HEAD' });
  });
});

describe('git.fetch', () => {
  it('tells what is new and what is gone', async () => {
    const { context, mine, other, repo } = makeTeam();
    const from = mine.git('rev-parse', 'HEAD');
    const to = other.commit('b', '1');
    other.git('push', '--quiet', 'origin', 'main', 'main:topic');
    const first = await runStep(gitFetch, gitFetchExecutor, { repo }, context);
    expect(first).toMatchObject({
      result: 'fetched',
      updated: expect.arrayContaining([
        { ref: 'refs/remotes/origin/main', from, to },
        { ref: 'refs/remotes/origin/topic', from: null, to },
      ]),
    });
    other.git('push', '--quiet', 'origin', ':topic');
    expect((await runStep(gitFetch, gitFetchExecutor, { repo, prune: true }, context)).updated).toEqual([
      { ref: 'refs/remotes/origin/topic', from: to, to: null },
    ]);
    expect(await runStep(gitFetch, gitFetchExecutor, { repo, branch: 'main' }, context)).toMatchObject({
      result: 'up_to_date',
      updated: [],
    });
  });
});

describe('git.pull and git.merge', () => {
  it('bring in what others did, and say how', async () => {
    const { context, mine, other, repo } = makeTeam();
    const theirs = other.commit('b', '1');
    other.git('push', '--quiet', 'origin', 'main');
    const { before, output, after } = await probeAround(gitPull, gitPullExecutor, { repo }, context);
    expect(output).toEqual({ result: 'fast_forward', commit: theirs, conflicts: [] });
    expect([before, after?.outcome]).toEqual(['not_done', 'done']);
    expect(context.written).toEqual([join(mine.folder, 'b')]);
    expect(await runStep(gitPull, gitPullExecutor, { repo }, context)).toMatchObject({ result: 'up_to_date' });
    mine.commit('mine', '1');
    other.commit('c', '1');
    other.git('push', '--quiet', 'origin', 'main');
    await expect(runStep(gitPull, gitPullExecutor, { repo, fastForward: 'only' }, context)).rejects.toMatchObject({
      code: 'NON_FAST_FORWARD',
    });
    const merged = await probeAround(gitPull, gitPullExecutor, { repo }, context);
    expect(merged.output).toMatchObject({ result: 'merged', commit: mine.git('rev-parse', 'HEAD') });
    expect([merged.before, merged.after?.outcome]).toEqual(['not_done', 'done']);
  });

  it.each([false, true])('a conflict is an outcome; keepConflicts: %s', async (keepConflicts) => {
    const { context, git, commit, folder } = makeRepository();
    commit('a.txt', 'base\n');
    git('checkout', '--quiet', '-b', 'topic');
    commit('a.txt', 'theirs\n');
    git('checkout', '--quiet', 'main');
    const head = commit('a.txt', 'ours\n');
    const { output, after } = await probeAround(gitMerge, gitMergeExecutor, { ref: 'topic', keepConflicts }, context);
    expect(output).toEqual({ result: 'conflict', commit: head, conflicts: ['a.txt'] });
    expect(git('status', '--porcelain')).toBe(keepConflicts ? 'UU a.txt' : '');
    expect(existsSync(join(folder, '.git/MERGE_HEAD'))).toBe(keepConflicts);
    expect(after?.outcome).toBe(keepConflicts ? 'done' : 'not_done');
    if (keepConflicts)
      await expect(runStep(gitMerge, gitMergeExecutor, { ref: 'topic' }, context)).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('a merge commit has the message given', async () => {
    const { context, git, commit } = makeRepository();
    commit('a', '1');
    git('checkout', '--quiet', '-b', 'topic');
    commit('b', '1');
    git('checkout', '--quiet', 'main');
    await runStep(gitMerge, gitMergeExecutor, { ref: 'topic', fastForward: 'never', message: '--no-ff is not an option here' }, context);
    expect(git('log', '-1', '--format=%s')).toBe('--no-ff is not an option here');
  });

  it('GI-4 a dirty tree, a missing upstream and a detached head are told apart', async () => {
    const { context, mine, other, repo } = makeTeam();
    other.commit('a.txt', 'theirs\n');
    other.git('push', '--quiet', 'origin', 'main');
    mine.write('a.txt', 'not committed\n');
    await expect(runStep(gitPull, gitPullExecutor, { repo }, context)).rejects.toMatchObject({ code: 'DIRTY_TREE' });
    await expect(runStep(gitMerge, gitMergeExecutor, { repo, ref: 'nowhere' }, context)).rejects.toMatchObject({ code: 'REF_NOT_FOUND' });
    mine.git('checkout', '--quiet', '-b', 'alone');
    await expect(runStep(gitPull, gitPullExecutor, { repo }, context)).rejects.toMatchObject({ code: 'NO_UPSTREAM' });
    mine.git('checkout', '--quiet', '--detach');
    await expect(runStep(gitPull, gitPullExecutor, { repo }, context)).rejects.toMatchObject({ code: 'DETACHED_HEAD' });
  });
});

describe('git.clone', () => {
  it('makes a whole clone or none', async () => {
    const { context, remote, at } = makeTeam();
    const { before, output, after } = await probeAround(gitClone, gitCloneExecutor, { url: remote, destination: 'copies/one' }, context);
    const path = join(context.workingDirectory, 'copies/one');
    expect(output).toEqual({ path, branch: 'main', commit: at('main') });
    expect([before, after]).toEqual(['not_done', expect.objectContaining({ outcome: 'done', output })]);
    await expect(runStep(gitClone, gitCloneExecutor, { url: remote, destination: 'copies/one' }, context)).rejects.toMatchObject({
      code: 'ALREADY_EXISTS',
    });
    await expect(runStep(gitClone, gitCloneExecutor, { url: './none', destination: 'copies/two' }, context)).rejects.toMatchObject({
      code: 'REMOTE_NOT_FOUND',
    });
    expect(readdirSync(join(context.workingDirectory, 'copies'))).toEqual(['one']);
    await expect(runStep(gitClone, gitCloneExecutor, { url: remote, destination: '../out' }, context)).rejects.toMatchObject({
      code: 'PATH_OUTSIDE_ROOTS',
    });
  });

  it('GI-3 runs no helper, reads no option in an address, and leaves submodules alone', async () => {
    const { context, mine, remote } = makeTeam();
    const canary = join(context.workingDirectory, 'canary');
    for (const url of [`ext::sh -c "touch ${canary}"`, `--upload-pack=touch ${canary}`, `fd::17`]) {
      expect(gitClone.parameters.safeParse({ url, destination: 'x' }).success, url).toBe(false);
    }
    // As a repository can still bring one: by rewriting a harmless address.
    mine.git('config', 'protocol.ext.allow', 'always');
    mine.git('config', `url.ext::sh -c "touch ${canary}" #.insteadOf`, 'https://harmless/');
    await expect(runStep(gitFetch, gitFetchExecutor, { repo: 'mine', remote: 'https://harmless/x' }, context)).rejects.toMatchObject({
      code: 'PROTOCOL_REFUSED',
    });
    mine.write('.gitmodules', `[submodule "x\r"]\n\tpath = sub\r\n\turl = ${remote}\n`);
    mine.git('add', '--all');
    mine.git('update-index', '--add', '--cacheinfo', `160000,${mine.git('rev-parse', 'HEAD')},sub`);
    mine.git('commit', '--quiet', '-m', 'Submodule');
    await runStep(gitClone, gitCloneExecutor, { url: mine.folder, destination: 'cloned' }, context);
    expect(readdirSync(join(context.workingDirectory, 'cloned/sub'))).toEqual([]);
    expect(existsSync(canary)).toBe(false);
  });
});

describe('GI-4 a remote that asks for a password', () => {
  it('fails at once, without a prompt', async () => {
    const { context, repo } = makeTeam();
    const { createServer } = await import('node:http');
    const server = createServer((_request, response) => void response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="x"' }).end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    // A program that would show a window, as desktops set it.
    const canary = join(context.workingDirectory, 'canary');
    const asking = join(context.workingDirectory, 'askpass');
    writeFileSync(asking, `#!/bin/sh\ntouch '${canary}'\n`, { mode: 0o755 });
    const withDesktop = { ...context, environment: { ...context.environment, SSH_ASKPASS: asking, DISPLAY: ':0' } };
    try {
      await expect(
        runStep(gitFetch, gitFetchExecutor, { repo, remote: `http://127.0.0.1:${port}/x.git` }, withDesktop),
      ).rejects.toMatchObject({ code: 'AUTH', kind: 'needs_person' });
    } finally {
      server.close();
    }
    expect(existsSync(canary)).toBe(false);
  });
});

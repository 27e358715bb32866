import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { fileCopy } from '../../../shared/actions/file/file-copy.ts';
import { fileMove } from '../../../shared/actions/file/file-move.ts';
import type { StepContext } from '../executor.ts';
import { makeContext, type TestContext } from '../test-context.ts';
import { fileCopyExecutor } from './file-copy.ts';
import { fileMoveExecutor } from './file-move.ts';

const ACTIONS = { copy: [fileCopy, fileCopyExecutor], move: [fileMove, fileMoveExecutor] } as const;
type Kind = keyof typeof ACTIONS;
const KINDS: readonly Kind[] = ['copy', 'move'];

const run = (kind: Kind, context: StepContext, parameters: unknown) =>
  ACTIONS[kind][1].run(ACTIONS[kind][0].parameters.parse(parameters), context);
const probe = (kind: Kind, context: StepContext, parameters: unknown) =>
  ACTIONS[kind][1].probe?.(ACTIONS[kind][0].parameters.parse(parameters), context);
async function intend(kind: Kind, context: TestContext, parameters: unknown): Promise<TestContext> {
  const intent = await ACTIONS[kind][1].intent?.(ACTIONS[kind][0].parameters.parse(parameters), context);
  return { ...context, intent: JSON.parse(JSON.stringify(intent)) };
}

function contextWith(files: Readonly<Record<string, string>>): TestContext {
  const context = makeContext();
  for (const [path, content] of Object.entries(files)) put(context, path, content);
  return context;
}
function put(context: StepContext, path: string, content: string): void {
  mkdirSync(dirname(at(context, path)), { recursive: true });
  writeFileSync(at(context, path), content);
}
const at = (context: StepContext, path: string): string => join(context.workingDirectory, path);
const tree = (context: StepContext): string[] =>
  readdirSync(context.workingDirectory, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(context.workingDirectory.length + 1))
    .sort();

describe.each(KINDS)('file.%s', (kind) => {
  const left = (...names: string[]): string[] => (kind === 'copy' ? names : []);

  it('a file to a new name, with its mode and time, telling what it wrote', async () => {
    const context = contextWith({ 'a.sh': 'x' });
    chmodSync(at(context, 'a.sh'), 0o751);
    utimesSync(at(context, 'a.sh'), 1_700_000_000.123, 1_700_000_000.123);
    const { files } = await run(kind, context, { source: 'a.sh', destination: 'new/b.sh' });
    expect(files).toEqual([{ source: at(context, 'a.sh'), path: at(context, 'new/b.sh'), size: 1 }]);
    expect(tree(context)).toEqual([...left('a.sh'), 'new/b.sh']);
    expect(statSync(at(context, 'new/b.sh')).mode & 0o777).toBe(0o751);
    expect(Math.round(statSync(at(context, 'new/b.sh')).mtimeMs)).toBe(1_700_000_000_123);
    expect(context.written).toContain(at(context, 'new/b.sh'));
    if (kind === 'move') expect(context.written).toContain(at(context, 'a.sh'));
  });

  it('into an existing folder, or one named with a slash', async () => {
    const context = contextWith({ 'a.txt': 'a', 'b.txt': 'b', 'dir/x': 'x' });
    await run(kind, context, { source: 'a.txt', destination: 'dir' });
    await run(kind, context, { source: 'b.txt', destination: 'other/' });
    expect(tree(context)).toEqual([...left('a.txt', 'b.txt'), 'dir/a.txt', 'dir/x', 'other/b.txt']);
  });

  it('a folder with all that is in it, links staying links', async () => {
    const context = contextWith({ 'src/a': 'a', 'src/deep/b': 'b' });
    mkdirSync(at(context, 'src/empty'));
    symlinkSync('../a', at(context, 'src/deep/link'));
    const { files } = await run(kind, context, { source: 'src', destination: 'out' });
    expect(files.map(({ path }) => path)).toEqual([at(context, 'out/a'), at(context, 'out/deep/b')]);
    expect(tree(context)).toEqual(['out/a', 'out/deep/b', 'out/deep/link', ...left('src/a', 'src/deep/b', 'src/deep/link')]);
    expect(readdirSync(at(context, 'out'))).toContain('empty');
    expect(readlinkSync(at(context, 'out/deep/link'))).toBe('../a');
  });

  it('a glob into a folder, keeping what is below its fixed part', async () => {
    const context = contextWith({ 'src/a.ts': 'a', 'src/deep/b.ts': 'b', 'src/c.md': 'c', 'src/.hidden.ts': 'h' });
    await run(kind, context, { source: 'src/**/*.ts', destination: 'out' });
    expect(tree(context)).toEqual(
      ['out/a.ts', 'out/deep/b.ts', 'src/.hidden.ts', ...left('src/a.ts'), 'src/c.md', ...left('src/deep/b.ts')].sort(),
    );
  });

  it('a name that looks like a glob is taken as it is when there is such a file', async () => {
    const context = contextWith({ '[id].ts': 'page', 'i.ts': 'other' });
    await run(kind, context, { source: '[id].ts', destination: 'b.ts' });
    expect(readFileSync(at(context, 'b.ts'), 'utf8')).toBe('page');
  });

  it.skipIf(process.platform === 'win32')('takes a backslash at the end for a part of the name', async () => {
    const context = contextWith({ 'a\\': 'x' });
    await run(kind, context, { source: 'a\\', destination: 'out/a\\' });
    expect(readFileSync(at(context, 'out/a\\'), 'utf8')).toBe('x');
  });

  it('an existing file is an error before anything is touched, unless it may be replaced', async () => {
    const context = contextWith({ 'a.txt': 'a', 'b.txt': 'b', 'out/b.txt': 'old' });
    await expect(run(kind, context, { source: '*.txt', destination: 'out' })).rejects.toMatchObject({ code: 'FILE_EXISTS' });
    expect(tree(context)).toEqual(['a.txt', 'b.txt', 'out/b.txt']);
    await run(kind, context, { source: '*.txt', destination: 'out', overwrite: true });
    expect(readFileSync(at(context, 'out/b.txt'), 'utf8')).toBe('b');
  });

  it('refuses a folder into itself, two sources of one name, and a missing source', async () => {
    const context = contextWith({ 'a/x': '1', 'b/x': '2' });
    await expect(run(kind, context, { source: 'a', destination: 'a/inner' })).rejects.toMatchObject({ code: 'INVALID_DESTINATION' });
    await expect(run(kind, context, { source: 'a/x', destination: 'a/x', overwrite: true })).rejects.toMatchObject({
      code: 'INVALID_DESTINATION',
    });
    await expect(run(kind, context, { source: ['a/x', 'b/x'], destination: 'c' })).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(run(kind, context, { source: 'none', destination: 'c' })).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
    expect(tree(context)).toEqual(['a/x', 'b/x']);
  });

  it('a glob that matches nothing does nothing', async () => {
    expect(await run(kind, makeContext(), { source: '*.none', destination: 'out' })).toEqual({ files: [] });
  });

  describe('probe', () => {
    const parameters = { source: ['a', 'dir'], destination: 'out' };
    const prepare = async (): Promise<TestContext> => intend(kind, contextWith({ a: 'a', 'dir/x': 'x', 'dir/y': 'y' }), parameters);

    it('nothing happened, then all of it', async () => {
      const replay = await prepare();
      expect(await probe(kind, replay, parameters)).toMatchObject({ outcome: 'not_done' });
      const output = await run(kind, replay, parameters);
      expect(await probe(kind, replay, parameters)).toMatchObject({ outcome: 'done', output });
    });

    it('a part happened: a replay goes on from there', async () => {
      const replay = await prepare();
      const done = await run(kind, { ...replay, intent: undefined }, { source: ['a'], destination: 'out/' });
      expect(done.files).toHaveLength(1);
      expect(await probe(kind, replay, parameters)).toMatchObject({ outcome: 'not_done' });
      await run(kind, replay, parameters);
      expect(tree(replay)).toEqual([...left('a', 'dir/x', 'dir/y'), 'out/a', 'out/dir/x', 'out/dir/y']);
      expect(await probe(kind, replay, parameters)).toMatchObject({ outcome: 'done' });
    });

    it('a folder was written in part: a replay completes it', async () => {
      const replay = await prepare();
      const { mtime } = statSync(at(replay, 'dir/x'));
      put(replay, 'out/dir/x', 'x');
      utimesSync(at(replay, 'out/dir/x'), mtime, new Date(Math.round(statSync(at(replay, 'dir/x')).mtimeMs)));
      expect(await probe(kind, replay, parameters)).toMatchObject({ outcome: 'not_done' });
      if (kind === 'copy') {
        await run(kind, replay, parameters);
        expect(tree(replay)).toContain('out/dir/y');
      }
    });

    it('somebody else wrote there: a conflict', async () => {
      const replay = await prepare();
      put(replay, 'out/a', 'something else');
      expect(await probe(kind, replay, parameters)).toMatchObject({ outcome: 'conflict', reason: expect.stringContaining('out/a') });
    });
  });
});

describe('file.move', () => {
  it('probe: gone, but not arrived, is a conflict', async () => {
    const replay = await intend('move', contextWith({ a: 'a' }), { source: 'a', destination: 'b' });
    rmSync(at(replay, 'a'));
    expect(await probe('move', replay, { source: 'a', destination: 'b' })).toMatchObject({ outcome: 'conflict' });
  });

  it('a crash between the two halves of a rename is completed', async () => {
    const replay = await intend('move', contextWith({ a: 'a' }), { source: 'a', destination: 'b' });
    linkSync(at(replay, 'a'), at(replay, 'b'));
    expect(await probe('move', replay, { source: 'a', destination: 'b' })).toMatchObject({ outcome: 'not_done' });
    await run('move', replay, { source: 'a', destination: 'b' });
    expect(tree(replay)).toEqual(['b']);
  });

  it('a link moves as a link', async () => {
    const context = contextWith({ a: 'a' });
    symlinkSync('a', at(context, 'link'));
    await run('move', context, { source: 'link', destination: 'moved' });
    expect(readlinkSync(at(context, 'moved'))).toBe('a');
    expect(tree(context)).toEqual(['a', 'moved']);
  });

  it.each(['.', '/', '~', '~/work'])('FP-8 %s is not moved', async (source) => {
    const plain = makeContext();
    put(plain, 'inner/x', 'x');
    const context = makeContext({ workingDirectory: plain.workingDirectory, roots: ['/'] });
    const withHome = { ...context, platform: { ...context.platform, environment: { HOME: plain.baseFolder } } };
    await expect(run('move', withHome, { source, destination: join(plain.baseFolder, 'trash/x') })).rejects.toMatchObject({
      code: expect.stringMatching(/^(PATH_PROTECTED|INVALID_DESTINATION)$/),
    });
    expect(readFileSync(at(plain, 'inner/x'), 'utf8')).toBe('x');
  });
});

describe('file.copy', () => {
  it('of a link is a copy of the file it leads to', async () => {
    const context = contextWith({ a: 'a' });
    symlinkSync('a', at(context, 'link'));
    await run('copy', context, { source: 'link', destination: 'b' });
    expect(statSync(at(context, 'b')).isFile()).toBe(true);
    writeFileSync(at(context, 'a'), 'changed');
    expect(readFileSync(at(context, 'b'), 'utf8')).toBe('a');
  });

  it('a folder that holds git internals is refused before anything is copied', async () => {
    const context = contextWith({ 'repo/a': 'a', 'repo/.git/config': 'c' });
    await expect(run('copy', context, { source: 'repo', destination: 'copy' })).rejects.toMatchObject({ code: 'PATH_PROTECTED' });
    expect(readdirSync(context.workingDirectory)).toEqual(['repo']);
  });

  it('stops in the middle of a large file when cancelled, leaving nothing', async () => {
    const context = contextWith({ big: 'x'.repeat(8 * 1024 * 1024) });
    const cancel = new AbortController();
    const reason = new Error('cancelled');
    let checks = 0;
    const signal = new Proxy(cancel.signal, {
      get: (target, name) => {
        if (name === 'throwIfAborted') {
          checks += 1;
          if (checks === 16) cancel.abort(reason);
        }
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    await expect(run('copy', { ...context, signal }, { source: 'big', destination: 'copy' })).rejects.toBe(reason);
    expect(readdirSync(context.workingDirectory)).toEqual(['big']);
  });
});

describe('between two disks', () => {
  const mounted: string[] = [];
  afterEach(() => {
    for (const folder of mounted.splice(0)) spawnSync('umount', [folder]);
  });

  it('a move copies, keeps mode and time, and removes the source', async ({ skip }) => {
    const context = contextWith({ 'dir/a': 'a', 'dir/deep/b': 'b', c: 'c' });
    mkdirSync(at(context, 'disk'));
    if (process.platform !== 'linux' || spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', at(context, 'disk')]).status !== 0) {
      return skip('needs Linux and the right to mount a small tmpfs');
    }
    mounted.push(at(context, 'disk'));
    chmodSync(at(context, 'dir/deep'), 0o700);
    utimesSync(at(context, 'c'), 1_700_000_000, 1_700_000_000);
    const parameters = { source: ['dir', 'c'], destination: 'disk' };
    const replay = await intend('move', context, parameters);
    const output = await run('move', replay, parameters);
    expect(tree(context)).toEqual(['disk/c', 'disk/dir/a', 'disk/dir/deep/b']);
    expect(statSync(at(context, 'disk/c')).mtimeMs).toBe(1_700_000_000_000);
    expect(statSync(at(context, 'disk/dir/deep')).mode & 0o777).toBe(0o700);
    expect(await probe('move', replay, parameters)).toMatchObject({ outcome: 'done', output });
  });
});

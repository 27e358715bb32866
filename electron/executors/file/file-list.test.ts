import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileExists } from '../../../shared/actions/file/file-exists.ts';
import { fileHash } from '../../../shared/actions/file/file-hash.ts';
import { fileList } from '../../../shared/actions/file/file-list.ts';
import { fileMkdir } from '../../../shared/actions/file/file-mkdir.ts';
import { fileStat } from '../../../shared/actions/file/file-stat.ts';
import type { StepContext } from '../executor.ts';
import { makeContext } from '../test-context.ts';
import { fileExistsExecutor } from './file-exists.ts';
import { fileHashExecutor } from './file-hash.ts';
import { fileListExecutor } from './file-list.ts';
import { fileMkdirExecutor } from './file-mkdir.ts';
import { fileStatExecutor } from './file-stat.ts';

const FILES = { 'b.md': [3, 30], 'a.md': [1, 20], 'c.txt': [2, 10], 'deep/d.md': [4, 40], '.hidden.md': [5, 50] } as const;

function makeFolder() {
  const context = makeContext();
  for (const [path, [size, seconds]] of Object.entries(FILES)) {
    mkdirSync(dirname(join(context.workingDirectory, path)), { recursive: true });
    writeFileSync(join(context.workingDirectory, path), 'x'.repeat(size));
    utimesSync(join(context.workingDirectory, path), seconds, seconds);
  }
  return context;
}

async function names(parameters: object): Promise<string[]> {
  const { files } = await fileListExecutor.run(fileList.parameters.parse({ path: '.', ...parameters }), makeFolder());
  return files.map(({ name }) => name);
}

describe('file.list', () => {
  it.each([
    [{}, ['.hidden.md', 'a.md', 'b.md', 'c.txt']],
    [{ recursive: true }, ['.hidden.md', 'a.md', 'b.md', 'c.txt', 'd.md']],
    [{ pattern: '*.md' }, ['a.md', 'b.md']],
    [{ pattern: '.*.md' }, ['.hidden.md']],
    [{ pattern: '*.md', recursive: true }, ['a.md', 'b.md', 'd.md']],
    [{ pattern: '**/*.md' }, ['a.md', 'b.md', 'd.md']],
    [{ pattern: 'deep/*' }, ['d.md']],
    [{ pattern: '{a,c}.*' }, ['a.md', 'c.txt']],
    [{ type: 'dir' }, ['deep']],
    [{ type: 'any', pattern: '*' }, ['a.md', 'b.md', 'c.txt', 'deep']],
    [{ pattern: '*.*', sort: '-name' }, ['c.txt', 'b.md', 'a.md']],
    [{ pattern: '*.*', sort: 'size' }, ['a.md', 'c.txt', 'b.md']],
    [{ pattern: '*.*', sort: '-size' }, ['b.md', 'c.txt', 'a.md']],
    [{ pattern: '*.*', sort: 'mtime' }, ['c.txt', 'a.md', 'b.md']],
    [{ pattern: '*.*', sort: '-mtime', limit: 1 }, ['b.md']],
  ])('%j', async (parameters, expected) => {
    expect(await names(parameters)).toEqual(expected);
  });

  it('counts what the limit cuts off', async () => {
    const output = await fileListExecutor.run(fileList.parameters.parse({ path: '.', limit: 1 }), makeFolder());
    expect(output).toMatchObject({ count: 4, files: [{ name: '.hidden.md', size: 5, mtime: '1970-01-01T00:00:50.000Z', type: 'file' }] });
  });

  it('a missing folder and a file are errors', async () => {
    const list = (path: string) => fileListExecutor.run(fileList.parameters.parse({ path }), makeFolder());
    await expect(list('none')).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
    await expect(list('a.md')).rejects.toMatchObject({ code: 'NOT_A_FOLDER' });
  });
});

describe('facts about files', () => {
  it('stat', async () => {
    const context = makeFolder();
    expect(await fileStatExecutor.run(fileStat.parameters.parse({ path: 'b.md' }), context)).toMatchObject({
      path: join(context.workingDirectory, 'b.md'),
      name: 'b.md',
      type: 'file',
      size: 3,
      mtime: '1970-01-01T00:00:30.000Z',
      mode: expect.stringMatching(/^[0-7]{3}$/),
    });
    await expect(fileStatExecutor.run({ path: 'none' }, context)).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
  });

  it('exists', async () => {
    const exists = (path: string) => fileExistsExecutor.run(fileExists.parameters.parse({ path }), makeFolder());
    expect(await exists('a.md')).toMatchObject({ exists: true, type: 'file' });
    expect(await exists('deep')).toMatchObject({ exists: true, type: 'dir' });
    expect(await exists('none')).toMatchObject({ exists: false, type: null });
    expect(await exists('none/below')).toMatchObject({ exists: false, type: null });
    expect(await exists('a.md/below')).toMatchObject({ exists: false, type: null });
  });

  it('hash', async () => {
    const output = await fileHashExecutor.run(fileHash.parameters.parse({ path: 'a.md' }), makeFolder());
    expect(output).toMatchObject({ sha256: '2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881', size: 1 });
  });
});

describe('file.mkdir', () => {
  const parameters = fileMkdir.parameters.parse({ path: 'x/y' });
  const intend = async (context: StepContext): Promise<StepContext> => ({
    ...context,
    intent: (await fileMkdirExecutor.intent?.(parameters, context)) ?? null,
  });

  it('makes the folders that are missing, once', async () => {
    const context = makeContext();
    expect(await fileMkdirExecutor.run(parameters, context)).toEqual({ path: join(context.workingDirectory, 'x/y'), created: true });
    expect(context.written).toEqual([join(context.workingDirectory, 'x'), join(context.workingDirectory, 'x/y')]);
    expect(await fileMkdirExecutor.run(parameters, context)).toMatchObject({ created: false });
  });

  it('probe: not done, done, conflict', async () => {
    const context = await intend(makeContext());
    expect(await fileMkdirExecutor.probe?.(parameters, context)).toMatchObject({ outcome: 'not_done' });
    mkdirSync(join(context.workingDirectory, 'x'));
    writeFileSync(join(context.workingDirectory, 'x/y'), '');
    expect(await fileMkdirExecutor.probe?.(parameters, context)).toMatchObject({ outcome: 'conflict' });
    await expect(fileMkdirExecutor.run(parameters, context)).rejects.toMatchObject({ code: 'NOT_A_FOLDER' });
    const fresh = await intend(makeContext());
    const output = await fileMkdirExecutor.run(parameters, fresh);
    expect(await fileMkdirExecutor.probe?.(parameters, fresh)).toMatchObject({ outcome: 'done', output });
  });
});

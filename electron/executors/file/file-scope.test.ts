import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { fileCopy } from '../../../shared/actions/file/file-copy.ts';
import { fileDelete } from '../../../shared/actions/file/file-delete.ts';
import { fileExists } from '../../../shared/actions/file/file-exists.ts';
import { fileHash } from '../../../shared/actions/file/file-hash.ts';
import { fileList } from '../../../shared/actions/file/file-list.ts';
import { fileMkdir } from '../../../shared/actions/file/file-mkdir.ts';
import { fileMove } from '../../../shared/actions/file/file-move.ts';
import { fileRead } from '../../../shared/actions/file/file-read.ts';
import { fileStat } from '../../../shared/actions/file/file-stat.ts';
import { fileWrite } from '../../../shared/actions/file/file-write.ts';
import type { StepContext } from '../executor.ts';
import { makeContext, type TestContext } from '../test-context.ts';
import { fileCopyExecutor } from './file-copy.ts';
import { fileDeleteExecutor } from './file-delete.ts';
import { fileExistsExecutor } from './file-exists.ts';
import { fileHashExecutor } from './file-hash.ts';
import { fileListExecutor } from './file-list.ts';
import { fileMkdirExecutor } from './file-mkdir.ts';
import { fileMoveExecutor } from './file-move.ts';
import { fileReadExecutor } from './file-read.ts';
import { fileStatExecutor } from './file-stat.ts';
import { fileWriteExecutor } from './file-write.ts';
import { checkPathText, isGitInternal } from './path-rules.ts';

/** Every way in which an action takes a path. */
const DOORS: Readonly<Record<string, (path: string, context: StepContext) => Promise<unknown>>> = {
  read: (path, context) => fileReadExecutor.run(fileRead.parameters.parse({ path }), context),
  hash: (path, context) => fileHashExecutor.run(fileHash.parameters.parse({ path }), context),
  stat: (path, context) => fileStatExecutor.run(fileStat.parameters.parse({ path }), context),
  exists: (path, context) => fileExistsExecutor.run(fileExists.parameters.parse({ path }), context),
  list: (path, context) => fileListExecutor.run(fileList.parameters.parse({ path }), context),
  write: (path, context) => fileWriteExecutor.run(fileWrite.parameters.parse({ path, content: 'x' }), context),
  append: (path, context) => fileWriteExecutor.run(fileWrite.parameters.parse({ path, content: 'x', append: true }), context),
  mkdir: (path, context) => fileMkdirExecutor.run(fileMkdir.parameters.parse({ path }), context),
  'delete for good': (path, context) =>
    fileDeleteExecutor.run(fileDelete.parameters.parse({ path, toTrash: false, recursive: true }), context),
  'delete to trash': (path, context) => fileDeleteExecutor.run(fileDelete.parameters.parse({ path }), context),
  'copy from': (path, context) => fileCopyExecutor.run(fileCopy.parameters.parse({ source: path, destination: 'got' }), context),
  'copy to': (path, context) =>
    fileCopyExecutor.run(fileCopy.parameters.parse({ source: 'mine.txt', destination: path, overwrite: true }), context),
  'move from': (path, context) => fileMoveExecutor.run(fileMove.parameters.parse({ source: path, destination: 'got' }), context),
  'move to': (path, context) =>
    fileMoveExecutor.run(fileMove.parameters.parse({ source: 'mine.txt', destination: path, overwrite: true }), context),
};

/** A working folder beside a folder with a canary, with links out of the one into the other. */
function makeTrap(): TestContext {
  const context = makeContext();
  mkdirSync(join(context.baseFolder, 'outside'));
  writeFileSync(canary(context), 'secret');
  writeFileSync(join(context.workingDirectory, 'mine.txt'), 'mine');
  symlinkSync(join(context.baseFolder, 'outside'), join(context.workingDirectory, 'door'));
  symlinkSync(canary(context), join(context.workingDirectory, 'peephole'));
  symlinkSync('../outside/new.txt', join(context.workingDirectory, 'chute'));
  return context;
}

const canary = (context: TestContext): string => join(context.baseFolder, 'outside', 'canary');

function expectUntouched(context: TestContext): void {
  expect(readFileSync(canary(context), 'utf8')).toBe('secret');
  expect(readdirSync(join(context.baseFolder, 'outside'))).toEqual(['canary']);
}

const CLIMBS = ['../outside/canary', 'sub/../../outside/canary', './/..//outside/canary', 'door/canary', '/etc/passwd', '~/outside/canary'];

describe('FP-1 paths that lead out of the roots are refused', () => {
  for (const [name, open] of Object.entries(DOORS)) {
    it.each([
      ...CLIMBS,
      'a\0b',
      '//server/share',
      '\\\\server\\share',
      '\\\\?\\C:\\x',
      '..',
      '../*',
      '../outside/{canary,x}',
      'door/*',
      '{..,x}/outside/*',
    ])(`${name}: %j`, async (path) => {
      const context = makeTrap();
      const outcome = await open(path, context).then(
        (output) => ({ output }),
        (thrown: unknown) => ({ thrown }),
      );
      // A literal name that happens to hold braces may simply not exist, or be made inside.
      expect(JSON.stringify(outcome)).not.toContain('secret');
      const isPlainName = path.includes('{') || path.includes('*');
      if (!isPlainName) expect(outcome).toMatchObject({ thrown: { code: expect.stringMatching(/^PATH_(OUTSIDE_ROOTS|INVALID)$/) } });
      expectUntouched(context);
    });
  }

  it.each(['read', 'hash', 'stat', 'copy from', 'write', 'append', 'copy to'])('%s through a link to a file outside', async (name) => {
    const context = makeTrap();
    await expect(DOORS[name]?.('peephole', context)).rejects.toMatchObject({ code: 'PATH_OUTSIDE_ROOTS' });
    expectUntouched(context);
  });

  it.each(['write', 'append'])('%s through a link to nothing yet, outside', async (name) => {
    const context = makeTrap();
    await expect(DOORS[name]?.('chute', context)).rejects.toMatchObject({ code: 'PATH_OUTSIDE_ROOTS' });
    expectUntouched(context);
  });

  it('a step back after a link is taken by the text of the path, as it reads', async () => {
    const context = makeTrap();
    await DOORS['write']?.('door/../outside/new', context);
    expect(readFileSync(join(context.workingDirectory, 'outside/new'), 'utf8')).toBe('x');
    expectUntouched(context);
  });

  it('an encoded climb is only an odd name', async () => {
    await expect(DOORS['read']?.('%2e%2e/outside/canary', makeTrap())).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
  });

  it.each(['../*', '**/../../*', '{..,x}/*', '@(..)/*', '/etc/*'])('a list pattern that climbs: %j', async (pattern) => {
    const context = makeTrap();
    const listing = fileListExecutor.run(fileList.parameters.parse({ path: '.', pattern }), context);
    await expect(listing).rejects.toMatchObject({ code: 'PATH_OUTSIDE_ROOTS' });
  });

  it('a list never looks through a link', async () => {
    const context = makeTrap();
    const { files } = await fileListExecutor.run(fileList.parameters.parse({ path: '.', pattern: '**/*', type: 'any' }), context);
    expect(files.map(({ name, type }) => [name, type])).toEqual([
      ['chute', 'link'],
      ['door', 'link'],
      ['mine.txt', 'file'],
      ['peephole', 'link'],
    ]);
  });

  it('whether a file exists outside makes no difference to the answer', async () => {
    const context = makeTrap();
    const codes = await Promise.all(
      ['../outside/canary', '../outside/none', '../none/none'].map((path) => DOORS['read']?.(path, context).catch((thrown) => thrown.code)),
    );
    expect(new Set(codes)).toEqual(new Set(['PATH_OUTSIDE_ROOTS']));
  });

  it.each(['C:secret.txt', 'c:', 'CON', 'sub\\nul.txt', 'com1', 'file.txt:stream', 'C:\\a\\aux'])('on Windows %j is refused', (path) => {
    expect(() => checkPathText(path, 'win32')).toThrow(expect.objectContaining({ code: 'PATH_INVALID' }));
  });

  it.each(['C:\\work\\a.txt', 'console.txt', 'a/b.txt'])('on Windows %j is fine', (path) => {
    expect(() => checkPathText(path, 'win32')).not.toThrow();
  });
});

describe("Pawl's own folder and git's are closed", () => {
  it('no step reads or writes the data folder, though a root holds it', async () => {
    const plain = makeContext();
    const context = makeContext({ workingDirectory: plain.baseFolder, roots: [plain.baseFolder], dataDir: plain.dataDir });
    writeFileSync(join(plain.dataDir, 'pawl.db'), 'db');
    for (const path of ['data/pawl.db', 'data/../data/pawl.db']) {
      await expect(DOORS['read']?.(path, context)).rejects.toMatchObject({ code: 'PATH_PROTECTED' });
      await expect(DOORS['write']?.(path, context)).rejects.toMatchObject({ code: 'PATH_PROTECTED' });
    }
    const { files } = await fileListExecutor.run(fileList.parameters.parse({ path: '.', recursive: true, type: 'any' }), context);
    expect(files.filter(({ path }) => path.startsWith(plain.dataDir))).toEqual([]);
  });

  it.each(['write', 'append', 'mkdir', 'delete for good', 'move from', 'move to', 'copy to'])('%s inside .git', async (name) => {
    const context = makeTrap();
    mkdirSync(join(context.workingDirectory, '.git/hooks'), { recursive: true });
    writeFileSync(join(context.workingDirectory, '.git/hooks/x'), 'old');
    await expect(DOORS[name]?.('.git/hooks/x', context)).rejects.toMatchObject({ code: 'PATH_PROTECTED' });
    expect(readFileSync(join(context.workingDirectory, '.git/hooks/x'), 'utf8')).toBe('old');
  });

  it.each(['.git', '.GIT/config', 'a/.Git/hooks', '.git./config', '.git /x', '.g\u200cit/x', 'GIT~1/x', '.git::$INDEX_ALLOCATION/x'])(
    '%j is git internal',
    (path) => {
      expect(isGitInternal(path)).toBe(true);
    },
  );

  it.each(['.gitignore', '.github/x', 'git/x', 'a.git', '.gitattributes'])('%j is not', (path) => {
    expect(isGitInternal(path)).toBe(false);
  });
});

describe('FP-2 a link swapped in between the check and the use', () => {
  /** Turns `work/sub` from a folder into a link to the outside and back, as fast as it can, until told to stop. */
  const SWAPPER = `
    const { renameSync } = require('node:fs');
    const { workerData } = require('node:worker_threads');
    const { flag, sub, folder, link } = workerData;
    const stop = new Int32Array(flag);
    for (;;) {
      renameSync(sub, folder); renameSync(link, sub);
      Atomics.add(stop, 1, 1);
      renameSync(sub, link); renameSync(folder, sub);
      if (Atomics.load(stop, 0) === 1) break;
    }`;

  it('no write lands outside, and what comes of reads is never from outside', { timeout: 30_000 }, async ({ skip }) => {
    if (process.platform !== 'linux') return skip('only Linux can hold a folder open by its descriptor');
    const context = makeContext();
    const outside = join(context.baseFolder, 'outside');
    mkdirSync(outside);
    writeFileSync(join(outside, 'victim'), 'secret');
    const sub = join(context.workingDirectory, 'sub');
    mkdirSync(sub);
    writeFileSync(join(sub, 'victim'), 'public');
    const link = join(context.workingDirectory, 'link');
    symlinkSync(outside, link);
    const flag = new SharedArrayBuffer(8);
    const swapper = new Worker(SWAPPER, { eval: true, workerData: { flag, sub, folder: join(context.workingDirectory, 'folder'), link } });
    const swaps = new Int32Array(flag);
    const results = { written: 0, read: 0, refused: 0 };
    const end = Date.now() + 1000;
    try {
      while (Date.now() < end) {
        // Without making folders: between two renames there is no sub, and one made then would stop the swapper.
        await fileWriteExecutor.run(fileWrite.parameters.parse({ path: 'sub/new', content: 'x', createDirs: false }), context).then(
          () => (results.written += 1),
          () => (results.refused += 1),
        );
        const read = await fileReadExecutor.run(fileRead.parameters.parse({ path: 'sub/victim' }), context).catch(() => undefined);
        if (read !== undefined) results.read += 1;
        expect(read?.content ?? 'public').not.toBe('secret');
      }
    } finally {
      Atomics.store(swaps, 0, 1);
      await new Promise((resolve) => swapper.once('exit', resolve));
    }
    expect(readdirSync(outside)).toEqual(['victim']);
    expect(readFileSync(join(outside, 'victim'), 'utf8')).toBe('secret');
    expect(swaps[1]).toBeGreaterThan(10);
    expect(results.written).toBeGreaterThan(0);
    expect(results.refused).toBeGreaterThan(0);
  });
});

describe('roots', () => {
  it('a root that is reached through a link is still that root', async () => {
    const plain = makeContext();
    writeFileSync(join(plain.workingDirectory, 'a.txt'), 'a');
    const alias = join(plain.baseFolder, 'alias');
    symlinkSync(plain.workingDirectory, alias);
    const context = makeContext({ workingDirectory: alias, roots: [alias] });
    expect(await DOORS['read']?.('a.txt', context)).toMatchObject({ content: 'a', path: join(plain.workingDirectory, 'a.txt') });
  });

  it('~/ is the home folder', async () => {
    const context = makeContext();
    writeFileSync(join(context.baseFolder, 'a.txt'), 'home');
    const wide = { ...context, roots: [context.baseFolder], dataDir: join(context.baseFolder, 'data') };
    expect(await DOORS['read']?.('~/a.txt', wide)).toMatchObject({ content: 'home' });
  });

  it('facts about the root itself can be asked for', async () => {
    const context = makeContext();
    expect(await DOORS['exists']?.('.', context)).toMatchObject({ exists: true, type: 'dir' });
    expect(await DOORS['stat']?.('.', context)).toMatchObject({ type: 'dir' });
    expect(await DOORS['mkdir']?.('.', context)).toMatchObject({ created: false });
  });
});

it('an attempt is held to the folders that its intent was allowed, wherever a link leads by then', async () => {
  const context = makeContext();
  const outside = join(context.baseFolder, 'outside');
  const door = join(context.baseFolder, 'door');
  mkdirSync(outside);
  symlinkSync(context.workingDirectory, door);
  const attempt = { ...context, workingDirectory: door, roots: [door] };
  const parameters = fileWrite.parameters.parse({ path: 'a', content: 'x' });
  const intent = await fileWriteExecutor.intent?.(parameters, attempt);
  rmSync(door);
  symlinkSync(outside, door);
  await fileWriteExecutor.run(parameters, { ...attempt, intent });
  expect(readdirSync(outside)).toEqual([]);
  expect(readFileSync(join(context.workingDirectory, 'a'), 'utf8')).toBe('x');
});

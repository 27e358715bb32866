import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileDelete } from '../../../shared/actions/file/file-delete.ts';
import type { StepContext } from '../executor.ts';
import { makeContext, type TestContext } from '../test-context.ts';
import { fileDeleteExecutor } from './file-delete.ts';

const remove = (context: StepContext, parameters: unknown) => fileDeleteExecutor.run(fileDelete.parameters.parse(parameters), context);
const probe = (context: StepContext) => fileDeleteExecutor.probe?.(fileDelete.parameters.parse({ path: 'x' }), context);
async function intend(context: TestContext, parameters: unknown): Promise<TestContext> {
  const intent = await fileDeleteExecutor.intent?.(fileDelete.parameters.parse(parameters), context);
  return { ...context, intent: JSON.parse(JSON.stringify(intent)) };
}
function contextWith(...files: string[]): TestContext {
  const context = makeContext();
  for (const file of files) {
    mkdirSync(dirname(join(context.workingDirectory, file)), { recursive: true });
    writeFileSync(join(context.workingDirectory, file), file);
  }
  return context;
}
const at = (context: StepContext, path: string): string => join(context.workingDirectory, path);

describe('file.delete', () => {
  it('moves to the trash by default, folders too', async () => {
    const context = contextWith('a.txt', 'dir/b.txt');
    const { deleted } = await remove(context, { path: ['a.txt', 'dir'] });
    expect(deleted).toEqual([at(context, 'a.txt'), at(context, 'dir')]);
    expect(context.trashed).toEqual(deleted);
    expect(context.written).toEqual([at(context, 'a.txt'), at(context, 'dir'), at(context, 'dir/b.txt')]);
    expect(readdirSync(context.workingDirectory)).toEqual([]);
  });

  it('deletes matches of a glob for good when told so', async () => {
    const context = contextWith('a.log', 'b.log', 'c.txt', 'deep/d.log');
    await remove(context, { path: '*.log', toTrash: false });
    expect(readdirSync(context.workingDirectory)).toEqual(['c.txt', 'deep']);
    expect(context.trashed).toEqual([]);
  });

  it('a folder goes for good only when asked for with all that is in it', async () => {
    const context = contextWith('dir/deep/a');
    await expect(remove(context, { path: 'dir', toTrash: false })).rejects.toMatchObject({ code: 'IS_A_DIRECTORY' });
    expect(existsSync(at(context, 'dir/deep/a'))).toBe(true);
    await remove(context, { path: 'dir', toTrash: false, recursive: true });
    expect(readdirSync(context.workingDirectory)).toEqual([]);
  });

  it('deletes a link, never what it leads to', async () => {
    const context = contextWith('keep/a');
    symlinkSync('keep', at(context, 'link'));
    mkdirSync(at(context, 'dir'));
    symlinkSync('../keep', at(context, 'dir/link'));
    await remove(context, { path: ['link', 'dir'], toTrash: false, recursive: true });
    expect(readdirSync(context.workingDirectory)).toEqual(['keep']);
    expect(existsSync(at(context, 'keep/a'))).toBe(true);
  });

  it('a missing file is an error, a glob without a match is not', async () => {
    await expect(remove(makeContext(), { path: 'none' })).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
    expect(await remove(makeContext(), { path: '*.none' })).toEqual({ deleted: [] });
  });

  it('a pattern that says what not to take is refused', async () => {
    const context = contextWith('keep/a', 'b');
    await expect(remove(context, { path: '!keep/*' })).rejects.toMatchObject({ code: 'PATH_INVALID' });
    expect(existsSync(at(context, 'keep/a'))).toBe(true);
  });

  describe('probe', () => {
    it('not done, done in part, done', async () => {
      const context = await intend(contextWith('a', 'b'), { path: ['a', 'b'], toTrash: false });
      expect(await probe(context)).toMatchObject({ outcome: 'not_done', reason: '2 of 2 are still there' });
      await remove({ ...context, intent: undefined }, { path: 'a', toTrash: false });
      expect(await probe(context)).toMatchObject({ outcome: 'not_done', reason: '1 of 2 are still there' });
      const output = await remove(context, { path: ['a', 'b'], toTrash: false });
      expect(await probe(context)).toMatchObject({ outcome: 'done', output });
    });

    it('a file that was made anew is a conflict, and is not deleted', async () => {
      const context = await intend(contextWith('a'), { path: 'a' });
      writeFileSync(at(context, 'a'), 'precious new content');
      expect(await probe(context)).toMatchObject({ outcome: 'conflict' });
      await expect(remove(context, { path: 'a' })).rejects.toMatchObject({ code: 'CONFLICT' });
      expect(existsSync(at(context, 'a'))).toBe(true);
    });
  });
});

describe('FP-8 what too much hangs on is never deleted', () => {
  /** The home folder holds the root `work`, which holds the working directory `project` and a repository. */
  function makeHome(): TestContext {
    const plain = contextWith('project/a', 'project/.git/config');
    mkdirSync(at(plain, 'other'));
    symlinkSync('../..', at(plain, 'other/up'));
    const context = makeContext({ workingDirectory: at(plain, 'project'), roots: [plain.workingDirectory, plain.baseFolder] });
    return { ...context, platform: { ...context.platform, environment: { HOME: plain.baseFolder } } };
  }

  it.each([
    '/',
    '~',
    '.',
    '..',
    '../../work',
    '../other/up/work',
    '../other/up/',
    '*/',
    '../project',
    '.git',
    '.git/config',
    '.git/*',
    '.GIT',
    '../*/',
  ])('%s', async (path) => {
    for (const toTrash of [true, false]) {
      const context = makeHome();
      const outcome = await remove(context, { path, toTrash, recursive: true }).catch((thrown: { code: string }) => thrown.code);
      // "up" is a link: deleting it deletes no folder. A glob without a match deletes nothing.
      expect(['PATH_PROTECTED', 'PATH_OUTSIDE_ROOTS', 'IS_A_DIRECTORY', 'deleted']).toContain(
        typeof outcome === 'string' ? outcome : 'deleted',
      );
      expect(existsSync(at(context, 'a'))).toBe(true);
      expect(existsSync(at(context, '.git/config'))).toBe(true);
    }
  });

  it('even when the root is the whole disk', async () => {
    const context = { ...makeHome(), roots: ['/'] };
    await expect(remove(context, { path: '/', toTrash: false, recursive: true })).rejects.toMatchObject({ code: 'PATH_PROTECTED' });
    await expect(remove(context, { path: '~', toTrash: false, recursive: true })).rejects.toMatchObject({ code: 'PATH_PROTECTED' });
  });
});

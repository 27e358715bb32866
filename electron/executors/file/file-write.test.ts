import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { fileWrite } from '../../../shared/actions/file/file-write.ts';
import { ActionError } from '../../../shared/lib/action-error.ts';
import type { StepContext } from '../executor.ts';
import { makeContext } from '../test-context.ts';
import { fileWriteExecutor } from './file-write.ts';

const write = (context: StepContext, parameters: unknown) => fileWriteExecutor.run(fileWrite.parameters.parse(parameters), context);
const intend = async (context: StepContext, parameters: unknown): Promise<StepContext> => {
  const intent = await fileWriteExecutor.intent?.(fileWrite.parameters.parse(parameters), context);
  return { ...context, intent: JSON.parse(JSON.stringify(intent)) };
};
const probe = (context: StepContext, parameters: unknown) => fileWriteExecutor.probe?.(fileWrite.parameters.parse(parameters), context);
const inside = (context: StepContext, name: string): string => join(context.workingDirectory, name);

describe('file.write', () => {
  it('writes text, makes missing folders and tells what it wrote', async () => {
    const context = makeContext();
    const output = await write(context, { path: 'a/b/note.md', content: 'hello\n' });
    expect(readFileSync(inside(context, 'a/b/note.md'), 'utf8')).toBe('hello\n');
    expect(output).toMatchObject({ path: inside(context, 'a/b/note.md'), bytes: 6, created: true });
    expect(context.written).toEqual([inside(context, 'a'), inside(context, 'a/b'), inside(context, 'a/b/note.md')]);
    expect(readdirSync(inside(context, 'a/b'))).toEqual(['note.md']);
  });

  it('writes anything but text as indented JSON', async () => {
    const context = makeContext();
    await write(context, { path: 'data.json', content: { a: [1] } });
    expect(readFileSync(inside(context, 'data.json'), 'utf8')).toBe('{\n  "a": [\n    1\n  ]\n}\n');
  });

  it('keeps the mode of the existing file, and sets the one asked for', async () => {
    const context = makeContext();
    writeFileSync(inside(context, 'run.sh'), 'old');
    chmodSync(inside(context, 'run.sh'), 0o750);
    expect(await write(context, { path: 'run.sh', content: 'new' })).toMatchObject({ created: false });
    expect(statSync(inside(context, 'run.sh')).mode & 0o777).toBe(0o750);
    await write(context, { path: 'run.sh', content: 'new', mode: '600' });
    expect(statSync(inside(context, 'run.sh')).mode & 0o777).toBe(0o600);
  });

  it('does not make folders when it must not', async () => {
    const context = makeContext();
    await expect(write(context, { path: 'no/x', content: '', createDirs: false })).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
  });

  it('ifExists decides about an existing file', async () => {
    const context = makeContext();
    writeFileSync(inside(context, 'a.txt'), 'old');
    await expect(write(context, { path: 'a.txt', content: 'x', ifExists: 'fail' })).rejects.toMatchObject({ code: 'FILE_EXISTS' });
    const renamed = await write(context, { path: 'a.txt', content: 'two', ifExists: 'rename' });
    expect(renamed.path).toBe(inside(context, 'a (2).txt'));
    expect((await write(context, { path: 'a.txt', content: 'three', ifExists: 'rename' })).path).toBe(inside(context, 'a (3).txt'));
    expect(readFileSync(inside(context, 'a.txt'), 'utf8')).toBe('old');
  });

  it('two writers under the same free name both keep their content', async () => {
    const context = makeContext();
    const outputs = await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        write({ ...context, attemptKey: () => `k${n}` }, { path: 'n.txt', content: `${n}`, ifExists: 'rename' }),
      ),
    );
    expect(new Set(outputs.map(({ path }) => path)).size).toBe(8);
    outputs.forEach(({ path }, n) => {
      expect(readFileSync(path, 'utf8')).toBe(`${n}`);
    });
  });

  it('writes through a link to a file inside the roots, also one that does not exist yet', async () => {
    const context = makeContext();
    mkdirSync(inside(context, 'real'));
    symlinkSync('real/target.txt', inside(context, 'link.txt'));
    await write(context, { path: 'link.txt', content: 'one' });
    expect(readFileSync(inside(context, 'real/target.txt'), 'utf8')).toBe('one');
    symlinkSync('link.txt', inside(context, 'link2.txt'));
    await write(context, { path: 'link2.txt', content: 'two' });
    expect(readFileSync(inside(context, 'real/target.txt'), 'utf8')).toBe('two');
  });

  it('the working directory, swapped for a link after the intent, leads nowhere', async () => {
    const parameters = { path: 'a.txt', content: 'new' };
    const context = await intend(makeContext(), parameters);
    const outside = mkdtempSync(join(tmpdir(), 'pawl-outside-'));
    renameSync(context.workingDirectory, `${context.workingDirectory}-before`);
    symlinkSync(outside, context.workingDirectory);
    await expect(write(context, parameters)).rejects.toMatchObject({ code: 'PATH_OUTSIDE_ROOTS' });
    expect(readdirSync(outside)).toEqual([]);
  });

  it('a cancelled write leaves the old content, no temporary file, and ends with the reason of the cancel', async () => {
    const cancelled = new ActionError('CANCELLED', 'stop');
    const context = makeContext({ signal: AbortSignal.abort(cancelled) });
    writeFileSync(inside(context, 'a.txt'), 'old');
    await expect(write(context, { path: 'a.txt', content: 'new' })).rejects.toBe(cancelled);
    expect(readFileSync(inside(context, 'a.txt'), 'utf8')).toBe('old');
    expect(readdirSync(context.workingDirectory)).toEqual(['a.txt']);
  });

  it('replaces the temporary file that a crash of the same attempt has left', async () => {
    const context = makeContext();
    writeFileSync(inside(context, `.pawl-${context.attemptKey()}`), 'half');
    await write(context, { path: 'a.txt', content: 'whole' });
    expect(readdirSync(context.workingDirectory)).toEqual(['a.txt']);
  });

  it('the plan says what it would do', () => {
    const plan = (content: string) => fileWriteExecutor.plan(fileWrite.parameters.parse({ path: 'notes.md', content }), makeContext());
    expect(plan('x'.repeat(12_288))).toBe('Would write 12 KB to notes.md, replacing what is there, making missing folders');
    expect(plan('{{ report }}')).toBe('Would write to notes.md, replacing what is there, making missing folders');
  });

  describe('append', () => {
    it('adds to the end, and makes the file when it is missing', async () => {
      const context = makeContext();
      expect(await write(context, { path: 'log', content: 'one\n', append: true })).toMatchObject({ created: true });
      expect(await write(context, { path: 'log', content: 'two\n', append: true })).toMatchObject({ created: false, bytes: 4 });
      expect(readFileSync(inside(context, 'log'), 'utf8')).toBe('one\ntwo\n');
    });

    it.each([
      ['nothing was added', '', 'not_done'],
      ['a part was added', 'ne', 'not_done'],
      ['all was added', 'new\n', 'done'],
      ['all was added, and somebody else came after', 'new\nother', 'done'],
      ['something else was added', 'other', 'conflict'],
    ])('probe: %s', async (_name, added, outcome) => {
      const parameters = { path: 'log', content: 'new\n', append: true };
      const context = makeContext();
      writeFileSync(inside(context, 'log'), 'old\n');
      const replay = await intend(context, parameters);
      writeFileSync(inside(context, 'log'), `old\n${added}`);
      expect(await probe(replay, parameters)).toMatchObject({ outcome, reason: expect.stringContaining('log') });
      if (outcome !== 'not_done') return;
      await write(replay, parameters);
      expect(readFileSync(inside(context, 'log'), 'utf8')).toBe('old\nnew\n');
      expect(await probe(replay, parameters)).toMatchObject({ outcome: 'done', output: { created: false, bytes: 4 } });
    });

    it('probe: a file that was replaced is a conflict', async () => {
      const parameters = { path: 'log', content: 'new\n', append: true };
      const context = makeContext();
      writeFileSync(inside(context, 'log'), 'old\n');
      const replay = await intend(context, parameters);
      writeFileSync(inside(context, 'log'), 'OLD\nnew\n');
      expect(await probe(replay, parameters)).toMatchObject({ outcome: 'conflict' });
      rmSync(inside(context, 'log'));
      expect(await probe(replay, parameters)).toMatchObject({ outcome: 'conflict' });
    });
  });

  describe('probe of a replacing write', () => {
    const parameters = { path: 'a.txt', content: 'new' };

    it.each([
      ['the old content is there', 'old', 'not_done'],
      ['the new content is there', 'new', 'done'],
      ['something else is there', 'else', 'conflict'],
    ])('%s', async (_name, now, outcome) => {
      const context = makeContext();
      writeFileSync(inside(context, 'a.txt'), 'old');
      const replay = await intend(context, parameters);
      writeFileSync(inside(context, 'a.txt'), now);
      expect(await probe(replay, parameters)).toMatchObject({ outcome });
    });

    it('of a new file', async () => {
      const context = makeContext();
      const replay = await intend(context, parameters);
      expect(await probe(replay, parameters)).toMatchObject({ outcome: 'not_done' });
      const output = await write(replay, parameters);
      expect(await probe(replay, parameters)).toMatchObject({ outcome: 'done', output });
    });

    it('with "fail", a file that was there before is not ours, even with the same content', async () => {
      const context = makeContext();
      writeFileSync(inside(context, 'a.txt'), 'new');
      const replay = await intend(context, { ...parameters, ifExists: 'fail' });
      expect(await probe(replay, { ...parameters, ifExists: 'fail' })).toMatchObject({ outcome: 'not_done' });
    });

    it('with "rename", finds the file under the name that was free', async () => {
      const renaming = { ...parameters, ifExists: 'rename' };
      const context = makeContext();
      writeFileSync(inside(context, 'a.txt'), 'new');
      const replay = await intend(context, renaming);
      expect(await probe(replay, renaming)).toMatchObject({ outcome: 'not_done' });
      writeFileSync(inside(context, 'a (2).txt'), 'taken by another');
      expect(await probe(replay, renaming)).toMatchObject({ outcome: 'not_done' });
      const output = await write(replay, renaming);
      expect(output.path).toBe(inside(context, 'a (3).txt'));
      expect(await probe(replay, renaming)).toMatchObject({ outcome: 'done', output });
    });
  });
});

describe('FP-4 what the system refuses is a typed fatal error', () => {
  const isRoot = process.geteuid?.() === 0;

  async function asNobody<T>(work: () => Promise<T>): Promise<T> {
    if (!isRoot) return work();
    process.seteuid?.(65534);
    try {
      return await work();
    } finally {
      process.seteuid?.(0);
    }
  }

  it('a folder that may not be written', async () => {
    const context = makeContext();
    chmodSync(context.baseFolder, 0o755);
    chmodSync(context.workingDirectory, 0o555);
    await expect(asNobody(() => write(context, { path: 'a.txt', content: 'x' }))).rejects.toMatchObject({
      code: 'PERMISSION_DENIED',
      kind: 'fatal',
      hint: expect.any(String),
    });
    chmodSync(context.workingDirectory, 0o755);
  });

  it('a read-only file in a folder that may be written keeps its content', async () => {
    const context = makeContext();
    chmodSync(context.baseFolder, 0o755);
    chmodSync(context.workingDirectory, 0o777);
    writeFileSync(inside(context, 'a.txt'), 'old');
    chmodSync(inside(context, 'a.txt'), 0o444);
    await expect(asNobody(() => write(context, { path: 'a.txt', content: 'new' }))).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
    expect(readFileSync(inside(context, 'a.txt'), 'utf8')).toBe('old');
  });

  it('a name that is too long', async () => {
    const context = makeContext();
    await expect(write(context, { path: 'x'.repeat(300), content: '' })).rejects.toMatchObject({ code: 'NAME_TOO_LONG', kind: 'fatal' });
  });

  it('a folder where a file is to be', async () => {
    const context = makeContext();
    mkdirSync(inside(context, 'dir'));
    await expect(write(context, { path: 'dir', content: '' })).rejects.toMatchObject({ code: 'IS_A_DIRECTORY' });
    await expect(write(context, { path: 'dir', content: '', append: true })).rejects.toMatchObject({ code: 'IS_A_DIRECTORY' });
  });
});

describe('FP-5 a full disk', () => {
  const mounted: string[] = [];
  afterEach(() => {
    for (const folder of mounted.splice(0)) spawnSync('umount', [folder]);
  });

  function mountSmall(): string | undefined {
    const folder = mkdtempSync(join(tmpdir(), 'pawl-tmpfs-'));
    if (process.platform !== 'linux' || spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]).status !== 0) {
      rmSync(folder, { recursive: true });
      return undefined;
    }
    mounted.push(folder);
    return folder;
  }

  it.for(['replace', 'append'])('%s: the target keeps its content, no temporary file is left, a person is asked', async (how, { skip }) => {
    const folder = mountSmall();
    if (folder === undefined) return skip('needs Linux and the right to mount a small tmpfs');
    const context = makeContext({ workingDirectory: folder, roots: [folder] });
    writeFileSync(inside(context, 'a.txt'), 'old');
    const failed = write(context, { path: 'a.txt', content: 'x'.repeat(2 * 1024 * 1024), append: how === 'append' });
    await expect(failed).rejects.toMatchObject({ code: 'DISK_FULL', kind: 'needs_person' });
    expect(readFileSync(inside(context, 'a.txt'), 'utf8')).toBe('old');
    expect(readdirSync(context.workingDirectory)).toEqual(['a.txt']);
  });
});

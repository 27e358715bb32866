import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileRead } from '../../../shared/actions/file/file-read.ts';
import type { StepContext } from '../executor.ts';
import { makeContext } from '../test-context.ts';
import { fileReadExecutor } from './file-read.ts';

const read = (context: StepContext, parameters: unknown) => fileReadExecutor.run(fileRead.parameters.parse(parameters), context);

function contextWith(content: string | Uint8Array) {
  const context = makeContext();
  writeFileSync(join(context.workingDirectory, 'f'), content);
  return context;
}

describe('file.read', () => {
  it('gives the text and the facts', async () => {
    const context = contextWith('grüße\n');
    expect(await read(context, { path: 'f' })).toEqual({
      content: 'grüße\n',
      path: join(context.workingDirectory, 'f'),
      size: 8,
      mtime: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      sha256: createHash('sha256').update('grüße\n').digest('hex'),
    });
  });

  it.each([
    ['base64', 'AP8='],
    ['hex', '00ff'],
    ['latin1', '\u0000ÿ'],
  ])('as %s holds any bytes', async (encoding, content) => {
    expect(await read(contextWith(Uint8Array.of(0, 255)), { path: 'f', encoding })).toMatchObject({ content });
  });

  it('reads utf16le', async () => {
    expect(await read(contextWith(Buffer.from('hé', 'utf16le')), { path: 'f', encoding: 'utf16le' })).toMatchObject({ content: 'hé' });
  });

  it('bytes that are no UTF-8 are an error that says what to do', async () => {
    await expect(read(contextWith(Uint8Array.of(0xc3, 0x28)), { path: 'f' })).rejects.toMatchObject({
      code: 'INVALID_TEXT',
      hint: expect.stringContaining('base64'),
    });
  });

  it.each([
    ['json', '{"a": [1, null]}', { a: [1, null] }],
    ['yaml', 'a: [1, two]\n', { a: [1, 'two'] }],
    [
      'csv',
      'name,n\nx,1\n"y, z",2\n',
      [
        { name: 'x', n: '1' },
        { name: 'y, z', n: '2' },
      ],
    ],
    ['lines', 'a\r\nb\n\nc\n', ['a', 'b', '', 'c']],
    ['lines', '', []],
  ])('parses %s', async (as, text, content) => {
    expect((await read(contextWith(text), { path: 'f', as })).content).toEqual(content);
  });

  it.each([
    ['json', '{'],
    ['yaml', 'a: [1'],
    ['csv', 'a,b\n1,2,3\n'],
  ])('damaged %s is an error that names the file', async (as, text) => {
    await expect(read(contextWith(text), { path: 'f', as })).rejects.toMatchObject({
      code: 'PARSE_ERROR',
      message: expect.stringContaining('/f'),
    });
  });

  it('a limit can be a number or a size, and holds to the byte', async () => {
    expect(await read(contextWith('x'.repeat(1024)), { path: 'f', maxBytes: '1KB' })).toMatchObject({ size: 1024 });
    await expect(read(contextWith('x'.repeat(1025)), { path: 'f', maxBytes: '1KB' })).rejects.toMatchObject({ code: 'FILE_TOO_LARGE' });
    await expect(read(contextWith('xxx'), { path: 'f', maxBytes: 2 })).rejects.toMatchObject({ code: 'FILE_TOO_LARGE' });
    expect(fileRead.parameters.safeParse({ path: 'f', maxBytes: 'lots' }).success).toBe(false);
  });

  it('from an offset on gives what comes after, without half a character; beyond the end nothing', async () => {
    const context = contextWith('a€b\n');
    expect(await read(context, { path: 'f', offset: 4 })).toMatchObject({ content: 'b\n', size: 2 });
    expect(await read(context, { path: 'f', offset: 2, maxBytes: 4 })).toMatchObject({ content: 'b\n', size: 4 });
    expect(await read(context, { path: 'f', offset: '1KB' })).toMatchObject({ content: '', size: 0 });
    await expect(read(context, { path: 'f', offset: 2, maxBytes: 3 })).rejects.toMatchObject({ code: 'FILE_TOO_LARGE' });
    await expect(read(contextWith(Uint8Array.of(97, 0x80, 0x80, 0x80, 0x80)), { path: 'f', offset: 1 })).rejects.toMatchObject({
      code: 'INVALID_TEXT',
    });
  });

  it('refuses to parse what base64 or hex gives, and an empty path', () => {
    expect(fileRead.parameters.safeParse({ path: 'f', as: 'json', encoding: 'base64' }).success).toBe(false);
    expect(fileRead.parameters.safeParse({ path: '' }).success).toBe(false);
  });

  it('a missing file and a file in the way are told apart', async () => {
    const context = contextWith('x');
    await expect(read(context, { path: 'none' })).rejects.toMatchObject({ code: 'FILE_NOT_FOUND', kind: 'fatal' });
    await expect(read(context, { path: 'f/below' })).rejects.toMatchObject({
      code: expect.stringMatching(/^(FILE_NOT_FOUND|NOT_A_FOLDER)$/),
    });
  });

  it('stops when cancelled', async () => {
    const context = contextWith('x');
    const reason = new Error('cancelled');
    await expect(read({ ...context, signal: AbortSignal.abort(reason) }, { path: 'f' })).rejects.toBe(reason);
  });
});

describe('FP-3 only regular files of a bounded size are read', () => {
  it('a folder', async () => {
    const context = makeContext();
    mkdirSync(join(context.workingDirectory, 'dir'));
    await expect(read(context, { path: 'dir' })).rejects.toMatchObject({ code: 'IS_A_DIRECTORY' });
  });

  it('a FIFO, without waiting for a writer', async ({ skip }) => {
    if (process.platform === 'win32') return skip('Windows has no FIFOs');
    const context = makeContext();
    execFileSync('mkfifo', [join(context.workingDirectory, 'fifo')]);
    await expect(read(context, { path: 'fifo' })).rejects.toMatchObject({ code: 'NOT_A_FILE' });
  });

  it('a socket', async ({ skip }) => {
    if (process.platform === 'win32') return skip('sockets of Windows are no files');
    const context = makeContext();
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(join(context.workingDirectory, 's'), resolve));
    try {
      await expect(read(context, { path: 's' })).rejects.toMatchObject({ code: 'NOT_A_FILE' });
    } finally {
      server.close();
    }
  });

  it.each(['/dev/zero', '/proc/self/status', '/proc/kmsg', '/sys/kernel/mm/transparent_hugepage/enabled'])(
    '%s, though a root holds it',
    async (path) => {
      const context = makeContext({ roots: ['/'] });
      await expect(read(context, { path })).rejects.toMatchObject({
        code: expect.stringMatching(process.platform === 'linux' ? /^(NOT_A_FILE|FILE_NOT_FOUND|PERMISSION_DENIED)$/ : /./),
      });
    },
  );

  it('a link to a device', async () => {
    const context = makeContext({ roots: ['/'] });
    symlinkSync('/dev/zero', join(context.workingDirectory, 'z'));
    await expect(read(context, { path: 'z' })).rejects.toMatchObject({ code: 'NOT_A_FILE' });
  });

  it('a sparse file of 1 TB', async () => {
    const context = contextWith('');
    truncateSync(join(context.workingDirectory, 'f'), 2 ** 40);
    await expect(read(context, { path: 'f' })).rejects.toMatchObject({ code: 'FILE_TOO_LARGE' });
  });
});

import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Header, type HeaderData } from 'tar';
import { describe, expect, it } from 'vitest';
import { ZipFile } from 'yazl';
import { archiveCreate } from '../../../shared/actions/archive/archive-create.ts';
import { archiveExtract } from '../../../shared/actions/archive/archive-extract.ts';
import type { StepContext } from '../executor.ts';
import { makeContext, type TestContext } from '../test-context.ts';
import { archiveCreateExecutor } from './archive-create.ts';
import { archiveExtractExecutor } from './archive-extract.ts';

const create = (context: StepContext, parameters: unknown) =>
  archiveCreateExecutor.run(archiveCreate.parameters.parse(parameters), context);
const extract = (context: StepContext, parameters: unknown) =>
  archiveExtractExecutor.run(archiveExtract.parameters.parse(parameters), context);
const withIntent = (context: TestContext, intent: unknown): TestContext => ({ ...context, intent: JSON.parse(JSON.stringify(intent)) });

function contextWith(files: Readonly<Record<string, string | Uint8Array>>): TestContext {
  const context = makeContext();
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(at(context, path)), { recursive: true });
    writeFileSync(at(context, path), content);
    utimesSync(at(context, path), 1_700_000_000, 1_700_000_000);
  }
  return context;
}
const at = (context: StepContext, path: string): string => join(context.workingDirectory, path);
const tree = (folder: string): string[] => readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();

it.skipIf(process.platform === 'win32')(
  'a zip never gives a file another name: one with a backslash is refused, and no archive is left',
  async () => {
    const context = contextWith({ 'docs/a\\b.txt': 'x' });
    await expect(create(context, { source: 'docs', destination: 'pack.zip' })).rejects.toMatchObject({
      code: 'NAME_NOT_PORTABLE',
      hint: expect.stringContaining('tar.gz'),
    });
    expect(tree(context.workingDirectory)).toEqual(['docs', 'docs/a\\b.txt']);
    expect(await create(context, { source: 'docs', destination: 'pack.tar.gz' })).toMatchObject({ files: [{ path: 'docs/a\\b.txt' }] });
  },
);

const LONG = `${'long-folder-name/'.repeat(12)}ünïcode.txt`;
const FILES = {
  'docs/b.txt': 'bb',
  'docs/a.txt': 'a',
  'docs/deep/c.bin': Uint8Array.of(0, 255, 10),
  [`docs/${LONG}`]: 'long',
  'docs/empty': '',
};

describe.each(['zip', 'tar.gz'])('a %s', (format) => {
  const name = `pack.${format}`;

  it('gives back the same files, modes and times', async () => {
    const context = contextWith(FILES);
    mkdirSync(at(context, 'docs/none'));
    const packed = await create(context, { source: 'docs', destination: `out/${name}` });
    expect(packed.files.map(({ path }) => path)).toEqual(Object.keys(FILES).sort());
    expect(packed.bytes).toBe(statSync(at(context, `out/${name}`)).size);
    expect(context.written).toContain(at(context, `out/${name}`));
    const unpacked = await extract(context, { source: `out/${name}`, destination: 'back' });
    expect(unpacked).toEqual({ files: packed.files, bytes: 10 });
    expect(tree(at(context, 'back/docs'))).toEqual(tree(at(context, 'docs')));
    for (const path of Object.keys(FILES)) {
      expect(readFileSync(at(context, `back/${path}`))).toEqual(readFileSync(at(context, path)));
      expect(statSync(at(context, `back/${path}`)).mtimeMs).toBe(1_700_000_000_000);
      expect(statSync(at(context, `back/${path}`)).mode).toBe(statSync(at(context, path)).mode);
      expect(context.written).toContain(at(context, `back/${path}`));
    }
  });

  it('has the same bytes each time', async () => {
    const context = contextWith(FILES);
    await create(context, { source: 'docs', destination: `1.${format}` });
    await create(context, { source: 'docs', destination: `2.${format}` });
    expect(readFileSync(at(context, `1.${format}`))).toEqual(readFileSync(at(context, `2.${format}`)));
  });

  it('keeps the folders below the fixed part of a glob, and leaves itself out', async () => {
    const context = contextWith({ 'a.txt': 'a', 'deep/b.txt': 'b' });
    await create(context, { source: '**/*', destination: name });
    const again = await create(context, { source: '**/*', destination: name, overwrite: true });
    expect(again.files.map(({ path }) => path)).toEqual(['a.txt', 'deep/b.txt']);
  });

  it('packs what a link leads to inside the roots, and leaves out one that leads outside', async () => {
    const context = contextWith({ 'docs/a': 'a' });
    writeFileSync(join(context.baseFolder, 'secret'), 'secret');
    symlinkSync('a', at(context, 'docs/link'));
    symlinkSync(join(context.baseFolder, 'secret'), at(context, 'docs/leak'));
    const { files } = await create(context, { source: 'docs', destination: name });
    expect(files.map(({ path }) => path)).toEqual(['docs/a', 'docs/link']);
    expect(context.logged.map(({ text }) => text).join()).toContain('docs/leak was not packed');
  });

  it('replaces nothing unless told so', async () => {
    const context = contextWith({ a: 'new', [name]: 'old', 'out/a': 'old' });
    await expect(create(context, { source: 'a', destination: name })).rejects.toMatchObject({ code: 'FILE_EXISTS' });
    expect(readFileSync(at(context, name), 'utf8')).toBe('old');
    await create(context, { source: 'a', destination: name, overwrite: true });
    await expect(extract(context, { source: name, destination: 'out' })).rejects.toMatchObject({ code: 'FILE_EXISTS' });
    expect(readFileSync(at(context, 'out/a'), 'utf8')).toBe('old');
    await extract(context, { source: name, destination: 'out', overwrite: true });
    expect(readFileSync(at(context, 'out/a'), 'utf8')).toBe('new');
  });

  it('that is damaged leaves nothing behind', async () => {
    const context = contextWith({ a: 'x'.repeat(100_000) });
    await create(context, { source: 'a', destination: name });
    const whole = readFileSync(at(context, name));
    for (const broken of [whole.subarray(0, whole.length / 2), Buffer.from('no archive at all'), Buffer.alloc(0)]) {
      writeFileSync(at(context, name), broken);
      await expect(extract(context, { source: name, destination: 'out' })).rejects.toMatchObject({ code: 'ARCHIVE_INVALID' });
    }
    whole.fill(0xff, 40, 60);
    writeFileSync(at(context, name), whole);
    await expect(extract(context, { source: name, destination: 'out' })).rejects.toMatchObject({
      code: expect.stringMatching(/^ARCHIVE_/),
    });
    expect(tree(context.workingDirectory).filter((path) => path !== 'out')).toEqual(['a', name].sort());
  });

  it('that could not be written to its end is not there', async () => {
    const context = contextWith({ a: 'x'.repeat(100_000) });
    const reason = new Error('cancelled');
    await expect(create({ ...context, signal: AbortSignal.abort(reason) }, { source: 'a', destination: name })).rejects.toBe(reason);
    expect(tree(context.workingDirectory)).toEqual(['a']);
  });

  it('probe of archive.create: not done, done, conflict', async () => {
    const parameters = archiveCreate.parameters.parse({ source: 'docs', destination: name });
    const plain = contextWith(FILES);
    const context = withIntent(plain, await archiveCreateExecutor.intent?.(parameters, plain));
    expect(await archiveCreateExecutor.probe?.(parameters, context)).toMatchObject({ outcome: 'not_done' });
    const output = await archiveCreateExecutor.run(parameters, context);
    expect(await archiveCreateExecutor.probe?.(parameters, context)).toMatchObject({ outcome: 'done', output });
    await create(context, { source: 'docs/a.txt', destination: name, overwrite: true });
    expect(await archiveCreateExecutor.probe?.(parameters, context)).toMatchObject({ outcome: 'conflict' });
  });

  it('probe of archive.extract: not done, done in part, done, conflict', async () => {
    const parameters = archiveExtract.parameters.parse({ source: name, destination: 'back' });
    const plain = contextWith(FILES);
    await create(plain, { source: 'docs', destination: name });
    const context = withIntent(plain, await archiveExtractExecutor.intent?.(parameters, plain));
    expect(await archiveExtractExecutor.probe?.(parameters, context)).toMatchObject({ outcome: 'not_done' });
    mkdirSync(at(context, 'back/docs'), { recursive: true });
    writeFileSync(at(context, 'back/docs/a.txt'), 'a');
    utimesSync(at(context, 'back/docs/a.txt'), 1_700_000_000, 1_700_000_000);
    expect(await archiveExtractExecutor.probe?.(parameters, context)).toMatchObject({
      outcome: 'not_done',
      reason: '1 of 5 files are unpacked',
    });
    const output = await archiveExtractExecutor.run(parameters, context);
    expect(await archiveExtractExecutor.probe?.(parameters, context)).toMatchObject({ outcome: 'done', output });
    writeFileSync(at(context, 'back/docs/a.txt'), 'edited');
    expect(await archiveExtractExecutor.probe?.(parameters, context)).toMatchObject({ outcome: 'conflict' });
  });
});

it('the format is told by the name or by format, else it is an error', async () => {
  const context = contextWith({ a: 'a' });
  await create(context, { source: 'a', destination: 'x.tgz' });
  expect(gunzipSync(readFileSync(at(context, 'x.tgz')))).toBeTruthy();
  await create(context, { source: 'a', destination: 'x.bak', format: 'zip' });
  await expect(create(context, { source: 'a', destination: 'x.rar' })).rejects.toMatchObject({ code: 'UNKNOWN_FORMAT' });
});

/** A tar.gz of headers as they are written, content after each. */
function craftTar(...entries: readonly (HeaderData & { content?: Uint8Array; raw?: (block: Buffer) => void })[]): Uint8Array {
  const blocks = entries.flatMap(({ content = new Uint8Array(), raw, ...data }) => {
    const block = Buffer.alloc(512);
    new Header({ mode: 0o644, mtime: new Date(0), type: 'File', size: content.length, ...data }).encode(block, 0);
    raw?.(block);
    return [block, content, new Uint8Array((512 - (content.length % 512)) % 512)];
  });
  return gzipSync(Buffer.concat([...blocks, new Uint8Array(1024)]));
}

/** A zip made with harmless names of the same length, then patched: the library refuses to write hostile ones. */
async function craftZip(name: string, options: { mode?: number; content?: Uint8Array } = {}): Promise<Uint8Array> {
  const zip = new ZipFile();
  const harmless = 'n'.repeat(Buffer.byteLength(name));
  zip.addBuffer(Buffer.from(options.content ?? Buffer.from('evil')), harmless, { mode: options.mode ?? 0o100644, mtime: new Date(0) });
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(Buffer.from(chunk));
  const bytes = Buffer.concat(chunks);
  for (let found = bytes.indexOf(harmless); found !== -1; found = bytes.indexOf(harmless, found + 1)) bytes.write(name, found, 'latin1');
  return bytes;
}

async function expectRefused(archive: string, bytes: Uint8Array, code: RegExp): Promise<void> {
  const context = contextWith({ [archive]: bytes, canary: 'alive' });
  writeFileSync(join(context.baseFolder, 'canary'), 'alive');
  await expect(extract(context, { source: archive, destination: 'out/in' })).rejects.toMatchObject({
    code: expect.stringMatching(code),
    hint: expect.any(String),
  });
  expect(readFileSync(join(context.baseFolder, 'canary'), 'utf8')).toBe('alive');
  expect(readFileSync(at(context, 'canary'), 'utf8')).toBe('alive');
  expect(tree(context.workingDirectory).filter((path) => !path.startsWith('out'))).toEqual([archive, 'canary'].sort());
  expect(tree(context.baseFolder).filter((path) => !path.startsWith('work/'))).toEqual(['canary', 'data', 'trash', 'work']);
}

describe('FP-7 a hostile archive', () => {
  const NAMES = [
    '../canary',
    '../../canary',
    'a/../../canary',
    '/etc/canary',
    'C:canary',
    'C:\\canary',
    '..\\canary',
    'a\0b',
    '.git/hooks/x',
    'sub/.GIT/config',
  ];

  // A tar name ends at the first NUL, which makes it harmless.
  it.each(NAMES.filter((path) => !path.includes('\0')))('tar entry %j', async (path) => {
    await expectRefused('x.tar.gz', craftTar({ path, content: Buffer.from('evil') }), /^ARCHIVE_UNSAFE$/);
  });

  it.each(NAMES)('zip entry %j', async (path) => {
    await expectRefused('x.zip', await craftZip(path), /^ARCHIVE_UNSAFE$/);
  });

  it.each([
    ['a symbolic link', { type: 'SymbolicLink', linkpath: '../..' }],
    ['a hard link', { type: 'Link', linkpath: '../../canary' }],
    ['a device', { type: 'CharacterDevice', devmaj: 1, devmin: 5 }],
    ['a FIFO', { type: 'FIFO' }],
  ] as const)('tar with %s', async (_name, data) => {
    const bytes = craftTar({ path: 'door', ...data }, { path: 'door/canary', content: Buffer.from('evil') });
    await expectRefused('x.tar.gz', bytes, /^ARCHIVE_UNSAFE$/);
  });

  it('zip with a link', async () => {
    await expectRefused('x.zip', await craftZip('door', { mode: 0o120777, content: Buffer.from('../..') }), /^ARCHIVE_UNSAFE$/);
  });

  it('tar with a negative size: taken as empty, and the reader goes on', async () => {
    const negative = (block: Buffer): void => {
      block.fill(0xff, 124, 136);
      block.fill(0x20, 148, 156);
      const sum = block.reduce((total, byte) => total + byte, 0);
      block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
    };
    const context = contextWith({ 'x.tar.gz': craftTar({ path: 'a', raw: negative }, { path: 'b', content: Buffer.from('b') }) });
    const { files } = await extract(context, { source: 'x.tar.gz', destination: 'out' });
    expect(files).toEqual([
      { path: 'a', size: 0 },
      { path: 'b', size: 1 },
    ]);
  });

  it('the same name twice', async () => {
    await expectRefused(
      'x.tar.gz',
      craftTar({ path: 'a', content: Buffer.from('1') }, { path: './a', content: Buffer.from('2') }),
      /^ARCHIVE_UNSAFE$/,
    );
  });

  it('a tar that unpacks to far more than its size explains', async () => {
    const bomb = gzipSync(Buffer.alloc(101 * 1024 * 1024 + 1024), { level: 9 });
    await expectRefused('x.tar.gz', Buffer.concat([craftHeaderGz(101 * 1024 * 1024), bomb]), /^ARCHIVE_TOO_LARGE$/);
  });

  it('a zip that unpacks to far more than its size explains', async () => {
    await expectRefused('x.zip', await craftZip('bomb', { content: Buffer.alloc(101 * 1024 * 1024) }), /^ARCHIVE_TOO_LARGE$/);
  });

  it('a zip entry that holds more than it declares', async () => {
    const bytes = Buffer.from(await craftZip('bomb', { content: Buffer.alloc(100_000) }));
    const size = Buffer.alloc(4);
    size.writeUInt32LE(100_000);
    for (let found = bytes.indexOf(size); found !== -1; found = bytes.indexOf(size, found + 1)) bytes.writeUInt32LE(10, found);
    await expectRefused('x.zip', bytes, /^ARCHIVE_(INVALID|UNSAFE)$/);
  });

  it('a destination that is a link to the outside', async () => {
    const context = contextWith({ a: 'a' });
    await create(context, { source: 'a', destination: 'x.zip' });
    mkdirSync(join(context.baseFolder, 'outside'));
    symlinkSync(join(context.baseFolder, 'outside'), at(context, 'door'));
    await expect(extract(context, { source: 'x.zip', destination: 'door' })).rejects.toMatchObject({ code: 'PATH_OUTSIDE_ROOTS' });
    await expect(extract(context, { source: 'x.zip', destination: '../outside' })).rejects.toMatchObject({ code: 'PATH_OUTSIDE_ROOTS' });
    await expect(extract(context, { source: 'x.zip', destination: '.git' })).rejects.toMatchObject({ code: 'PATH_PROTECTED' });
    expect(readdirSync(join(context.baseFolder, 'outside'))).toEqual([]);
  });

  it('a link among the files that are there is replaced, not followed', async () => {
    const context = contextWith({ 'src/a': 'evil' });
    await create(context, { source: 'src/a', destination: 'x.zip' });
    writeFileSync(join(context.baseFolder, 'canary'), 'alive');
    mkdirSync(at(context, 'out'));
    symlinkSync(join(context.baseFolder, 'canary'), at(context, 'out/a'));
    await extract(context, { source: 'x.zip', destination: 'out', overwrite: true });
    expect(readFileSync(join(context.baseFolder, 'canary'), 'utf8')).toBe('alive');
    expect(readFileSync(at(context, 'out/a'), 'utf8')).toBe('evil');
  });
});

/** Gzip members may follow one another: this one is the header of a file of `size` bytes. */
function craftHeaderGz(size: number): Uint8Array {
  const block = Buffer.alloc(512);
  new Header({ path: 'bomb', mode: 0o644, mtime: new Date(0), type: 'File', size }).encode(block, 0);
  return gzipSync(block);
}

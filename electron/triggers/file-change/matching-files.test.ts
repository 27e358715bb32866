import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fileChangeTrigger } from '../../../shared/triggers/file-change.ts';
import { findMatchingFiles } from './matching-files.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pawl-matching-'));
  await mkdir(join(folder, 'src', 'node_modules'), { recursive: true });
  for (const name of ['a.ts', 'src/b.ts', 'src/c.md', 'src/node_modules/d.ts']) await writeFile(join(folder, name), '');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const find = (path: string | string[], now = () => 0) => findMatchingFiles(fileChangeTrigger.config.parse({ path }), folder, now);

describe('the files that a trigger is about', () => {
  it('are those that match, without what is ignored', async () => {
    expect(await find('**/*.ts')).toMatchObject({ paths: ['a.ts', 'src/b.ts'], count: 2, isCut: false });
    expect(await find(['src', '!**/*.md'])).toMatchObject({ paths: ['src/b.ts'], count: 1, isCut: false });
  });

  it('are told from those of other places, and where there are none it is told where was looked', async () => {
    const other = await mkdtemp(join(tmpdir(), 'pawl-matching-'));
    await writeFile(join(other, 'e.ts'), '');
    expect(await find([join(other, '*.ts'), 'src/*.ts'])).toMatchObject({ paths: [join(other, 'e.ts'), 'src/b.ts'].sort() });
    await rm(other, { recursive: true });
    const lookedIn = [
      { folder: join(folder, 'nowhere'), is: 'missing' },
      { folder: join(folder, 'src'), is: 'there' },
    ];
    expect(await find(['nowhere/*', 'src/*.none'])).toEqual({ paths: [], count: 0, isCut: false, lookedIn });
  });

  it('are looked for only so long', async () => {
    let clock = 0;
    expect(await find('**/*.ts', () => (clock += 1000))).toMatchObject({ isCut: true });
  });
});

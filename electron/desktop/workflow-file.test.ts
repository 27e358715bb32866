import { execFileSync } from 'node:child_process';
import { mkdtemp, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { isWorkflowFile, readWorkflowFile } from './workflow-file.ts';

describe('a file that Pawl is opened with', () => {
  it('is read to be shown', async () => {
    const file = path.join(await mkdtemp(path.join(tmpdir(), 'pawl-file-')), 'a.pawl.yaml');
    await writeFile(file, 'name: A\n');
    expect(await readWorkflowFile(file)).toEqual({ kind: 'import', path: file, text: 'name: A\n' });
  });

  it('that is missing, too large or a folder is a problem to tell', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'pawl-file-'));
    const large = path.join(folder, 'large.pawl.yaml');
    await writeFile(large, '');
    await truncate(large, 3 * 1024 * 1024);
    for (const file of [path.join(folder, 'none.pawl.yaml'), folder, large]) {
      expect(await readWorkflowFile(file)).toMatchObject({ kind: 'problem', message: expect.stringContaining(file) });
    }
  });

  it.skipIf(process.platform === 'win32')('that is a pipe is not waited for', async () => {
    const pipe = path.join(await mkdtemp(path.join(tmpdir(), 'pawl-file-')), 'pipe.pawl.yaml');
    execFileSync('mkfifo', [pipe]);
    expect(await readWorkflowFile(pipe)).toMatchObject({ kind: 'problem' });
  });

  it('is one by its name', () => {
    expect(['a.pawl.yaml', 'B.PAWL.YML', 'c.pawl.json', 'a.yaml', 'support.bas'].every(isWorkflowFile)).toBe(true);
    expect(['yaml', 'a.json', 'a.pawl.yaml.exe', '--x.pawl'].some(isWorkflowFile)).toBe(false);
  });
});

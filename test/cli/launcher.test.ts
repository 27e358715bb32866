import { execFile } from 'node:child_process';
import { mkdtemp, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const launcher = path.resolve(import.meta.dirname, '../../bin/pawl.mjs');
const run = promisify(execFile);

describe('the launcher', () => {
  it('finds the command from another folder, and through a symlink', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'pawl-launcher-'));
    const link = path.join(folder, 'pawl');
    await symlink(launcher, link);
    for (const file of [launcher, link]) {
      expect((await run(process.execPath, [file, '--version'], { cwd: folder })).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    }
  });

  it('passes the exit code on', async () => {
    await expect(run(process.execPath, [launcher, 'validate', 'nothing.yaml'])).rejects.toMatchObject({ code: 3 });
  });
});

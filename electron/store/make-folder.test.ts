import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { makeFolder } from './make-folder.ts';

const base = mkdtempSync(join(tmpdir(), 'pawl-folder-'));
afterEach(() => rmSync(base, { recursive: true, force: true }));

describe('makeFolder', () => {
  it('makes what is missing, for the owner only, and leaves what is there', () => {
    makeFolder(join(base, 'a', 'b'));
    makeFolder(join(base, 'a', 'b'));
    expect(statSync(join(base, 'a', 'b')).mode & 0o777).toBe(0o700);
  });

  it('throws under a file', () => {
    makeFolder(base);
    writeFileSync(join(base, 'file'), '');
    expect(() => makeFolder(join(base, 'file', 'x'))).toThrow(/ENOTDIR/);
  });

  it.skipIf(!existsSync('/proc/self'))('throws where no folders can be made, instead of trying for ever', () => {
    expect(() => makeFolder('/proc/nowhere/pawl')).toThrow(/ENOENT/);
  });
});

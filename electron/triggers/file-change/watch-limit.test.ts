import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

/** A user namespace of its own, in which the limit of watches can be set. */
const inNamespace = (command: string) => ['unshare', '-U', '-r', 'sh', '-c', `echo 5 > /proc/sys/user/max_inotify_watches && ${command}`];
const [probe = '', ...probeArguments] = inNamespace('true');
const skipReason =
  process.platform === 'linux' && spawnSync(probe, probeArguments).status === 0 ? '' : ' (skipped: no user namespace may be made here)';

describe('a file_change trigger at the watch limit', () => {
  it.skipIf(skipReason !== '')(`WA-4 says that it polls, and still finds every change${skipReason}`, () => {
    const root = realpathSync(mkdtempSync(join(tmpdir(), 'pawl-limit-')));
    try {
      for (let folder = 0; folder < 20; folder += 1) mkdirSync(join(root, `d${folder}`));
      const script = join(import.meta.dirname, '../../../test/support/watch-at-limit.ts');
      const [program = '', ...rest] = inNamespace('exec "$0" "$@"');
      const output = execFileSync(program, [...rest, process.execPath, script, root], { encoding: 'utf8', timeout: 15_000 });
      const result: unknown = JSON.parse(output);
      expect(result).toEqual({ health: 'degraded', reason: expect.stringContaining('max_user_watches'), fired: ['add d19/new.txt'] });
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  });
});

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// `npm test`: types, lint and every test, whatever fails first; the last line is the sum over all of them.
interface Count {
  readonly passed: number;
  readonly failed: number;
}

const counts = [
  check('types of shared/', ['tsc', '--noEmit', '-p', 'shared']),
  check('types of electron/', ['tsc', '--noEmit', '-p', 'electron']),
  check('types of tests and scripts', ['tsc', '--noEmit', '-p', 'test']),
  check('lint', ['biome', 'ci', '--reporter=github', '.']),
  tests(),
];
const passed = counts.reduce((sum, count) => sum + count.passed, 0);
const failed = counts.reduce((sum, count) => sum + count.failed, 0);
process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;

function check(name: string, command: readonly string[]): Count {
  const ok = spawnSync('npx', command, { stdio: 'inherit' }).status === 0;
  process.stdout.write(`${ok ? '✓' : '✗'} ${name}\n`);
  return ok ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

function tests(): Count {
  const folder = mkdtempSync(join(tmpdir(), 'pawl-verify-'));
  const report = join(folder, 'report.json');
  const run = spawnSync('npx', ['vitest', 'run', '--reporter=dot', '--reporter=json', `--outputFile.json=${report}`], { stdio: 'inherit' });
  try {
    const { numPassedTests, numFailedTests, numFailedTestSuites } = JSON.parse(readFileSync(report, 'utf8')) as Record<string, number>;
    // A file that cannot be loaded has no tests to fail: it counts by itself.
    const failed = Math.max(numFailedTests ?? 0, run.status === 0 ? 0 : Math.max(1, numFailedTestSuites ?? 0));
    return { passed: numPassedTests ?? 0, failed };
  } catch (error) {
    process.stdout.write(`The tests left no report: ${error instanceof Error ? error.message : String(error)}\n`);
    return { passed: 0, failed: 1 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

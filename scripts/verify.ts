import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

// `npm test`: types, lint and every test, whatever fails first; the last line is the sum over all of them.
interface Count {
  readonly passed: number;
  readonly failed: number;
}

const counts = [
  check('types of shared/', ['tsc', '--noEmit', '-p', 'shared']),
  check('types of electron/', ['tsc', '--noEmit', '-p', 'electron']),
  check('types of electron/desktop/', ['tsc', '--noEmit', '-p', 'electron/desktop']),
  check('types of renderer/', ['tsc', '--noEmit', '-p', 'renderer']),
  check('types of tests and scripts', ['tsc', '--noEmit', '-p', 'test']),
  check('types of desktop specs', ['tsc', '--noEmit', '-p', 'test/desktop']),
  check('lint', ['biome', 'ci', '--reporter=github', '.']),
  tests(),
  await suite('durability', ['run', '--silent', 'test:durability']),
  ...(await desktop()),
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

/** A script whose last line is `N passed, N failed`. What it prints is passed on. */
async function suite(name: string, args: readonly string[]): Promise<Count> {
  const child = spawn('npm', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let tail = '';
  for await (const chunk of child.stdout.setEncoding('utf8')) {
    process.stdout.write(chunk);
    tail = (tail + chunk).slice(-2000);
  }
  const counted = [...tail.matchAll(/(\d+) passed, (\d+) failed/g)].at(-1);
  if (counted !== undefined) return { passed: Number(counted[1]), failed: Number(counted[2]) };
  process.stdout.write(`✗ ${name}: it ended without a count\n`);
  return { passed: 0, failed: 1 };
}

/** The window needs something to be drawn in: Electron's binary, or Chromium for the stand-in. The package is made and driven on Linux. */
async function desktop(): Promise<readonly Count[]> {
  const root = path.resolve(import.meta.dirname, '..');
  const hasElectron = existsSync(path.join(root, 'node_modules/electron/path.txt'));
  const hasChromium = spawnSync('sh', ['-c', 'command -v chromium || command -v chromium-browser'], { stdio: 'ignore' }).status === 0;
  if (!hasElectron && !hasChromium) {
    process.stdout.write('– desktop specs left out: neither Electron nor Chromium is here (apt-get install chromium)\n');
    return [];
  }
  const specs = await suite('desktop', ['run', '--silent', 'test:desktop']);
  return process.platform === 'linux' ? [specs, await suite('package', ['run', '--silent', 'package:check'])] : [specs];
}

function tests(): Count {
  const folder = mkdtempSync(path.join(tmpdir(), 'pawl-verify-'));
  const report = path.join(folder, 'report.json');
  const run = spawnSync('npx', ['vitest', 'run', '--reporter=dot', '--reporter=json', `--outputFile.json=${report}`], {
    stdio: 'inherit',
    // In a log, colours are noise.
    env: process.stdout.isTTY ? process.env : { ...process.env, NO_COLOR: '1' },
  });
  try {
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8')) as Record<string, number>;
    // A file that cannot be loaded has no tests to fail.
    const failed = numFailedTests || (run.status === 0 ? 0 : 1);
    return { passed: numPassedTests ?? 0, failed };
  } catch (error) {
    process.stdout.write(`The tests left no report: ${error instanceof Error ? error.message : String(error)}\n`);
    return { passed: 0, failed: 1 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
let folder: string;

beforeAll(() => {
  // Within the project, so that Playwright is found from there.
  mkdirSync(path.join(root, 'out'), { recursive: true });
  folder = mkdtempSync(path.join(root, 'out', 'tally-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function runSpec(spec: string): string {
  writeFileSync(path.join(folder, 'some.spec.ts'), `import { expect, test } from '@playwright/test';\n${spec}`);
  const reporter = path.join(root, 'test/desktop/tally-reporter.ts');
  const config = `export default { testDir: '.', retries: 1, workers: 1, outputDir: 'results', reporter: ${JSON.stringify(reporter)} };`;
  writeFileSync(path.join(folder, 'playwright.config.ts'), config);
  return spawnSync('npx', ['playwright', 'test', '--config', folder], { encoding: 'utf8', cwd: root }).stdout;
}

describe('the tally of the desktop specs', () => {
  it('counts each test by its last try, and names those that needed two', { timeout: 60_000 }, () => {
    const said = runSpec(`
      test('is sound', () => {});
      test('passes the second time', () => expect(test.info().retry).toBe(1));
      test('never passes', () => expect(1).toBe(2));
      test.skip('is left out', () => {});
    `);
    expect(said.trim().split('\n')).toEqual(['flaky: some.spec.ts › passes the second time', '1 skipped', '2 passed, 1 failed']);
  });
});

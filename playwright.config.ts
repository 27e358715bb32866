import { existsSync } from 'node:fs';
import path from 'node:path';
import { defineConfig } from '@playwright/test';

// Where Electron's binary has not been fetched, the stand-in takes its place, which needs Chromium.
const hasElectron = existsSync(path.join(import.meta.dirname, 'node_modules/electron/path.txt'));
if (!hasElectron) process.env['ELECTRON_OVERRIDE_DIST_PATH'] ??= path.join(import.meta.dirname, 'test/desktop/stand-in');

export default defineConfig({
  testDir: 'test/desktop',
  testMatch: '**/*.spec.ts',
  outputDir: 'out/test-desktop',
  globalSetup: './test/support/temporary-folder.ts',
  timeout: 60_000,
  // Of the slowest machine; a condition that holds is not waited for any longer.
  expect: { timeout: 15_000 },
  workers: 2,
  forbidOnly: process.env['CI'] !== undefined,
  // Told by name at the end: a machine that others use too is no reason to stop a release, a test that needs two tries is one to look at it.
  retries: process.env['CI'] === undefined ? 0 : 1,
  reporter: [['list'], ['./test/desktop/tally-reporter.ts']],
});

import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'test/desktop',
  testMatch: '**/*.spec.ts',
  outputDir: 'out/test-desktop',
  timeout: 60_000,
  workers: 1,
  forbidOnly: process.env['CI'] !== undefined,
  reporter: [['list'], ['./test/desktop/tally-reporter.ts']],
});

import { expect, test } from '@playwright/test';
import { firstPaintBytes } from '../../scripts/bench/ui/script-size.ts';

test('what the window loads before its first paint stays below 400 KB of compressed script', async () => {
  expect(await firstPaintBytes()).toBeGreaterThan(100_000);
  expect(await firstPaintBytes()).toBeLessThan(400_000);
});

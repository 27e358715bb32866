import { expect, test } from '@playwright/test';
import { launchPawl } from './launch.ts';

test('the first window shows its page', async () => {
  const startedAt = Date.now();
  const pawl = await launchPawl();
  await expect(pawl.page.locator('#root')).not.toBeEmpty();
  console.log(`window after ${Date.now() - startedAt} ms`);
  expect(pawl.complaints).toEqual([]);
  await pawl.quit();
});

import { expect, test } from '@playwright/test';
import { launchPawl } from './launch.ts';
import { isShown } from './look.ts';

test('the first start shows the window, and nothing is wrong with it', async () => {
  const pawl = await launchPawl();
  await isShown(pawl.page);
  await expect(pawl.page.getByText('Welcome to Pawl')).toBeVisible();
  expect(pawl.complaints).toEqual([]);
  await pawl.quit();
});

import { expect, test } from '@playwright/test';
import { askEngine } from './ask-engine.ts';
import { importWorkflow } from './import-workflow.ts';
import { launchPawl, makeFolder } from './launch.ts';
import { failingWorkflow } from './workflow-files.ts';

test('a template runs in front of a new person after one click, and leads to the builder with the next', async () => {
  // What a template brings lies in the home folder of whoever tries it.
  process.env['HOME'] = await makeFolder();
  const pawl = await launchPawl();
  const { page } = pawl;
  await page.getByRole('button', { name: 'Try Tidy downloads' }).click();
  const trial = page.getByRole('region', { name: 'Tidy downloads runs' });
  await expect(trial.getByRole('status')).toContainText('completed');
  await expect(trial).toContainText('Code/hello.py');
  await trial.getByRole('link', { name: 'Make it yours' }).click();
  await expect(page.getByRole('region', { name: 'Canvas' })).toContainText('Look what is there');
  expect(pawl.complaints).toEqual([]);
  await pawl.quit();
});

test('everything can be reached from the palette, by the keyboard alone', async () => {
  const pawl = await launchPawl();
  const { page } = pawl;
  await importWorkflow(pawl, failingWorkflow);
  await page.keyboard.press('Control+k');
  const search = page.getByRole('textbox', { name: 'Search', exact: true });
  await expect(search).toBeFocused();
  await search.fill('week of the schedules');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#\/triggers\/week$/);
  await page.keyboard.press('Control+k');
  await search.fill('switch fails');
  await page.getByRole('button', { name: 'Switch Fails off' }).waitFor();
  await page.keyboard.press('Enter');
  await expect.poll(() => askEngine(pawl.home, async (client) => (await client.workflows.list({})).items[0]?.enabled)).toBe(false);
  await expect(search).toBeHidden();
  await page.keyboard.press('Shift+?');
  await expect(page.getByRole('dialog', { name: 'Shortcuts' })).toContainText('Go to Home');
  expect(pawl.complaints).toEqual([]);
  await pawl.quit();
});

test('a favourite stands on Home, an older version is restored, and settings stay', async () => {
  const pawl = await launchPawl();
  const { page } = pawl;
  await importWorkflow(pawl, failingWorkflow);
  await page.getByRole('button', { name: 'Fails is a favourite' }).click();
  await page.getByRole('link', { name: 'Home', exact: true }).click();
  await expect(page.getByRole('region', { name: 'Favourites' }).getByRole('link', { name: 'Fails' })).toBeVisible();

  const id = await askEngine(pawl.home, async (client) => {
    const { workflow } = await client.workflows.update({
      workflow: 'Fails',
      text: failingWorkflow.replace('echo fine', 'echo better'),
      trust: true,
    });
    return workflow.id;
  });
  await page.evaluate((hash) => {
    window.location.hash = hash;
  }, `#/workflows/${id}/versions`);
  await expect(page.getByRole('region', { name: 'Steps changed' })).toContainText('echo better');
  await page.getByRole('button', { name: /^Version 1/ }).click();
  await page.getByRole('button', { name: 'Restore version 1' }).click();
  await expect(page.getByRole('button', { name: /^Version 3/ })).toContainText('current');

  await page.getByRole('link', { name: 'Settings', exact: true }).click();
  await page.getByLabel('Journal: for how many days').fill('12');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect.poll(() => askEngine(pawl.home, async (client) => (await client.settings.get()).retention.journalDays)).toBe(12);
  expect(pawl.complaints).toEqual([]);
  await pawl.quit();
});

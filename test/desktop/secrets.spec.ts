import { expect, test } from '@playwright/test';
import { type Served, serveWindow } from './served-window.ts';

const value = 'hunter2-and-more';
const uses = `pawl: 1
name: Uses it
steps:
  - { id: use, name: Use it, action: shell.run, with: { command: 'test "$TOKEN" = ${value} && echo "it is $TOKEN"', environment: { TOKEN: "{{ secrets.DEPLOY_TOKEN }}" } } }
`;

let served: Served;
test.beforeAll(async () => {
  served = await serveWindow();
});
test.afterAll(() => served.close());

test('a secret is kept with where it may go, reaches a step, is never shown again, and is removed after a question', async () => {
  const page = await served.open('#/settings');
  await expect(page.getByText('No secrets yet')).toBeVisible();
  await page.getByRole('button', { name: 'Add a secret…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Keep it' }).click();
  await expect(dialog.getByLabel('Name', { exact: true })).toHaveAttribute('aria-invalid', 'true');
  await dialog.getByLabel('Name', { exact: true }).fill('DEPLOY_TOKEN');
  await dialog.getByLabel('Value', { exact: true }).fill(value);
  await dialog.getByRole('checkbox', { name: 'Every action may use it' }).check();
  await dialog.getByRole('button', { name: 'Keep it' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText('DEPLOY_TOKEN')).toBeVisible();

  await served.place.write('uses.pawl.yaml', uses);
  const { code } = await served.place.pawl('run', 'uses.pawl.yaml');
  expect(code).toBe(0);
  await page.reload();
  await expect(page.getByText('DEPLOY_TOKEN')).toBeVisible();
  await page.getByRole('button', { name: /^Change.*DEPLOY_TOKEN/ }).click();
  await expect(dialog.getByLabel('New value')).toHaveValue('');
  await page.keyboard.press('Escape');
  expect(await page.content()).not.toContain(value);

  await page.getByRole('button', { name: /^Remove.*DEPLOY_TOKEN/ }).click();
  // Enter, pressed in passing, keeps it.
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(page.getByText('DEPLOY_TOKEN')).toBeVisible();
  await page.getByRole('button', { name: /^Remove.*DEPLOY_TOKEN/ }).click();
  await dialog.getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByText('No secrets yet')).toBeVisible();
  await page.close();
});

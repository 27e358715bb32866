import { expect, test } from '@playwright/test';
import { type Served, serveWindow } from './served-window.ts';

const greet = `pawl: 1
name: Greet
triggers: [{ id: by_hand, type: manual }]
steps:
  - { id: greet, name: Greet, action: data.template, with: { template: "hello {{ trigger.who }}", values: {} } }
`;

let served: Served;
test.beforeAll(async () => {
  served = await serveWindow();
  await served.place.write('greet.pawl.yaml', greet);
  await served.place.pawl('import', 'greet.pawl.yaml', '--yes');
  await served.place.pawl('fire', 'Greet/by_hand', '--data', '{"who":"the moon"}');
});
test.afterAll(() => served.close());

test('the journal shows a past event, and runs its workflow again with it, changed or as it was', async () => {
  const page = await served.open('#/triggers/journal');
  const row = page.getByRole('row').filter({ hasText: 'Greet › by_hand' });
  await expect(row).toHaveCount(1);
  await expect(row).toContainText('Started a run');
  await row.getByRole('button', { name: /^Event of/ }).click();
  await expect(page.getByRole('tree', { name: 'Data of the event' })).toContainText('the moon');
  await page.keyboard.press('Escape');

  await row.getByRole('button', { name: /^Run again/ }).click();
  const data = page.getByLabel('Data of the event');
  await expect(data).toHaveValue(/the moon/);
  await data.fill('{ "who": ');
  await expect(page.getByRole('button', { name: 'Fire', exact: true })).toBeDisabled();
  await data.fill('{ "who": "the sun" }');
  await page.getByRole('button', { name: 'Fire', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Greet' })).toBeVisible();
  await page
    .getByRole('tree', { name: 'Steps' })
    .getByRole('treeitem', { name: /^Greet/ })
    .click();
  await expect(page.getByRole('tree', { name: 'Output' })).toContainText('hello the sun');
  await page.getByRole('link', { name: 'Triggers', exact: true }).click();
  await page.getByRole('link', { name: 'Journal' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'Greet › by_hand' })).toHaveCount(2);
  await page.close();
});

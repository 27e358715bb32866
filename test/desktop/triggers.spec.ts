import { expect, test } from '@playwright/test';
import { type Served, serveWindow } from './served-window.ts';

const orders = `pawl: 1
name: Orders
triggers:
  - { id: big, type: event, config: { name: order.*, match: event.data.amount > 100 } }
  - { id: nightly, type: schedule, config: { cron: "30 2 * * *", timezone: Europe/Berlin, catchUp: once } }
steps:
  - { id: note, name: Note, action: log, with: { message: hi } }
`;

let served: Served;
test.beforeAll(async () => {
  served = await serveWindow();
  await served.place.write('orders.pawl.yaml', orders);
  await served.place.pawl('import', 'orders.pawl.yaml', '--yes');
  for (const amount of [50, 500]) await served.place.pawl('publish', 'order.created', '--data', JSON.stringify({ amount }));
});
test.afterAll(() => served.close());

test('a trigger is tried on what was published, on its page and as it is being written, and nothing is run', async () => {
  const page = await served.open('#/triggers');
  await page.getByRole('button', { name: 'More for Orders/big' }).click();
  await page.getByRole('menuitem', { name: 'Back-test…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Back-test of Orders/big' });
  await expect(dialog.getByRole('status')).toHaveText('Would have started 1 run in the last 7 days, as it did.');
  const events = dialog.getByRole('table', { name: 'What happened' }).getByRole('row');
  await expect(events.filter({ hasText: 'amount 50)' })).toContainText('match does not hold: event.data.amount > 100');
  await expect(events.filter({ hasText: 'amount 500)' }).getByRole('link', { name: 'Started a run' })).toBeVisible();
  await dialog.getByRole('checkbox', { name: 'Only what would go differently' }).check();
  await expect(dialog).toContainText('Nothing would go differently');
  await page.keyboard.press('Escape');

  await page.getByRole('link', { name: 'Orders', exact: true }).first().click();
  await page.getByRole('button', { name: 'When an event is published', exact: true }).click();
  await expect(page.getByText('Would have started 1 run in the last 7 days, as it did.')).toBeVisible();
  await page.getByRole('textbox', { name: 'Match', exact: true }).fill('event.data.amount > 10');
  const edited = page.getByText('Would have started 2 runs in the last 7 days (1 that did not start); it started 1.');
  await expect(edited).toBeVisible();
  await page.getByRole('button', { name: 'Show each' }).click();
  const written = page.getByRole('dialog', { name: 'Back-test of When an event is published' });
  await expect(written.getByRole('row').filter({ hasText: 'amount 50)' })).toContainText(/Filtered.*Started a run/);
  const { answer } = await served.place.json('runs');
  expect((answer as { items: unknown[] }).items).toHaveLength(1);
  await page.close();
});

test('a week is shown by the clock of a zone, with its nights and the day on which the clocks change', async () => {
  const page = await served.open('#/triggers/week');
  await page.getByLabel('Seven days from').fill('2026-03-27');
  await page.getByRole('combobox', { name: 'Time zone' }).click();
  await page.getByRole('combobox', { name: 'Time zone' }).fill('Berlin');
  await page.getByRole('option', { name: 'Europe/Berlin' }).click();
  const table = page.getByRole('region', { name: 'Seven days' });
  await expect(table.getByRole('columnheader')).toHaveCount(8);
  await expect(table.getByRole('columnheader', { name: /29 Mar/ })).toContainText('clocks +1 h');
  const nightly = table.getByRole('row').filter({ hasText: 'nightly' }).getByRole('cell');
  await expect(nightly.nth(1)).toHaveText('02:30');
  await expect(nightly.nth(2)).toHaveText('03:00');
  await page.getByRole('checkbox', { name: 'The machine sleeps each night' }).check();
  await expect(nightly.nth(1)).toHaveText('07:00 for 02:30');
  await page.close();
});

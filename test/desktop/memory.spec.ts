import { expect, type Page, test } from '@playwright/test';
import { askEngine } from './ask-engine.ts';
import { launchPawl } from './launch.ts';

const goTo = (page: Page, hash: string): Promise<void> =>
  page.evaluate((value) => {
    window.location.hash = value;
  }, hash);

test('a value is added, changed, shared, found, forgotten and put back', async () => {
  const pawl = await launchPawl();
  const { page, home } = pawl;
  const known = (agent: string, key: string) =>
    askEngine(home, (client) =>
      client.memory.get({ agent, key }).then(
        ({ value, source }) => ({ value, source }),
        () => undefined,
      ),
    );
  await page.getByRole('link', { name: 'Memory', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Nothing is remembered yet' })).toBeVisible();

  await page.getByRole('button', { name: 'Add a value…' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Add a value' });
  await dialog.getByRole('button', { name: 'Remember it' }).click();
  await expect(dialog).toContainText('Give it a name');
  await dialog.getByLabel('Agent').fill('support-bot');
  await dialog.getByRole('textbox', { name: 'Name' }).fill('method');
  await dialog.getByText('JSON', { exact: true }).click();
  const value = dialog.getByRole('textbox', { name: 'Value' });
  await value.fill('{"refund": tru');
  await expect(dialog).toContainText('JSON input');
  await value.fill('{"refund": true}');
  await dialog.getByRole('button', { name: 'Remember it' }).click();
  const shown = page.getByRole('region', { name: 'The value' });
  await expect(shown.getByRole('heading', { name: 'method' })).toBeVisible();
  await expect(shown.getByRole('tree', { name: 'method' })).toContainText('refund');

  await shown.getByRole('button', { name: 'Change…' }).click();
  const change = page.getByRole('dialog', { name: 'Change method' });
  await askEngine(home, (client) => client.memory.set({ agent: 'support-bot', key: 'method', value: { refund: 'later' } }));
  await change.getByRole('textbox', { name: 'Value' }).fill('{"refund": false}');
  await change.getByRole('button', { name: 'Save' }).click();
  await expect(change.getByRole('alert')).toContainText('was changed meanwhile');
  await change.getByRole('button', { name: 'Cancel' }).click();

  await shown.getByRole('button', { name: 'Share…' }).click();
  const share = page.getByRole('dialog', { name: 'Share method' });
  await share.getByLabel('With these agents').fill('second');
  await page.keyboard.press('Enter');
  await share.getByRole('button', { name: 'Share', exact: true }).click();
  await expect.poll(() => known('second', 'method')).toEqual({ value: { refund: 'later' }, source: 'support-bot' });

  await page.getByRole('link', { name: 'Who knows what' }).click();
  await page.getByRole('link', { name: 'second knows 1 from support-bot' }).click();
  const list = page.getByRole('region', { name: 'Values' });
  await expect(list.getByRole('button', { name: 'from support-bot' })).toBeVisible();
  await list.getByRole('link', { name: 'method' }).click();
  await expect(shown).toContainText('From');
  await shown.getByRole('button', { name: 'Forget' }).click();
  await expect.poll(() => known('second', 'method')).toBeUndefined();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => known('second', 'method')).toEqual({ value: { refund: 'later' }, source: 'support-bot' });

  await page.getByRole('link', { name: 'All agents' }).click();
  await list.getByRole('textbox', { name: 'Search names and values' }).fill('nowhere');
  await expect(list).toContainText('No name and no value has these words');
  await list.getByRole('textbox', { name: 'Search names and values' }).fill('refu lat');
  await expect(list.getByRole('link')).toHaveCount(2);
  expect(pawl.complaints.filter((one) => !one.includes('409'))).toEqual([]);
  await pawl.quit();
});

test('many large values are shown a page at a time, cut in the list and whole beside it', async () => {
  const pawl = await launchPawl();
  const { page, home } = pawl;
  await askEngine(home, async (client) => {
    await client.memory.set({
      agent: 'bot',
      key: 'large',
      value: Array.from({ length: 20_000 }, (_, index) => ({ index, text: 'word word' })),
    });
    for (let index = 0; index < 120; index++) await client.memory.set({ agent: 'bot', key: `key ${index}`, value: index });
  });
  await goTo(page, '#/memory/of/bot');
  const list = page.getByRole('region', { name: 'Values' });
  await expect(list.getByRole('link')).toHaveCount(100);
  await list.getByRole('button', { name: 'Older ones' }).click();
  await expect(list.getByRole('link')).toHaveCount(121);
  await list.getByRole('link', { name: /^large/ }).click();
  await expect(page.getByRole('tree', { name: 'large' })).toContainText('[20000]');
  expect(pawl.complaints).toEqual([]);
  await pawl.quit();
});

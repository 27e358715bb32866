import { expect, type Page, test } from '@playwright/test';
import { type Served, serveWindow } from './served-window.ts';

const mirror = `pawl: 1
name: Mirror the site
triggers: [{ id: nightly, type: schedule, config: { cron: 0 3 * * * } }]
steps:
  - { id: fetch, name: Fetch it, action: http.request, with: { url: "https://mirror.example.com/all" } }
  - { id: pack, name: Pack it, action: shell.run, with: { command: tar cf site.tar site } }
`;

let served: Served;
test.beforeAll(async () => {
  served = await serveWindow();
});
test.afterAll(() => served.close());

async function countWorkflows(): Promise<number> {
  const { answer } = await served.place.json('list');
  return (answer as { items: readonly unknown[] }).items.length;
}

async function showsWhatItCanTouch(page: Page): Promise<void> {
  const sheet = page.getByRole('dialog');
  await expect(sheet).toContainText('Import Mirror the site?');
  await expect(sheet.getByText('tar cf site.tar site')).toBeVisible();
  await expect(sheet.getByText('mirror.example.com')).toBeVisible();
}

test('a file that is chosen shows what it can touch, and nothing is stored before the person agrees', async () => {
  const page = await served.open('#/workflows');
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Import…' }).click();
  await (await chooser).setFiles({ name: 'mirror.pawl.yaml', mimeType: 'text/yaml', buffer: Buffer.from(mirror) });
  await showsWhatItCanTouch(page);
  expect(await countWorkflows()).toBe(0);
  // Enter, pressed in passing, agrees to nothing.
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeHidden();
  expect(await countWorkflows()).toBe(0);
  await page.close();
});

test('a file that is dropped shows the same, and is stored as the person says: switched off', async () => {
  const page = await served.open('#/home');
  const files = await page.evaluateHandle((text) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], 'mirror.pawl.yaml', { type: 'text/yaml' }));
    return transfer;
  }, mirror);
  const main = page.getByRole('main');
  await main.dispatchEvent('dragenter', { dataTransfer: files });
  await expect(page.getByText('Drop it here')).toBeVisible();
  await main.dispatchEvent('drop', { dataTransfer: files });
  await showsWhatItCanTouch(page);
  expect(await countWorkflows()).toBe(0);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  expect(await countWorkflows()).toBe(0);

  await main.dispatchEvent('drop', { dataTransfer: files });
  await page.getByRole('button', { name: 'Import, switched off' }).click();
  await expect(page.getByRole('switch', { name: 'Mirror the site is on' })).not.toBeChecked();
  expect(await countWorkflows()).toBe(1);
  await page.close();
});

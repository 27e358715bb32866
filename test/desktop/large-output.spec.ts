import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { type Served, serveWindow } from './served-window.ts';

const rows = 80_000;
const large = `pawl: 1
name: Large
settings: { roots: [.] }
steps:
  - { id: read, name: Read it all, action: file.read, with: { path: rows.json, as: json, maxBytes: 20MB } }
  - { id: tell, name: Tell, action: data.template, with: { template: read, values: {} } }
`;

let served: Served;
test.beforeAll(async () => {
  served = await serveWindow();
  const content = Array.from({ length: rows }, (_, row) => ({ row, name: `row ${row}`, text: 'x'.repeat(90) }));
  await writeFile(path.join(served.place.folder, 'rows.json'), JSON.stringify(content));
  await served.place.write('large.pawl.yaml', large);
  await served.place.pawl('import', 'large.pawl.yaml', '--yes');
});
test.afterAll(() => served.close());

test('an output of ten megabytes is a tree of which only what is seen is drawn; it is searched and copied', async () => {
  const { answer } = await served.place.json('run', 'Large');
  const { runId } = answer as { runId: string };
  await served.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const page = await served.open(`#/runs/${runId}/read`);
  await expect(page.getByText(/^It has 1\d\.?\d* MB, and is not shown unasked/)).toBeVisible();
  await page.getByRole('button', { name: 'Show it' }).click();
  const tree = page.getByRole('tree', { name: 'Output' });
  await expect(tree.getByRole('treeitem', { name: 'content [80000]' })).toBeVisible();
  await tree.getByRole('treeitem', { name: 'content [80000]' }).click();
  await expect.poll(() => tree.getByRole('treeitem').count()).toBeGreaterThan(20);
  expect(await tree.getByRole('treeitem').count()).toBeLessThan(50);
  // A thousand entries opened at once are no more of them on the screen.
  await tree.getByRole('treeitem', { name: '[0 … 999]' }).click();
  await expect(tree.getByRole('treeitem', { name: '[0 … 999]' })).toHaveAttribute('aria-expanded', 'true');
  expect(await tree.getByRole('treeitem').count()).toBeLessThan(50);

  await page.getByLabel('Search in Output').fill(`row ${rows - 1}`);
  await expect(page.getByText('1 found')).toBeVisible();
  const found = tree.getByRole('treeitem', { name: new RegExp(`name.*row ${rows - 1}`) });
  await found.hover();
  await found.getByRole('button', { name: 'Copy path' }).click();
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  await expect.poll(copied).toBe(`read.content[${rows - 1}].name`);
  await found.getByRole('button', { name: 'Copy value' }).click();
  await expect.poll(copied).toBe(`row ${rows - 1}`);

  await page.close();
});

test('an output is pinned from the run that gave it, for tests in the builder', async () => {
  const { answer } = await served.place.json('run', 'Large');
  const { runId } = answer as { runId: string };
  const page = await served.open(`#/runs/${runId}/tell`);
  await page.getByRole('button', { name: 'Pin', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Unpin' })).toBeVisible();
  await page.goto(`${new URL(page.url()).origin}/#/builder/Large`);
  await expect(page.getByRole('region', { name: 'Canvas' }).getByText('pinned')).toBeVisible();
  await page.goBack();
  await page.getByRole('button', { name: 'Unpin' }).click();
  await expect(page.getByRole('button', { name: 'Pin', exact: true })).toBeVisible();
  await page.close();
});

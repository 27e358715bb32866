import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { launchPawl, makeFolder } from './launch.ts';
import { gatedWorkflow, writeWorkflow } from './workflow-files.ts';

test('a workflow is imported, run and watched; a quit in the middle of the run loses nothing', async () => {
  const folder = await makeFolder();
  const gate = path.join(folder, 'gate');
  const file = await writeWorkflow(folder, 'gated.pawl.yaml', gatedWorkflow(gate));
  const first = await launchPawl();

  await first.app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
  }, file);
  await first.page.getByRole('link', { name: 'Workflows', exact: true }).click();
  await first.page.getByRole('button', { name: 'Import…' }).click();
  await expect(first.page.getByRole('dialog')).toContainText('while [ ! -e "$GATE" ]');
  await first.page.getByRole('button', { name: 'Trust and import' }).click();
  await first.page.getByRole('button', { name: 'Run Gated' }).click();
  await first.page.getByLabel('who').fill('pawl');
  await first.page.getByRole('button', { name: 'Run', exact: true }).click();

  const steps = first.page.getByRole('tree', { name: 'Steps' });
  await expect(steps.getByRole('treeitem', { name: /Say hello.*succeeded/ })).toBeVisible();
  await expect(steps.getByRole('treeitem', { name: /Wait at the gate.*running/ })).toBeVisible();
  await steps.getByRole('treeitem', { name: /Say hello/ }).click();
  await expect(first.page.getByLabel('Output', { exact: true })).toContainText('hello pawl');
  expect(first.complaints).toEqual([]);
  await first.quit();

  await writeFile(gate, '');
  const second = await launchPawl({ home: first.home });
  await second.page.getByRole('link', { name: 'Runs' }).click();
  await second.page.getByRole('link', { name: 'Gated' }).click();
  const again = second.page.getByRole('tree', { name: 'Steps' });
  await expect(again.getByRole('treeitem', { name: /Say goodbye.*succeeded/ })).toBeVisible();
  await expect(second.page.getByRole('main')).toContainText('completed');
  expect(second.complaints).toEqual([]);
  await second.quit();
});

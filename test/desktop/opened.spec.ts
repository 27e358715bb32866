import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { countRuns } from './ask-engine.ts';
import { importWorkflow } from './import-workflow.ts';
import { electronProgram, launchPawl, mainFile, makeFolder, type Pawl } from './launch.ts';
import { failingWorkflow, gatedWorkflow, writeWorkflow } from './workflow-files.ts';

let pawl: Pawl;
test.beforeAll(async () => {
  pawl = await launchPawl();
  await importWorkflow(pawl, gatedWorkflow('/nowhere'));
});
test.afterAll(() => pawl.quit());

/** What the system does with a link or a file of ours: it starts Pawl once more. */
async function openWith(...words: string[]): Promise<void> {
  const second = spawn(electronProgram(), [mainFile, ...words], { env: { ...process.env, PAWL_HOME: pawl.home }, stdio: 'ignore' });
  const [code] = await once(second, 'exit');
  expect(code).toBe(0);
}

test('a link to run a workflow fills in the form, and starts nothing by itself', async () => {
  await openWith('pawl://run/Gated?who=the%20moon');
  const question = pawl.page.getByRole('dialog');
  await expect(question).toContainText('Nothing happens unless you start it');
  await expect(question.getByLabel('who')).toHaveValue('the moon');
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(question).toBeHidden();
  expect(await countRuns(pawl.home, 'Gated')).toBe(0);
});

test('a link to a run is opened after a question', async () => {
  await openWith('pawl://open/nothere1');
  await pawl.page.getByRole('button', { name: 'Open', exact: true }).click();
  await expect(pawl.page.getByRole('main').getByRole('alert')).toContainText('nothere1');
});

test('a link that Pawl does not know is told, and does nothing', async () => {
  await openWith('pawl://delete/Gated');
  await expect(pawl.page.getByText('a link that it does not know')).toBeVisible();
});

test('a workflow file is shown before it is imported', async () => {
  const file = await writeWorkflow(await makeFolder(), 'fails.pawl.yaml', failingWorkflow);
  await openWith(file);
  const question = pawl.page.getByRole('dialog');
  await expect(question).toContainText('Import Fails?');
  await expect(question).toContainText('cannot go on');
  await question.getByRole('button', { name: 'Import, switched off' }).click();
  await pawl.page.getByRole('link', { name: 'Workflows', exact: true }).click();
  await expect(pawl.page.getByRole('switch', { name: 'Fails is on' })).not.toBeChecked();
});

test('a workflow file that is not there is told by its name', async () => {
  await openWith(path.join(pawl.home, 'gone.pawl.yaml'));
  await expect(pawl.page.getByText('gone.pawl.yaml')).toBeVisible();
});

test('a file that is opened while no window is open brings one, which shows it', async () => {
  await pawl.page.close();
  await expect.poll(() => pawl.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(0);
  const file = await writeWorkflow(await makeFolder(), 'fails.pawl.yaml', failingWorkflow);
  const opened = pawl.app.waitForEvent('window');
  await openWith(file);
  pawl = { ...pawl, page: await opened };
  await expect(pawl.page.getByRole('dialog')).toContainText('cannot go on');
  await pawl.page.getByRole('button', { name: 'Cancel' }).click();
});

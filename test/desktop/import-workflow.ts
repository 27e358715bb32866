import { expect } from '@playwright/test';
import { makeFolder, type Pawl } from './launch.ts';
import { writeWorkflow } from './workflow-files.ts';

/** Imports a workflow in the window, as a person does. Gives the folder that its file lies in. */
export async function importWorkflow({ app, page }: Pawl, text: string): Promise<string> {
  const folder = await makeFolder();
  const file = await writeWorkflow(folder, 'workflow.pawl.yaml', text);
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
  }, file);
  await page.getByRole('link', { name: 'Workflows', exact: true }).click();
  await page.getByRole('button', { name: 'Import…' }).click();
  await page.getByRole('button', { name: 'Trust and import' }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  return folder;
}

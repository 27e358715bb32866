import { expect, type Page, test } from '@playwright/test';
import { noteOf, openBuilder, paneOf, textOf, twoSteps } from './builder-page.ts';
import { importWorkflow } from './import-workflow.ts';
import { launchPawl, type Pawl } from './launch.ts';

const switchOf = (page: Page) => page.getByRole('radiogroup', { name: 'How the text is written' });
const writeAs = (page: Page, writing: 'YAML' | 'Script') => switchOf(page).getByText(writing, { exact: true }).click();

test.describe('the script beside the canvas', () => {
  let pawl: Pawl;
  test.beforeAll(async () => {
    pawl = await launchPawl();
    await importWorkflow(pawl, twoSteps);
  });
  test.afterAll(() => pawl.quit());

  async function open(name = 'Two steps'): Promise<Page> {
    const { page } = pawl;
    await openBuilder(page, name);
    await page.getByRole('img', { name: 'Text and canvas' }).click();
    await expect(textOf(page)).toBeVisible();
    return page;
  }

  async function typeBehind(page: Page, text: string, what: string): Promise<void> {
    await textOf(page).getByText(text).first().click();
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.keyboard.type(what);
    await page.keyboard.press('Escape');
  }

  test('looking at it changes nothing; what is typed in it appears on the canvas, and what the canvas changes in it', async () => {
    const page = await open();
    await writeAs(page, 'Script');
    await expect(textOf(page)).toContainText('ORCHESTRATE WORKFLOW "Two steps"');
    await expect(textOf(page)).toContainText("' The first one");
    await expect(noteOf(page)).toHaveText('Saved');

    await typeBehind(page, 'message = "goodbye"', 'STEP third "Written by hand": ACTION "log" WITH message = "third');
    await expect(paneOf(page)).toContainText('Written by hand');
    await expect(noteOf(page)).toHaveText(/Draft/);

    // Steps stand still only when the layout is done.
    await expect(async () => {
      await paneOf(page).getByText('Say goodbye').click();
      await expect(textOf(page).locator('.cm-chosen').first()).toContainText('STEP second', { timeout: 1000 });
    }).toPass();
    await paneOf(page).press('Delete');
    await expect(textOf(page)).not.toContainText('Say goodbye');
    await expect(textOf(page)).toContainText('STEP third "Written by hand"');
    await expect(textOf(page)).toContainText("' The first one");

    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(textOf(page)).toContainText('Say goodbye');
    await expect(paneOf(page)).toContainText('Say goodbye');
    expect(pawl.complaints).toEqual([]);
  });

  test('a reload keeps the script, and the other writing shows the same', async () => {
    const page = await open();
    await expect(textOf(page)).toContainText('STEP third "Written by hand"');
    await expect(noteOf(page)).toHaveText(/Draft/);
    await page.reload();
    await expect(textOf(page)).toContainText('STEP third "Written by hand"');
    await expect(paneOf(page)).toContainText('Written by hand');
    await writeAs(page, 'YAML');
    await expect(textOf(page)).toContainText('id: third');
    await expect(textOf(page)).toContainText('notes: The first one');
    await writeAs(page, 'Script');
    await expect(textOf(page)).toContainText('STEP third');
  });

  test('a mistake is told with its line and the word that was meant, and can be undone', async () => {
    const page = await open();
    await typeBehind(page, 'message = "third"', 'STPE 4: WAIT 5');
    await expect(paneOf(page)).toContainText('cannot be drawn');
    await paneOf(page).getByRole('button', { name: 'Show why' }).click();
    const problems = page.getByRole('region', { name: 'Problems' });
    await expect(problems).toContainText('did you mean `STEP`?');
    await expect(problems).toContainText(/line \d+/);
    await expect(switchOf(page).getByRole('radio', { name: 'YAML' })).toBeDisabled();
    await page.reload();
    await expect(textOf(page)).toContainText('STPE 4');
    await textOf(page).getByText('STPE 4').click();
    await page.keyboard.press('Control+z');
    await expect(textOf(page)).not.toContainText('STPE 4');
    await expect(paneOf(page)).not.toContainText('cannot be drawn');
  });

  test('words, actions and steps are completed', async () => {
    const page = await open();
    await writeAs(page, 'Script');
    await typeBehind(page, 'message = "goodbye"', '');
    const take = (label: string) => page.locator('.cm-tooltip-autocomplete').getByText(label, { exact: true }).click();
    await page.keyboard.type('ACT');
    await take('ACTION');
    await page.keyboard.type('"file.re');
    await take('file.read');
    await expect(textOf(page)).toContainText('ACTION "file.read"');
    await page.keyboard.press('End');
    await page.keyboard.type(' WITH pa');
    await take('path');
    await page.keyboard.type('"a.txt"');
    await page.keyboard.press('Enter');
    await page.keyboard.type('AFTER fi');
    await take('first');
    await expect(textOf(page)).toContainText('AFTER first');
    expect(pawl.complaints).toEqual([]);
  });
});

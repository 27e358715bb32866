import { appendFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { askEngine } from './ask-engine.ts';
import { importWorkflow } from './import-workflow.ts';
import { launchPawl, type Pawl } from './launch.ts';

const text = `
name: Notes
variables: [{ name: greeting, default: Hello }]
steps:
  - { id: read, name: Read the notes, action: file.read, with: { path: notes.txt } }
  - { id: tell, name: Tell me, action: log, with: { message: nothing yet } }
  - { id: keep, name: Keep it, action: shell.run, with: { command: 'echo kept >> kept.txt' } }
`;

/** The builder with the workflow open, and the folder that it stands in. */
async function openBuilder(pawl: Pawl): Promise<string> {
  const folder = await importWorkflow(pawl, text);
  await writeFile(path.join(folder, 'notes.txt'), 'one\ntwo\n');
  const id = await askEngine(pawl.home, async (client) => (await client.workflows.get({ workflow: 'Notes' })).id);
  await pawl.page.evaluate((hash) => {
    window.location.hash = hash;
  }, `#/builder/${id}`);
  return folder;
}

function inspectorOf(page: Page): Locator {
  return page.getByRole('complementary', { name: 'Inspector' });
}

async function choose(page: Page, step: string): Promise<Locator> {
  await page.getByRole('region', { name: 'Canvas' }).getByText(step, { exact: true }).click();
  const inspector = inspectorOf(page);
  await expect(inspector.getByRole('textbox', { name: 'Name of the step' })).toHaveValue(step);
  return inspector;
}

/** The text of the draft, as the engine has it. */
function draftOf({ home }: Pawl): Promise<string> {
  return askEngine(home, async (client) => {
    const [draft] = (await client.drafts.list()).items;
    return draft === undefined ? '' : (await client.drafts.get({ draft: draft.draft })).text;
  });
}

async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    // Colours that are still on their way are neither the old nor the new.
    await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)));
    const { violations } = await new AxeBuilder({ page }).include('aside[aria-label="Inspector"]').analyze();
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(
      serious.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]),
      colorScheme,
    ).toEqual([]);
  }
}

test('a step is filled in by its form, seen to be wrong, mended, tested and pinned; the pin is stale once the step changes', async () => {
  const pawl = await launchPawl();
  const { page } = pawl;
  await openBuilder(pawl);

  const inspector = await choose(page, 'Read the notes');
  const field = inspector.getByRole('textbox', { name: 'Path', exact: true });
  await field.fill('');
  await expect(inspector.getByRole('alert')).toContainText('This is needed.');
  await expectAccessible(page);
  await field.fill('notes.txt');
  await expect(inspector.getByRole('alert')).toHaveCount(0);

  await inspector.getByRole('combobox', { name: 'As' }).click();
  await page.getByRole('option', { name: 'lines' }).click();
  await expect.poll(() => draftOf(pawl)).toMatch(/as: lines/);

  await inspector.getByRole('button', { name: 'Test step' }).click();
  await expect(inspector.getByRole('tab', { name: 'Output' })).toHaveAttribute('aria-selected', 'true');
  const output = inspector.getByRole('tree', { name: 'Output of read' });
  await expect(output.getByRole('treeitem').filter({ hasText: 'two' })).toBeVisible();
  await expect(inspector.getByText('succeeded')).toBeVisible();
  await inspector.getByRole('button', { name: 'Pin', exact: true }).click();
  await expect(inspector.getByRole('button', { name: 'Unpin' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Canvas' }).getByText('pinned')).toBeVisible();
  await expectAccessible(page);

  await inspector.getByRole('tab', { name: 'Settings' }).click();
  await field.fill('other.txt');
  await inspector.getByRole('tab', { name: 'Output' }).click();
  await expect(inspector.getByText(/Stale: the step was changed since/)).toBeVisible();
  await page.keyboard.press('ControlOrMeta+z');
  await expect(inspector.getByText(/Stale:/)).toHaveCount(0);

  const runs = await askEngine(pawl.home, async (client) => (await client.runs.list({})).items);
  expect(runs).toMatchObject([{ triggeredBy: 'test', state: 'completed' }]);
  expect(pawl.complaints).toEqual([]);
  await pawl.quit();
});

test('names are completed and shown with sample values, and a value that is clicked goes into the field', async () => {
  const pawl = await launchPawl();
  const { page } = pawl;
  await openBuilder(pawl);

  const reading = await choose(page, 'Read the notes');
  await reading.getByRole('button', { name: 'Test step' }).click();
  await expect(reading.getByRole('tree', { name: 'Output of read' })).toBeVisible();

  const inspector = await choose(page, 'Tell me');
  const message = inspector.getByRole('textbox', { name: 'Message' });
  await message.fill('Notes: {{ cont');
  const suggestion = page.getByRole('option', { name: /steps\.read\.output\.content/ });
  await expect(suggestion).toContainText('"one\\ntwo\\n"');
  await message.press('Enter');
  await expect(message).toHaveValue('Notes: {{ steps.read.output.content }}');
  await expect(inspector.getByText('Notes: one two')).toBeVisible();

  await message.press('End');
  await message.pressSequentially(' and ');
  await inspector.getByRole('tab', { name: 'Input' }).click();
  await inspector.getByRole('tree', { name: 'Variables' }).getByRole('treeitem').filter({ hasText: 'Hello' }).click();
  await expect(message).toHaveValue('Notes: {{ steps.read.output.content }} and {{ vars.greeting }}');
  await expect.poll(() => draftOf(pawl)).toContain('and {{ vars.greeting }}');

  await inspector.getByRole('button', { name: 'Test step' }).click();
  await expect(inspector.getByRole('tree', { name: 'Output of tell' })).toContainText('and Hello');
  expect(pawl.complaints).toEqual([]);
  await pawl.quit();
});

test('what has an effect is asked about before it is tested, and a failure says what to do', async () => {
  const pawl = await launchPawl();
  const { page } = pawl;
  const folder = await openBuilder(pawl);
  await appendFile(path.join(folder, 'kept.txt'), '');

  const inspector = await choose(page, 'Keep it');
  await inspector.getByRole('button', { name: 'Test step' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  expect(await askEngine(pawl.home, async (client) => (await client.runs.list({})).items)).toEqual([]);

  const command = inspector.getByRole('textbox', { name: 'Command' });
  await command.fill('exit 3');
  await inspector.getByRole('button', { name: 'Test step' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Run it' }).click();
  await expect(inspector.getByText('failed')).toBeVisible();
  await expect(inspector.getByRole('alert')).toContainText('3');
  await expectAccessible(page);

  await inspector.getByRole('button', { name: 'Test up to here' }).click();
  await expect(page.getByRole('dialog')).toContainText('all that leads to it');
  await page.getByRole('dialog').getByRole('button', { name: 'Run it' }).click();
  await expect.poll(() => askEngine(pawl.home, async (client) => (await client.runs.list({ states: ['failed'] })).items.length)).toBe(2);
  expect(pawl.complaints).toEqual([]);
  await pawl.quit();
});

test('a path is chosen in the dialog of the system', async () => {
  const pawl = await launchPawl();
  const folder = await openBuilder(pawl);
  const chosen = path.join(folder, 'notes.txt');
  await pawl.app.evaluate(({ dialog }, file) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [file] });
  }, chosen);
  const inspector = await choose(pawl.page, 'Read the notes');
  await inspector.getByRole('button', { name: 'Choose a file for Path' }).click();
  await expect(inspector.getByRole('textbox', { name: 'Path', exact: true })).toHaveValue(chosen);
  expect(pawl.complaints).toEqual([]);
  await pawl.quit();
});

test('the workflow itself is edited while no step is chosen: triggers with what they would do, variables, settings', async () => {
  const pawl = await launchPawl();
  const { page } = pawl;
  await openBuilder(pawl);
  const inspector = inspectorOf(page);

  await inspector.getByRole('button', { name: 'Add a trigger' }).click();
  await page.getByRole('menuitem', { name: /Files change/ }).click();
  const watched = inspector.getByRole('textbox', { name: 'Path', exact: true });
  await watched.fill('*.txt');
  await expect(inspector.getByText('1 file matches now.')).toBeVisible();
  await inspector.getByRole('button', { name: 'Add a trigger' }).click();
  await page.getByRole('menuitem', { name: /On a schedule/ }).click();
  await expect(inspector.getByText(/At 09:00, Monday through Friday/)).toBeVisible();
  await expect(inspector.getByText(/^Next: /)).toBeVisible();
  await expectAccessible(page);

  await inspector.getByRole('tab', { name: 'Variables' }).click();
  await inspector.getByRole('button', { name: 'Add a variable' }).click();
  await inspector.getByRole('textbox', { name: 'Name' }).fill('who');
  await expect.poll(() => draftOf(pawl)).toMatch(/name: who/);
  await inspector.getByRole('tab', { name: 'Settings' }).click();
  await inspector.getByRole('textbox', { name: 'Timeout' }).fill('soon');
  await expect(inspector.getByRole('alert')).toContainText('is not a duration');
  await inspector.getByRole('textbox', { name: 'Timeout' }).fill('5m');
  await expect(inspector.getByRole('alert')).toHaveCount(0);
  await expectAccessible(page);
  expect(pawl.complaints).toEqual([]);
  await pawl.quit();
});

test('what is typed stays while it does not fit yet, and nothing beside it is lost', async () => {
  const pawl = await launchPawl();
  const { page } = pawl;
  await openBuilder(pawl);
  const inspector = inspectorOf(page);

  await inspector.getByRole('tab', { name: 'Variables' }).click();
  await inspector.getByRole('button', { name: 'greeting', exact: true }).click();
  const name = inspector.getByRole('textbox', { name: 'Name' });
  await name.fill('');
  await expect(inspector.getByRole('alert')).toBeVisible();
  await name.pressSequentially('two words');
  await expect(name).toHaveValue('two words');
  await expect(inspector.getByRole('alert')).toHaveCount(1);
  await expect(inspector.getByRole('textbox', { name: 'Default' })).toHaveValue('Hello');
  await name.fill('greeting');
  await expect(inspector.getByRole('alert')).toHaveCount(0);

  await choose(page, 'Read the notes');
  await inspector.getByRole('textbox', { name: 'Path', exact: true }).fill('');
  await expect(inspector.getByRole('alert')).toHaveCount(1);
  await page.keyboard.press('ControlOrMeta+z');
  await inspector.getByRole('tab', { name: 'Advanced' }).click();
  const timeout = inspector.getByRole('textbox', { name: 'Timeout' });
  await timeout.pressSequentially('5 minutez');
  await expect(timeout).toHaveValue('5 minutez');
  await expect(inspector.getByRole('alert')).toContainText('is not a duration');
  await expect.poll(() => draftOf(pawl)).toContain('5 minutez');
  expect(pawl.complaints).toEqual([]);
  await pawl.quit();
});

import { expect, type Locator, type Page, test } from '@playwright/test';
import { boxOf, canvasOf, drag, openBuilder, stepOf, textOf } from './builder-page.ts';
import { importWorkflow } from './import-workflow.ts';
import { launchPawl, type Pawl } from './launch.ts';

const four = `pawl: 1
name: Four
steps:
  - { id: one, name: One, action: log, with: { message: "1" } }
  - { id: two, name: Two, action: log, with: { message: "2" } }
  - { id: three, name: Three, needs: [], action: log, with: { message: "3" } }
  - id: tables
    name: Tables
    needs: []
    parallel:
      # who
      authors:
        - { id: by_author, action: log, with: { message: "y" } }
      files:
        - { id: by_file, action: log, with: { message: "x" } }
layout:
  one: { x: 0, y: 0 }
  two: { x: 30, y: 160 }
  three: { x: 300, y: 160 }
  tables: { x: 620, y: 0 }
`;

const edgeOf = (page: Page, from: string, to: string): Locator =>
  page.getByRole('img', { name: `From ${from} to ${to}, on success`, exact: true });

test.describe('on the canvas', () => {
  let pawl: Pawl;
  test.beforeAll(async () => {
    pawl = await launchPawl();
    await importWorkflow(pawl, four);
  });
  test.afterAll(() => pawl.quit());

  async function open(view: 'canvas' | 'split'): Promise<Page> {
    const { page } = pawl;
    await page.evaluate((shown) => {
      localStorage.setItem('pawl.builder.view', shown);
      localStorage.setItem('pawl.builder.library', '"hidden"');
    }, view);
    await openBuilder(page, 'Four');
    // Beside the text there is no room for all of it: it begins with its first step.
    await expect(stepOf(page, 'One')).toBeVisible();
    await expect(async () => {
      if (view === 'split') await canvasOf(page).press('1');
      await expect(stepOf(page, 'Tables')).toBeVisible({ timeout: 1500 });
    }).toPass();
    return page;
  }

  test('the end of an edge is taken to another step', async () => {
    const page = await open('canvas');
    await expect(edgeOf(page, 'One', 'Two')).toBeVisible();
    const [two, three] = [await boxOf(stepOf(page, 'Two')), await boxOf(stepOf(page, 'Three'))];
    await expect(async () => {
      await drag(page, { x: two.x + two.width / 2, y: two.y - 8 }, { x: three.x + three.width / 2, y: three.y + 14 });
      await expect(edgeOf(page, 'One', 'Three')).toBeVisible({ timeout: 1500 });
    }).toPass();
    await expect(edgeOf(page, 'One', 'Two')).toHaveCount(0);
    await page.keyboard.press('Control+z');
    await expect(edgeOf(page, 'One', 'Two')).toBeVisible();
  });

  test('a frame that is drawn with Shift chooses what it touches, and what is chosen is aligned', async () => {
    const page = await open('canvas');
    // Steps stand still only when the layout is done.
    await expect(async () => {
      await canvasOf(page).press('1');
      await expect.poll(async () => (await boxOf(stepOf(page, 'One'))).x - (await boxOf(canvasOf(page))).x).toBeGreaterThan(20);
      const [one, two] = [await boxOf(stepOf(page, 'One')), await boxOf(stepOf(page, 'Two'))];
      await page.keyboard.down('Shift');
      await drag(page, { x: one.x - 12, y: one.y - 12 }, { x: two.x + two.width * 0.6, y: two.y + two.height + 8 });
      await page.keyboard.up('Shift');
      await expect(page.getByRole('button', { name: 'Align' })).toBeVisible({ timeout: 1500 });
    }).toPass();
    await expect(canvasOf(page)).toContainText('2 steps');
    await page.getByRole('button', { name: 'Align' }).click();
    await page.getByRole('menuitem', { name: 'Align left' }).click();
    await expect.poll(async () => Math.abs((await boxOf(stepOf(page, 'Two'))).x - (await boxOf(stepOf(page, 'One'))).x)).toBeLessThan(1);
    await canvasOf(page).press('Control+z');
    await expect.poll(async () => Math.abs((await boxOf(stepOf(page, 'Two'))).x - (await boxOf(stepOf(page, 'One'))).x)).toBeGreaterThan(5);
    expect(pawl.complaints).toEqual([]);
  });

  test('a branch gets another name, and the comment above it stays', async () => {
    const page = await open('split');
    await stepOf(page, 'Tables').click({ position: { x: 30, y: 16 } });
    await page.getByRole('textbox', { name: 'Name of the branch authors' }).fill('people');
    await page.keyboard.press('Enter');
    await expect(textOf(page)).toContainText('people:');
    await expect(textOf(page)).toContainText('# who');
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(textOf(page)).toContainText('authors:');
  });

  test('a step that cannot be read is drawn as that', async () => {
    const page = await open('split');
    await textOf(page).getByText('id: three').click();
    await page.keyboard.press('Home');
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('Control+f');
    await page.getByRole('textbox', { name: 'Find' }).fill('needs: [], action: log');
    await page.getByRole('textbox', { name: 'Replace' }).fill('needs: [], akshun: log');
    await page.getByRole('button', { name: 'replace all' }).click();
    await expect(stepOf(page, 'Three')).toContainText('cannot be read');
    await expect(stepOf(page, 'Three')).not.toContainText('for 0');
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(stepOf(page, 'Three')).not.toContainText('cannot be read');
  });
});

test('ways into the builder: a draft that was never saved, and the step of a run that failed', async () => {
  const pawl = await launchPawl();
  const { page } = pawl;
  await importWorkflow(
    pawl,
    'pawl: 1\nname: Fails\nsteps:\n  - { id: fine, action: log, with: { message: x } }\n  - { id: bad, name: Goes wrong, action: fail, with: { message: no } }\n',
  );
  await page.evaluate(() => {
    localStorage.setItem('pawl.builder.view', 'canvas');
    window.location.hash = '#/builder/new';
  });
  await page.getByRole('textbox', { name: /Name/ }).first().fill('Half an idea');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status', { name: 'State of the draft' })).toHaveText(/Draft/);
  await page.getByRole('link', { name: 'Workflows', exact: true }).click();
  const drafts = page.getByRole('region', { name: 'Not saved yet' });
  await drafts.getByRole('link', { name: 'Half an idea' }).click();
  await expect(page.getByRole('main', { name: 'Builder' })).toContainText(/Press A to add the first step/);
  await page.getByRole('link', { name: 'Workflows', exact: true }).click();
  await drafts.getByRole('button', { name: 'Throw the draft Half an idea away' }).click();
  await expect(drafts).toHaveCount(0);

  await page.evaluate(() => {
    window.location.hash = '#/builder/Fails/bad';
  });
  await expect(page.locator('.react-flow__node.selected')).toContainText('Goes wrong');
  expect(pawl.complaints).toEqual([]);
  await pawl.quit();
});

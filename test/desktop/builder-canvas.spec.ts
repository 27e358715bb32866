import { expect, type Locator, type Page, test } from '@playwright/test';
import { boxOf, canvasOf, drag, stepOf } from './builder-page.ts';
import { launchPawl, type Pawl } from './launch.ts';
import { isShown } from './look.ts';

async function openNew(): Promise<Pawl> {
  const pawl = await launchPawl();
  await isShown(pawl.page);
  await pawl.page.evaluate(() => {
    localStorage.setItem('pawl.builder.view', 'canvas');
    localStorage.setItem('pawl.builder.library', '"shown"');
    window.location.hash = '#/builder/new';
  });
  await expect(pawl.page.getByRole('button', { name: /Press A to add the first step/ })).toBeVisible();
  return pawl;
}

const edgeOf = (page: Page, from: string, to: string, when: string): Locator =>
  page.getByRole('img', { name: `From ${from} to ${to}, ${when}`, exact: true });
const itemOf = (page: Page, title: string): Locator =>
  page.getByRole('region', { name: 'Library' }).getByRole('option', { name: new RegExp(`^${title}`) });

/** Drops a step of the library at a place of the canvas, in pixels from the middle of its upper edge. */
async function drop(page: Page, title: string, x: number, y: number): Promise<void> {
  const { width } = await boxOf(canvasOf(page));
  await itemOf(page, title).dragTo(canvasOf(page), { targetPosition: { x: width / 2 + x, y } });
  await expect(stepOf(page, title)).toBeVisible();
}

async function isInside(step: Locator, box: Locator): Promise<boolean> {
  const [inner, outer] = [await boxOf(step), await boxOf(box)];
  return inner.y > outer.y && inner.y + inner.height < outer.y + outer.height && inner.x > outer.x;
}

async function add(page: Page, search: string): Promise<void> {
  await page.keyboard.press('a');
  await expect(page.getByRole('dialog', { name: 'Add a step' }).getByRole('combobox')).toBeFocused();
  await page.keyboard.type(search);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
}

test('a workflow is built with the pointer: dragged from the library, connected, spliced, put into a box, cut', async () => {
  const { page, complaints, quit } = await openNew();
  await drop(page, 'Read a file', 0, 120);
  await drop(page, 'Write to the log', 0, 420);
  await expect(edgeOf(page, 'Read a file', 'Write to the log', 'on success')).toHaveCount(0);

  // From the port below one card to the other card.
  const read = await boxOf(stepOf(page, 'Read a file'));
  const log = await boxOf(stepOf(page, 'Write to the log'));
  await drag(page, { x: read.x + read.width / 2, y: read.y + read.height - 3 }, { x: log.x + 40, y: log.y + 20 });
  await expect(edgeOf(page, 'Read a file', 'Write to the log', 'on success')).toBeVisible();

  // From the port for failures to nothing: the library asks what comes there.
  const failed = await boxOf(stepOf(page, 'Read a file'));
  await drag(
    page,
    { x: failed.x + failed.width - 16, y: failed.y + failed.height - 3 },
    { x: failed.x + failed.width + 120, y: failed.y + 180 },
  );
  await page.getByRole('combobox', { name: 'Search for a step to add' }).fill('notification');
  await page.keyboard.press('Enter');
  await expect(edgeOf(page, 'Read a file', 'Show a notification', 'on failure')).toBeVisible();

  // Onto the wire.
  await page.keyboard.press('1');
  const [above, below] = [await boxOf(stepOf(page, 'Read a file')), await boxOf(stepOf(page, 'Write to the log'))];
  const canvas = await boxOf(canvasOf(page));
  await itemOf(page, 'If').dragTo(canvasOf(page), {
    targetPosition: { x: above.x + above.width / 2 - canvas.x, y: (above.y + above.height + below.y) / 2 - canvas.y },
  });
  await expect(edgeOf(page, 'Read a file', 'If', 'on success')).toBeVisible();
  await expect(edgeOf(page, 'Read a file', 'Write to the log', 'on success')).toHaveCount(0);

  // The words of an edge open its form.
  await page.getByRole('button', { name: 'on failure' }).click();
  await page.getByRole('dialog', { name: 'Edge' }).getByLabel('Label').fill('no such file');
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByRole('button', { name: 'no such file' })).toBeVisible();

  // A stroke across a wire cuts it; one undo brings it back.
  await page.keyboard.press('1');
  const [top, bottom] = [await boxOf(stepOf(page, 'If')), await boxOf(stepOf(page, 'Write to the log'))];
  const middle = (top.y + top.height + bottom.y) / 2;
  await page.keyboard.down('x');
  await expect(page.getByText('Drag across wires to cut them')).toBeVisible();
  await drag(page, { x: Math.min(top.x, bottom.x) - 10, y: middle - 6 }, { x: Math.max(top.x, bottom.x) + top.width, y: middle + 6 });
  await page.keyboard.up('x');
  await expect(edgeOf(page, 'If', 'Write to the log', 'true')).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect(edgeOf(page, 'If', 'Write to the log', 'on success').or(edgeOf(page, 'If', 'Write to the log', 'true'))).toBeVisible();
  expect(complaints).toEqual([]);
  await quit();
});

test('a workflow is built, changed and taken apart with the keyboard alone', async () => {
  const { page, complaints, quit } = await openNew();
  await canvasOf(page).focus();
  await add(page, 'read a file');
  await expect(stepOf(page, 'Read a file')).toBeVisible();
  await add(page, 'for each');
  await add(page, 'hash');
  await expect(edgeOf(page, 'Read a file', 'For each', 'on success')).toBeVisible();
  await expect(stepOf(page, 'Hash a file')).toBeVisible();

  // Up leaves the box, down goes into it; a step after the box, and one between.
  await page.keyboard.press('ArrowUp');
  await expect(canvasOf(page)).toHaveAttribute('aria-activedescendant', /-for_each$/);
  await page.keyboard.press('ArrowUp');
  await expect(canvasOf(page)).toHaveAttribute('aria-activedescendant', /-read_a_file$/);
  await add(page, 'switch');
  await expect(edgeOf(page, 'Read a file', 'Switch', 'on success')).toBeVisible();

  // Connect: from the file's failure to the loop.
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('c');
  await page.keyboard.press('c');
  await expect(page.getByRole('status').filter({ hasText: 'From Read a file, when it fails' })).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(canvasOf(page)).toHaveAttribute('aria-activedescendant', /-for_each$/);
  await page.keyboard.press('Enter');
  await expect(edgeOf(page, 'Read a file', 'For each', 'on failure')).toBeVisible();

  // Its condition, by E and Enter.
  await page.keyboard.press('ArrowUp');
  await expect(canvasOf(page)).toHaveAttribute('aria-activedescendant', /-(read_a_file|switch)$/);
  await page.keyboard.press('Escape');
  await page.keyboard.press('ArrowDown');
  await expect(canvasOf(page)).toHaveAttribute('aria-activedescendant', /-read_a_file$/);
  await page.keyboard.press('e');
  await page.keyboard.press('e');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Edge' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('Delete');
  await expect(edgeOf(page, 'Read a file', 'For each', 'on failure')).toHaveCount(0);

  // Delete keeps the wire with Shift; undo brings the step back.
  await page.keyboard.press('Escape');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(canvasOf(page)).toHaveAttribute('aria-activedescendant', /-switch$/);
  await page.keyboard.press('Shift+Delete');
  await expect(stepOf(page, 'Switch')).toHaveCount(0);
  await expect(edgeOf(page, 'Read a file', 'For each', 'on success')).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(stepOf(page, 'Switch')).toBeVisible();

  // Copy and paste, wrap, switch off.
  await page.keyboard.press('Escape');
  await page.keyboard.press('ArrowDown');
  await expect(canvasOf(page)).toHaveAttribute('aria-activedescendant', /-read_a_file$/);
  await page.keyboard.press('Control+c');
  await page.keyboard.press('Control+v');
  await expect(stepOf(page, 'Read a file')).toHaveCount(2);
  await expect(canvasOf(page)).toHaveAttribute('aria-activedescendant', /-read_a_file_2$/);
  await page.keyboard.press('p');
  await expect(stepOf(page, 'In parallel')).toBeVisible();
  await page.keyboard.press('d');
  await expect(page.getByRole('group', { name: /^Step In parallel, parallel, disabled/ })).toBeVisible();
  await page.keyboard.press('Control+a');
  await expect(canvasOf(page).getByText(/^\d steps$/)).toBeVisible();
  await page.keyboard.press('Delete');
  await expect(page.getByRole('group', { name: /^Step / })).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect(stepOf(page, 'For each')).toBeVisible();
  expect(complaints).toEqual([]);
  await quit();
});

test('a dragged step stays where it was put, moves into a box, and goes back with one undo each', async () => {
  const { page, complaints, quit } = await openNew();
  await canvasOf(page).focus();
  await add(page, 'write to the log');
  await add(page, 'for each');
  await add(page, 'hash');
  await page.keyboard.press('Escape');
  const before = await boxOf(stepOf(page, 'Write to the log'));
  await drag(page, { x: before.x + 80, y: before.y + 20 }, { x: before.x + 200, y: before.y + 50 });
  await expect.poll(async () => (await boxOf(stepOf(page, 'Write to the log'))).x - before.x).toBeGreaterThan(90);

  // Into the loop, beside what stands there.
  const [step, box] = [await boxOf(stepOf(page, 'Write to the log')), await boxOf(stepOf(page, 'For each'))];
  await drag(page, { x: step.x + 80, y: step.y + 20 }, { x: box.x + box.width / 2, y: box.y + box.height - 14 });
  await expect(edgeOf(page, 'Write to the log', 'For each', 'on success')).toHaveCount(0);
  await expect.poll(() => isInside(stepOf(page, 'Write to the log'), stepOf(page, 'For each'))).toBe(true);
  await page.keyboard.press('Control+z');
  await expect(edgeOf(page, 'Write to the log', 'For each', 'on success')).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect
    .poll(async () => Math.abs((await boxOf(stepOf(page, 'Write to the log'))).x - (await boxOf(stepOf(page, 'For each'))).x))
    .toBeLessThan(40);
  expect(complaints).toEqual([]);
  await quit();
});

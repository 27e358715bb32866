import { expect, type Locator, type Page } from '@playwright/test';

/** A workflow that tests of the builder begin with; its comment must outlive whatever is done. */
export const twoSteps = `pawl: 1
name: Two steps
steps:
  # The first one
  - id: first
    name: Say hello
    action: log
    with: { message: hello }
  - id: second
    name: Say goodbye
    action: log
    with: { message: goodbye }
`;

export const textOf = (page: Page): Locator => page.getByRole('textbox', { name: 'Text of the workflow' });
export const paneOf = (page: Page): Locator => page.getByRole('region', { name: 'Canvas' });
export const canvasOf = (page: Page): Locator => page.getByRole('application', { name: 'Workflow' });
export const noteOf = (page: Page): Locator => page.getByRole('status', { name: 'State of the draft' });
export const stepOf = (page: Page, title: string): Locator => page.getByRole('group', { name: new RegExp(`^Step ${title},`) });

/** Opens a workflow by its name, also when it is open already: as it is stored. */
export async function openBuilder(page: Page, name: string): Promise<void> {
  await page.evaluate(() => {
    window.location.hash = '#/workflows';
  });
  await expect(page.getByRole('heading', { name: 'Workflows', exact: true })).toBeVisible();
  await page.evaluate((to) => {
    window.location.hash = `#/builder/${encodeURIComponent(to)}`;
  }, name);
  await expect(paneOf(page)).toBeVisible();
}

export async function boxOf(locator: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await locator.boundingBox();
  if (box === null) throw new Error('It is not on the screen');
  return box;
}

/** With the pointer, by way of the middle. */
export async function drag(page: Page, from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 5 });
  await page.mouse.move(to.x, to.y, { steps: 5 });
  await page.mouse.up();
}

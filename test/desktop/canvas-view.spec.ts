import { expect, type Page, test } from '@playwright/test';
import { type Served, serveWindow } from './served-window.ts';

const three = `pawl: 1
name: Three steps
steps:
  - { id: first, name: Begin here, action: log, with: { message: one } }
  - { id: second, name: Go on, action: log, with: { message: two } }
  - { id: third, name: End here, action: log, with: { message: three } }
`;

let served: Served;
test.beforeAll(async () => {
  served = await serveWindow();
  await served.place.write('three.pawl.yaml', three);
  await served.place.pawl('import', 'three.pawl.yaml', '--yes');
});
test.afterAll(() => served.close());

/** How far the first step is from the middle of the canvas to its side, and from the upper edge, in pixels. */
async function placeOfFirst(page: Page): Promise<{ aside: number; fromTop: number }> {
  const canvas = await page.getByRole('application', { name: 'Workflow' }).boundingBox();
  const step = await page.getByRole('group', { name: /^Step Begin here,/ }).boundingBox();
  if (canvas === null || step === null) return { aside: Number.NaN, fromTop: Number.NaN };
  return { aside: Math.abs(step.x + step.width / 2 - (canvas.x + canvas.width / 2)), fromTop: step.y - canvas.y };
}

async function isInTheMiddle(page: Page): Promise<void> {
  await expect.poll(async () => (await placeOfFirst(page)).aside).toBeLessThan(3);
  expect((await placeOfFirst(page)).fromTop).toBeGreaterThan(40);
}

test('the steps stay in the middle of the canvas when it gets less room, until the person has moved them', async () => {
  const page = await served.open(`#/builder/${encodeURIComponent('Three steps')}`, (fresh) =>
    fresh.setViewportSize({ width: 1280, height: 800 }),
  );
  await isInTheMiddle(page);
  await page.setViewportSize({ width: 800, height: 600 });
  await isInTheMiddle(page);
  await page.getByRole('button', { name: 'Library', exact: true }).click();
  await expect(page.getByRole('region', { name: 'Library' })).toBeVisible();
  await isInTheMiddle(page);
  await page.getByRole('button', { name: 'Hide the library' }).click();
  await isInTheMiddle(page);

  await page.getByRole('application', { name: 'Workflow' }).hover({ position: { x: 300, y: 100 } });
  const before = await placeOfFirst(page);
  await page.mouse.wheel(0, 40);
  await expect.poll(async () => (await placeOfFirst(page)).fromTop).toBeLessThan(before.fromTop);
  const moved = await placeOfFirst(page);
  await page.setViewportSize({ width: 1000, height: 700 });
  await expect.poll(async () => (await placeOfFirst(page)).aside).toBeLessThan(3);
  expect((await placeOfFirst(page)).fromTop).toBe(moved.fromTop);
});

test('a wire goes around the step that it passes', async () => {
  await served.place.write(
    'passing.pawl.yaml',
    `pawl: 1
name: Passing
steps:
  - { id: ask, name: Is it large, if: "true" }
  - { id: large, name: Ask a person, needs: [{ step: ask, on: true }], action: log, with: { message: large } }
  - { id: last, name: Go on, needs: [large, { step: ask, on: false }], action: log, with: { message: done } }
`,
  );
  await served.place.pawl('import', 'passing.pawl.yaml', '--yes');
  const page = await served.open('#/builder/Passing');
  const wire = page.getByRole('img', { name: 'From Is it large to Go on, false', exact: true }).locator('path').first();
  const passed = page.getByRole('group', { name: /^Step Ask a person,/ });
  /** Whether any point of the wire lies behind the step. */
  const isHidden = async (): Promise<boolean | undefined> => {
    const card = await passed.boundingBox();
    if (card === null) return undefined;
    return wire.evaluate((path, { x, y, width, height }) => {
      if (!(path instanceof SVGPathElement)) return undefined;
      const onScreen = path.getScreenCTM();
      if (onScreen === null) return undefined;
      const length = path.getTotalLength();
      return Array.from({ length: 101 }, (_, part) => path.getPointAtLength((length * part) / 100).matrixTransform(onScreen)).some(
        (point) => point.x > x && point.x < x + width && point.y > y && point.y < y + height,
      );
    }, card);
  };
  await expect.poll(isHidden).toBe(false);
  await page.close();
});

import { expect, test } from '@playwright/test';
import { type Served, serveWindow } from './served-window.ts';

const hello = `pawl: 1
name: Say hello
steps:
  - { id: hello, action: log, with: { message: hello } }
`;

let served: Served;
test.beforeAll(async () => {
  served = await serveWindow();
  await served.place.write('hello.pawl.yaml', hello);
  await served.place.pawl('import', 'hello.pawl.yaml', '--yes');
  await served.place.pawl('run', 'Say hello');
});
test.afterAll(() => served.close());

test('what is known stays in sight while the engine is away, what is not says so, and all of it goes on when it is back', async () => {
  const page = await served.open('#/workflows');
  const main = page.getByRole('main');
  await expect(main).toContainText('Say hello');
  await served.kill();
  const banner = page.getByRole('status').filter({ hasText: 'The engine does not answer. Trying again' });
  await expect(banner).toBeVisible();

  await page.getByRole('link', { name: 'Runs', exact: true }).click();
  await expect(main).toContainText(/Not loaded yet|This page is not here yet/);
  await page.getByRole('link', { name: 'Workflows', exact: true }).click();
  await expect(main).toContainText('Say hello');
  await expect(main.getByRole('alert')).toHaveCount(0);

  // What a person asks for now is refused, and not done later behind their back.
  await page.getByRole('button', { name: 'Run Say hello' }).click();
  await expect(page.getByText('The engine is away, so nothing was done.').or(page.getByRole('dialog')).first()).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Runs', exact: true }).click();

  await served.restart();
  const other = await served.open('#/home');
  await expect(banner).toBeHidden();
  await expect(main.getByRole('heading', { name: 'Runs' })).toBeVisible();
  await expect(main).toContainText('Say hello');
  const runs = (await served.place.json('runs')).answer;
  expect(runs).toMatchObject({ items: [{ workflow: 'Say hello' }] });
  expect((runs as { items: unknown[] }).items).toHaveLength(1);
  await other.close();
});

test('a dialog whose script was not fetched before the engine went says so, harms nothing, and opens once it is back', async () => {
  // A browser that has nothing yet, and fetches nothing ahead: as when the engine goes right after the window has opened.
  const fresh = await serveWindow();
  const page = await fresh.open('#/settings', (opened) =>
    opened.addInitScript(() => {
      window.requestIdleCallback = () => 0;
    }),
  );
  const shortcuts = page.getByRole('button', { name: 'Shortcuts' });
  await expect(shortcuts).toBeVisible();
  await fresh.kill();
  await expect(page.getByRole('status').filter({ hasText: 'The engine does not answer' })).toBeVisible();
  await shortcuts.click();
  await expect(page.getByText('The engine is away, so nothing was done.')).toBeVisible();
  await expect(shortcuts).toBeVisible();
  await fresh.restart();
  // A session ends with its server: another window brings a new one.
  await fresh.open('#/home');
  await expect(page.getByRole('status').filter({ hasText: 'The engine does not answer' })).toBeHidden();
  await shortcuts.click();
  await expect(page.getByRole('dialog', { name: 'Shortcuts' })).toBeVisible();
  await fresh.close();
});

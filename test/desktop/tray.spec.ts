import path from 'node:path';
import { expect, test } from '@playwright/test';
import { askEngine, countRuns, whenAtTheGate } from './ask-engine.ts';
import { clickInTray, onDesktop, trayLabels } from './desktop-record.ts';
import { importWorkflow } from './import-workflow.ts';
import { launchPawl, makeFolder, onStandIn, type Pawl } from './launch.ts';
import { isShown, lookAway } from './look.ts';
import { failingWorkflow, gatedWorkflow } from './workflow-files.ts';

test.skip(!onStandIn, 'Electron shows trays and notifications; only the stand-in lets a test click them');

let pawl: Pawl;
test.beforeAll(async () => {
  pawl = await launchPawl();
  await importWorkflow(pawl, failingWorkflow);
  await importWorkflow(pawl, gatedWorkflow(path.join(await makeFolder(), 'gate')));
});
test.afterAll(() => pawl.quit());

const told = () => onDesktop(pawl.app, (desktop) => desktop.notifications.map(({ options }) => options.title));
const clickInNewest = (label: string) => onDesktop(pawl.app, (desktop, button) => desktop.notifications.at(-1)?.click(button), label);

/** Lets the workflow that fails fail once more, unseen, so that it is told. */
async function fireAndFail(): Promise<void> {
  await lookAway(pawl.app);
  await expect.poll(() => trayLabels(pawl.app)).toContain('Run Fails');
  const before = await told();
  await clickInTray(pawl.app, 'fire:Fails/by_hand');
  await expect.poll(told).toEqual([...before, 'Fails failed']);
}

test('the tray fires a manual trigger, and a failed run is told with a way to it', async () => {
  await fireAndFail();
  await clickInNewest('Show');
  await expect(pawl.page.getByRole('heading', { name: 'Fails' })).toBeVisible();
  await expect(pawl.page.getByRole('main')).toContainText('cannot go on');
});

test('the retry button of a notification runs the workflow again', async () => {
  await fireAndFail();
  const before = await countRuns(pawl.home, 'Fails');
  await clickInNewest('Retry');
  await expect.poll(() => countRuns(pawl.home, 'Fails')).toBe(before + 1);
  await expect(pawl.page.getByRole('heading', { name: 'Fails' })).toBeVisible();
});

test('the tray shows what runs, and cancels it', async () => {
  await pawl.page.getByRole('link', { name: 'Workflows', exact: true }).click();
  await pawl.page.getByRole('button', { name: 'Run Gated' }).click();
  await pawl.page.getByRole('button', { name: 'Run', exact: true }).click();
  const run = await whenAtTheGate(pawl.home);
  await expect.poll(() => trayLabels(pawl.app)).toContain('Gated (running)');
  await expect
    .poll(() => onDesktop(pawl.app, (desktop, id) => [...desktop.trays][0]?.menu?.getMenuItemById(id) !== null, `cancel:${run}`))
    .toBe(true);
  await clickInTray(pawl.app, `cancel:${run}`);
  await expect(pawl.page.getByRole('main')).toContainText(/cancelled/i);
  await expect.poll(() => trayLabels(pawl.app)).toContain('Nothing is running');
});

test('all triggers are paused from the tray, for as long as it says so', async () => {
  const state = () =>
    askEngine(pawl.home, async (client) => {
      const { allPaused, items } = await client.triggers.list({});
      return { allPaused, each: items.map(({ paused }) => paused) };
    });
  const before = await state();
  await clickInTray(pawl.app, 'pause-all');
  await expect.poll(state).toEqual({ allPaused: true, each: before.each.map(() => true) });
  const shown = () => onDesktop(pawl.app, ({ trays }) => [...trays][0]?.menu?.getMenuItemById('pause-all')?.checked);
  await expect.poll(shown).toBe(true);
  await expect.poll(() => onDesktop(pawl.app, ({ trays }) => [...trays][0]?.toolTip)).toContain('triggers paused');
  await clickInTray(pawl.app, 'pause-all');
  await expect.poll(state).toEqual(before);
  await expect.poll(shown).toBe(false);
});

test('a favourite is started from the tray; one that needs inputs asks for them', async () => {
  await importWorkflow(
    pawl,
    'name: Needs\nvariables: [{ name: whom, type: string, required: true }]\nsteps: [{ id: a, action: log, with: { message: "{{ whom }}" } }]\n',
  );
  await importWorkflow(pawl, 'name: Ready\nsteps: [{ id: a, action: log, with: { message: hello } }]\n');
  for (const workflow of ['Needs', 'Ready'])
    await askEngine(pawl.home, (client) => client.workflows.setFavourite({ workflow, favourite: true }));
  await expect.poll(() => trayLabels(pawl.app)).toEqual(expect.arrayContaining(['Run Needs', 'Run Ready']));
  await clickInTray(pawl.app, 'start:Ready');
  await expect.poll(() => countRuns(pawl.home, 'Ready')).toBe(1);
  await clickInTray(pawl.app, 'start:Needs');
  const form = pawl.page.getByRole('dialog');
  await expect(form).toContainText('needs inputs');
  await form.getByLabel('whom').fill('the moon');
  await form.getByRole('button', { name: 'Run', exact: true }).click();
  await expect.poll(() => countRuns(pawl.home, 'Needs')).toBe(1);
});

test('closing the window leaves the engine at work, and the tray opens it again', async () => {
  await pawl.page.close();
  await expect.poll(() => pawl.app.windows().length).toBe(0);
  await expect.poll(() => pawl.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(0);
  const opened = pawl.app.waitForEvent('window');
  await clickInTray(pawl.app, 'open');
  pawl = { ...pawl, page: await opened };
  await isShown(pawl.page);
});

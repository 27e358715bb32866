import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { askEngine } from './ask-engine.ts';
import { importWorkflow } from './import-workflow.ts';
import { launchPawl, makeFolder, type Pawl } from './launch.ts';
import { isShown } from './look.ts';

/** `hold` goes on when the file `gate` is there, `broken` succeeds when `mended` is. */
const breaking = (folder: string): string => `pawl: 1
name: Breaking
steps:
  - { id: fine, name: Fine, action: shell.run, with: { command: echo fine } }
  - id: hold
    name: Wait at the gate
    action: shell.run
    needs: [fine]
    with: { command: 'while [ ! -e ${folder}/gate ]; do sleep 0.05; done' }
  - id: broken
    name: Break
    action: shell.run
    needs: [hold]
    with: { command: 'test -e ${folder}/mended || { echo "cannot go on" >&2; exit 3; }' }
  - { id: last, name: Say goodbye, action: log, needs: [broken], with: { message: bye } }
`;

const hostileText = '<img src=x onerror=document.title=1>';

/** Prints a lot, and what a page must not obey. */
const noisy = `pawl: 1
name: Noisy
variables: [{ name: who, type: string, default: world }]
steps:
  - id: print
    name: 'Print ${hostileText}'
    action: shell.run
    with:
      command: |
        i=0; while [ $i -lt 3000 ]; do i=$((i+1)); echo "line $i of many"; done
        printf '\\033[31mred\\033[0m \\033]8;;https://example.com\\033\\\\link\\033]8;;\\033\\\\ ${hostileText}\\n'
        echo "needle for {{ who }}"
`;

async function launch(home?: string): Promise<Pawl> {
  const pawl = await launchPawl(home === undefined ? {} : { home });
  await isShown(pawl.page);
  return pawl;
}

async function startRun({ home, page }: Pawl, text: string, inputs: Record<string, string> = {}): Promise<string> {
  const runId = await askEngine(home, async (client) => (await client.runs.start({ source: { text }, inputs })).runId);
  await open(page, runId);
  return runId;
}

async function open(page: Page, ...parts: readonly string[]): Promise<void> {
  await page.evaluate(
    (hash) => {
      window.location.hash = hash;
    },
    `#/runs/${parts.map(encodeURIComponent).join('/')}`,
  );
}

const stepIn = (page: Page, name: RegExp) => page.getByRole('tree', { name: 'Steps' }).getByRole('treeitem', { name });

test('a run is watched until it fails, and is retried from there after a look at what would run again', async () => {
  const folder = await makeFolder();
  const pawl = await launch();
  const { page } = pawl;
  const first = await startRun(pawl, breaking(folder));
  await expect(stepIn(page, /^Fine, succeeded/)).toBeVisible();
  await expect(stepIn(page, /^Wait at the gate, running/)).toBeVisible();
  await expect(stepIn(page, /^Say goodbye, pending/)).toBeVisible();

  await writeFile(path.join(folder, 'gate'), '');
  await expect(stepIn(page, /^Break, failed/)).toBeVisible();
  const details = page.getByRole('region', { name: 'Details' });
  await expect(details.getByRole('region', { name: 'Error' })).toContainText('cannot go on');
  await details.getByRole('button', { name: 'Retry from here…' }).click();
  const retry = page.getByRole('region', { name: 'Retry' });
  await expect(retry.getByRole('status').first()).toHaveText(/2 run again, 2 taken as they are/);
  await expect(retry).toContainText('taken as it is');

  await writeFile(path.join(folder, 'mended'), '');
  await retry.getByRole('button', { name: 'Retry', exact: true }).click();
  await expect(stepIn(page, /^Say goodbye, succeeded/)).toBeVisible();
  await expect(stepIn(page, /^Run, completed/)).toBeVisible();
  await stepIn(page, /^Fine/).click();
  await expect(details).toContainText(first);
  expect(pawl.complaints).toEqual([]);
  await pawl.quit();
});

test('a step that was cut off is decided on its page, with an output', async () => {
  const folder = await makeFolder();
  const pawl = await launch();
  const runId = await startRun(pawl, breaking(folder));
  await expect(stepIn(pawl.page, /^Wait at the gate, running/)).toBeVisible();
  await pawl.quit();

  await writeFile(path.join(folder, 'mended'), '');
  const again = await launch(pawl.home);
  const { page } = again;
  await open(page, runId);
  await expect(stepIn(page, /^Wait at the gate, unknown/)).toBeVisible();
  const decide = page.getByRole('region', { name: 'Decide' });
  await decide.getByRole('button', { name: 'Mark as done…' }).click();
  await decide.getByLabel('Output, as JSON').fill('{ "stdout": ');
  await expect(decide).toContainText('This is not JSON');
  await decide.getByLabel('Output, as JSON').fill('{ "stdout": "by hand" }');
  await decide.getByRole('button', { name: 'Record it as done' }).click();
  await expect(stepIn(page, /^Run, completed/)).toBeVisible();
  await stepIn(page, /^Wait at the gate/).click();
  await expect(page.getByRole('tree', { name: 'Output' })).toContainText('by hand');
  expect(again.complaints).toEqual([]);
  await again.quit();
});

test('a run is paused, resumed, marked and cancelled; another goes on from the mark', async () => {
  const folder = await makeFolder();
  const pawl = await launch();
  const { page } = pawl;
  await startRun(pawl, breaking(folder));
  await expect(stepIn(page, /^Wait at the gate, running/)).toBeVisible();
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await writeFile(path.join(folder, 'gate'), '');
  await expect(stepIn(page, /^Run, paused/)).toBeVisible();
  await page.getByRole('tab', { name: 'Checkpoints' }).click();
  await page.getByLabel('A checkpoint where the run stands now').fill('before it breaks');
  await page.getByRole('button', { name: 'Make it' }).click();
  await expect(page.getByRole('table', { name: 'Checkpoints' })).toContainText('before it breaks');
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await expect(stepIn(page, /^Run, cancelled/)).toBeVisible();

  await writeFile(path.join(folder, 'mended'), '');
  await page.getByRole('button', { name: 'Go on from before it breaks' }).click();
  await expect(stepIn(page, /^Run, completed/)).toBeVisible();
  expect(pawl.complaints).toEqual([]);
  await pawl.quit();
});

test('a log is searched, and nothing that was printed or named is more than text', async () => {
  const pawl = await launch();
  const { page } = pawl;
  await startRun(pawl, noisy);
  await expect(stepIn(page, /^Run, completed/)).toBeVisible();
  await stepIn(page, /^Print/).click();
  await page.getByRole('tab', { name: 'Log' }).click();
  const log = page.getByRole('log', { name: 'Log' });
  await expect(log).toContainText('line 1 of many');
  await expect(log).not.toContainText('needle for world');
  await page.getByLabel('Search the log').fill('needle');
  await expect(page.getByText('1 line', { exact: true })).toBeVisible();
  await page.getByLabel('Search the log').press('Enter');
  await expect(log).toContainText('needle for world');
  await expect(log).toContainText(`red link ${hostileText}`);
  await expect(log.locator('img, a, script')).toHaveCount(0);
  await expect(page.locator('img[src="x"]')).toHaveCount(0);
  expect(await page.title()).not.toBe('1');
  expect(pawl.complaints).toEqual([]);
  await pawl.quit();
});

test('one goes back through the time of a run, and compares it with another', async () => {
  const folder = await makeFolder();
  await writeFile(path.join(folder, 'gate'), '');
  const pawl = await launch();
  const { page } = pawl;
  const failed = await startRun(pawl, breaking(folder));
  await expect(stepIn(page, /^Run, failed/)).toBeVisible();
  const slider = page.getByRole('slider', { name: 'Moment of the run' });
  await slider.focus();
  await slider.press('Home');
  await expect(stepIn(page, /^Fine, pending/)).toBeVisible();
  await expect(stepIn(page, /^Run, queued/)).toBeVisible();
  await slider.press('ArrowRight');
  await slider.press('ArrowRight');
  await expect(stepIn(page, /^Fine, running/)).toBeVisible();
  await page.getByRole('button', { name: 'Now' }).click();
  await expect(stepIn(page, /^Break, failed/)).toBeVisible();

  await writeFile(path.join(folder, 'mended'), '');
  await startRun(pawl, breaking(folder));
  await expect(stepIn(page, /^Run, completed/)).toBeVisible();
  await page.getByRole('button', { name: 'More to do with this run' }).click();
  await page.getByRole('menuitem', { name: 'Compare with the older run' }).click();
  await expect(page.getByRole('region', { name: 'Before' })).toContainText(failed);
  await expect(page.getByRole('row', { name: /^Break failed .*succeeded/ })).toBeVisible();
  expect(pawl.complaints).toEqual([]);
  await pawl.quit();
});

test('a past run is opened in the builder: its steps are marked, and what it gave is shown and tested with', async () => {
  const folder = await makeFolder();
  await writeFile(path.join(folder, 'gate'), '');
  const pawl = await launch();
  const { page } = pawl;
  await importWorkflow(pawl, breaking(folder));
  const runId = await askEngine(pawl.home, async (client) => (await client.runs.start({ source: { workflow: 'Breaking' } })).runId);
  await open(page, runId);
  await expect(stepIn(page, /^Break, failed/)).toBeVisible();
  await page.getByRole('region', { name: 'Details' }).getByRole('link', { name: 'Open in the builder' }).click();
  const loaded = page.getByRole('status', { name: 'The run on the canvas' });
  await expect(loaded).toContainText(runId);
  await expect(page.getByRole('textbox', { name: 'Name of the step' })).toHaveValue('Break');
  const canvas = page.getByRole('application', { name: 'Workflow' });
  await expect(canvas.getByRole('group', { name: /^Step Fine,.*succeeded/ })).toBeVisible();
  await expect(canvas.getByRole('group', { name: /^Step Break,.*failed/ })).toBeVisible();
  await canvas.getByRole('group', { name: /^Step Fine,/ }).click();
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await inspector.getByRole('tab', { name: 'Output' }).click();
  await expect(inspector.getByRole('tree', { name: 'Output of fine' })).toContainText('fine');

  await page.reload();
  await expect(loaded).toContainText(runId);
  await loaded.getByRole('button', { name: 'Put it away' }).click();
  await expect(loaded).toHaveCount(0);
  await expect(canvas.getByRole('group', { name: /^Step Break,.*failed/ })).toHaveCount(0);

  await open(page, runId);
  await page.getByRole('button', { name: 'More to do with this run' }).click();
  await page.getByRole('menuitem', { name: 'Open in the builder' }).click();
  await expect(loaded).toContainText(runId);
  expect(pawl.complaints).toEqual([]);
  await pawl.quit();
});

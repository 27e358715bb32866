import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { makePlace, type Place, whenEnded } from '../cli/spawn-pawl.ts';
import { askEngine } from './ask-engine.ts';
import { trayLabels } from './desktop-record.ts';
import { launchPawl, onStandIn, type Pawl } from './launch.ts';

test.skip(!onStandIn, 'only the stand-in shows what is in the tray');

const cut = `name: Cut
steps:
  - { id: work, action: shell.run, with: { command: touch under-way; sleep 600 } }
`;
const ask = `name: Ask
steps:
  - { id: agree, approve: { message: "Go on?" } }
`;
const stuck = `name: Stuck
steps:
  - { id: help, action: inbox.escalate, with: { reason: It is stuck } }
`;

let place: Place;
let pawl: Pawl;
test.beforeAll(async () => {
  place = await makePlace();
  await place.write('cut.pawl.yaml', cut);
  const run = place.start('run', 'cut.pawl.yaml');
  const ended = whenEnded(run);
  await expect.poll(() => existsSync(path.join(place.folder, 'under-way'))).toBe(true);
  run.kill('SIGKILL');
  await ended;
  pawl = await launchPawl({ home: path.join(place.folder, 'home') });
});
test.afterAll(() => pawl.quit());

test('an approval, an escalation and a step that was cut off are three, wherever they are counted', async () => {
  const waits = (count: number) => askEngine(pawl.home, async (client) => (await client.inbox.count()).open === count);
  await expect.poll(() => waits(1)).toBe(true);
  await askEngine(pawl.home, async ({ workflows }) => {
    for (const text of [ask, stuck]) {
      const { workflow } = await workflows.import({ text, trust: true });
      await workflows.execute({ workflow: workflow.id });
    }
  });
  await expect.poll(() => waits(3)).toBe(true);
  await everywhere('3', '3 wait for you', 3);
  expect((await place.pawl('inbox')).stderr).toContain('3 wait for you: 1 approval, 1 escalation, 1 interrupted step');

  await askEngine(pawl.home, async ({ inbox }) => {
    const { items } = await inbox.list({ kind: 'interrupted' });
    for (const { id, hash } of items) await inbox.answer({ item: id, hash, decision: 'skip', by: 'ada' });
  });
  await expect.poll(() => waits(2)).toBe(true);
  await everywhere('2', '2 wait for you', 2);
});

async function everywhere(count: string, words: string, items: number): Promise<void> {
  const { page } = pawl;
  await expect.poll(() => trayLabels(pawl.app)).toContain(`Waiting for you: ${count}`);
  const inbox = page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Inbox' });
  await expect(inbox).toContainText(words);
  await page.getByRole('link', { name: 'Home', exact: true }).click();
  await expect(page.getByRole('region', { name: 'Figures' }).getByRole('link', { name: /Waits for you/ })).toContainText(count);
  await inbox.click();
  await expect(page.getByRole('main')).toContainText(words);
  await expect(page.getByRole('navigation', { name: 'Items' }).getByRole('link')).toHaveCount(items);
}

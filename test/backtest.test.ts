import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Backtest } from '../shared/contract/backtest.ts';
import { type Hosted, startHosted } from './support/hosted-app.ts';

let hosted: Hosted;
let folder: string;
beforeEach(async () => {
  hosted = await startHosted();
  folder = await mkdtemp(join(tmpdir(), 'pawl-backtest-'));
});
afterEach(async () => {
  await hosted.close();
  await rm(folder, { recursive: true, force: true });
});

const steps = 'steps: [{ id: note, action: log, with: { message: hi } }]';

async function keep(text: string): Promise<void> {
  const { workflow } = await hosted.client.workflows.import({ text, trust: true });
  await hosted.client.workflows.setEnabled({ workflow: workflow.id, enabled: true });
  await expect.poll(async () => (await hosted.client.triggers.list({ workflow: workflow.id })).items[0]?.health).toBe('armed');
}

const verdictsOf = ({ items }: Backtest) => items.map(({ what, was, would }) => [what, was?.verdict ?? null, would?.verdict ?? null]);

it('says of a trigger that was not changed what its journal says, event by event', async () => {
  const { client } = hosted;
  await keep(`name: Orders
variables: [{ name: amount, type: number, required: true }]
triggers: [{ id: big, type: event, config: { name: order.*, match: event.data.amount > 100 }, with: { amount: '{{ trigger.data.amount }}' } }]
${steps}`);
  for (const amount of [50, 150, 900, 'many']) await client.events.publish({ name: 'order.created', data: { amount } });
  await client.events.publish({ name: 'other.created', data: {} });
  await expect.poll(async () => (await client.journal.list({})).items).toHaveLength(4);

  const told = await client.triggers.backtest({ trigger: 'Orders/big' });
  const journal = await client.journal.list({});
  expect(told.items.map(({ would }) => would?.verdict)).toEqual(journal.items.map(({ verdict }) => verdict));
  expect(told.items.every(({ change }) => change === 'same')).toBe(true);
  expect(told).toMatchObject({ as: 'armed', was: { runs: 2 }, would: { runs: 2 }, changes: { same: 4, gained: 0, lost: 0 } });
  expect(told.notes.join(' ')).toContain('1 published event of other names is left out');

  const edited = { id: 'big', type: 'event', config: { name: '*.created', match: 'event.data.amount === 50' } };
  const changed = await client.triggers.backtest({ edited, workflow: 'Orders' });
  expect(verdictsOf(changed)).toEqual([
    ['other.created', null, 'filtered'],
    [expect.stringContaining('order.created'), 'filtered', 'filtered'],
    [expect.stringContaining('order.created'), 'started', 'filtered'],
    [expect.stringContaining('order.created'), 'started', 'filtered'],
    [expect.stringContaining('order.created'), 'filtered', 'started'],
  ]);
  expect(changed).toMatchObject({ as: 'edited', changes: { gained: 1, lost: 2, same: 2 } });
  expect((await client.journal.list({})).items, 'it leaves no trace').toHaveLength(4);
  expect((await client.runs.list({})).items).toHaveLength(2);
});

it('tries a draft on the changes of files that were recorded, also by other triggers', async () => {
  const { client } = hosted;
  await keep(`name: Watch
triggers: [{ id: all, type: file_change, config: { path: '**', settle: 20ms } }]
settings: { workingDirectory: ${folder} }
${steps}`);
  for (const name of ['a.ts', 'b.txt', 'c.ts']) {
    await writeFile(join(folder, name), name);
    await expect.poll(async () => JSON.stringify((await client.journal.list({})).items)).toContain(name);
  }
  expect(verdictsOf(await client.triggers.backtest({ trigger: 'Watch/all' }))).toEqual([
    ['c.ts added', 'started', 'started'],
    ['b.txt added', 'started', 'started'],
    ['a.ts added', 'started', 'started'],
  ]);

  const workflow = await client.workflows.get({ workflow: 'Watch' });
  const text = `name: Watch
triggers: [{ id: all, type: file_change, config: { path: '**/*.ts', events: [change], settle: 20ms } }]
settings: { workingDirectory: ${folder} }
${steps}`;
  await client.drafts.save({ draft: workflow.id, workflow: workflow.id, base: null, text, revision: 0 });
  const draft = await client.triggers.backtest({ trigger: 'Watch/all', draft: true });
  expect(draft).toMatchObject({ as: 'draft', was: { runs: 3 }, would: { runs: 0 }, changes: { lost: 3 } });
  expect(draft.items.map(({ would }) => would?.reason)).toEqual([
    'added is not among its events: change',
    'the path does not fit **/*.ts',
    'added is not among its events: change',
  ]);

  const elsewhere = { type: 'file_change', config: { path: '*.ts', settle: '1m', batch: 'all' }, settings: { workingDirectory: folder } };
  const other = await client.triggers.backtest({ edited: elsewhere });
  expect(other.items.map(({ what, would }) => [what, would?.verdict, would?.runs])).toEqual([
    ['c.ts added', 'coalesced', 0],
    ['a.ts added', 'started', 1],
  ]);
  expect(other.notes.join(' ')).toContain('never recorded');
});

it('refuses what no trigger could be armed with, and says what is wrong', async () => {
  const { client } = hosted;
  await expect(client.triggers.backtest({ edited: { type: 'schedule', config: { cron: 'at noon' } } })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    message: expect.stringContaining('5 fields'),
  });
  await expect(client.triggers.backtest({ edited: { type: 'moon' } })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  await expect(client.triggers.backtest({ trigger: 'nothing' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(client.triggers.backtest({})).rejects.toMatchObject({ code: 'INVALID_INPUT' });
});

import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Hosted, startHosted } from './support/hosted-app.ts';

let hosted: Hosted;
beforeEach(async () => {
  hosted = await startHosted();
});
afterEach(() => hosted.close());

const stuck = (name: string, severity: string): string => `
name: ${name}
steps:
  - { id: ask, action: inbox.escalate, with: { reason: The limit is 300, severity: ${severity}, context: { amount: 900 } } }
  - { id: note, action: log, with: { message: '{{ steps.ask.output.answer }}' } }
`;

const helper = `
name: Helper
triggers:
  - { id: help, type: escalation, config: { severity: high, workflow: [Refunds, Small], match: 'escalation.context.amount > 500' } }
steps:
  - { id: answer, action: inbox.answer, with: { item: '{{ trigger.item }}', answer: 'Pay {{ trigger.context.amount / 3 }} now' } }
`;

it('a workflow with an escalation trigger helps a step that is stuck, and the journal tells of those it left alone', async () => {
  const { client } = hosted;
  await client.workflows.import({ text: helper, trust: true });
  await client.workflows.import({ text: stuck('Refunds', 'critical'), trust: true });
  await client.workflows.import({ text: stuck('Small', 'low'), trust: true });
  await client.workflows.setEnabled({ workflow: 'Helper', enabled: true });
  await expect.poll(async () => (await client.triggers.list({})).items[0]?.health).toBe('armed');

  const small = await client.workflows.execute({ workflow: 'Small' });
  const refunds = await client.workflows.execute({ workflow: 'Refunds' });
  await expect.poll(async () => (await client.runs.get({ run: refunds.runId })).state, { timeout: 10_000 }).toBe('completed');
  expect((await client.runs.get({ run: refunds.runId })).steps).toMatchObject([
    { id: 'ask', output: { answered: true, answer: 'Pay 300 now', by: expect.stringMatching(/^run:/) } },
    { id: 'note' },
  ]);

  const journal = await client.journal.list({});
  expect(journal.items.map(({ verdict, reason }) => [verdict, reason])).toEqual([
    ['started', null],
    ['filtered', 'its severity is low, below high'],
  ]);
  const { items } = await client.inbox.list({ open: true });
  expect(items).toMatchObject([{ kind: 'escalation', runId: small.runId }]);
  await client.inbox.answer({
    item: items[0]?.id ?? '',
    hash: items[0]?.hash ?? '',
    decision: 'approve',
    by: 'ada',
    fields: { answer: 'pay it' },
  });
  await expect
    .poll(async () => (await client.runs.get({ run: small.runId })).steps[0]?.output)
    .toMatchObject({ answer: 'pay it', by: 'ada' });
});

it('an event that is only named so starts nothing', async () => {
  const { client } = hosted;
  await client.workflows.import({ text: helper, trust: true });
  await client.workflows.setEnabled({ workflow: 'Helper', enabled: true });
  await expect.poll(async () => (await client.triggers.list({})).items[0]?.health).toBe('armed');
  await client.events.publish({ name: 'escalation', data: { severity: 'critical', item: 'x' } });
  await expect
    .poll(async () => (await client.journal.list({})).items.map(({ verdict, reason }) => [verdict, reason]))
    .toEqual([['filtered', 'the event is not the escalation of a step']]);
});

import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../shared/run/events.ts';
import { engineHarness, type Harness } from '../../test/support/engine-harness.ts';
import { callTool, saveAgents, say, scriptedServers, toolResults } from '../../test/support/scripted-agents.ts';
import type { InboxRow } from '../store/inbox-table.ts';

const open = engineHarness();
const serve = scriptedServers();

const isWaiting = (event: RunEvent): boolean => event.type === 'step.waiting';
const isAsked = (event: RunEvent): boolean => event.type === 'step.asked';

function theItem({ store }: Harness): InboxRow {
  const [item, ...others] = store.inbox.list({ open: true, limit: 9 });
  if (item === undefined || others.length > 0) throw new Error(`${others.length + (item === undefined ? 0 : 1)} items are open`);
  return item;
}

const told = ({ store }: Harness) => store.published.list({ name: 'escalation', limit: 9 }).map(({ data }) => data);
const answer = (harness: Harness, text: string, decision: 'approve' | 'reject' = 'approve') =>
  harness.engine.answer(theItem(harness), { decision, by: 'ada', fields: { answer: text }, comment: null });

const classify = (rule: string): string =>
  `steps: [{ id: sort, action: ai.classify, with: { text: hm, labels: [good, bad] }, escalate: ${rule} }, { id: next, action: test.pure, with: { got: '{{ steps.sort.output.label }}' }, needs: [sort] }]`;
const unsure = { data: { why: 'so', label: 'good', confidence: 0.4 } };

describe('a rule of an AI step', () => {
  it('lets it wait for help where the model is not sure, and brings the answer back', async () => {
    const { environment } = await serve([unsure]);
    const harness = await open({ environment });
    const run = await harness.start(classify('{ when: { confidenceBelow: 0.7 }, severity: high, to: ada }'));
    await harness.happened(run, isWaiting);
    const item = theItem(harness);
    expect(item).toMatchObject({
      kind: 'escalation',
      severity: 'high',
      askedOf: 'ada',
      content: { message: 'The model is only 40 % sure, and 70 % are wanted', subject: { output: { label: 'good' } } },
    });
    expect(told(harness)).toMatchObject([{ severity: 'high', item: item.id, run: run.id, step: 'sort', agent: null }]);
    await answer(harness, 'It is bad');
    const view = await harness.ended(run);
    expect(view.steps[0]?.output).toMatchObject({ label: 'good', escalated: true, answer: { by: 'ada', text: 'It is bad' } });
    expect(view.steps[1]?.output).toEqual({ got: 'good' });
  });

  it('leaves what is sure enough alone', async () => {
    const { environment } = await serve([{ data: { why: 'so', label: 'good', confidence: 0.9 } }]);
    const harness = await open({ environment });
    const view = await harness.run(classify('{ when: { confidenceBelow: 0.7 } }'));
    expect(view).toMatchObject({ state: 'completed' });
    expect(told(harness)).toEqual([]);
  });

  it('fails it at once where its author says so: told and on record, and nobody is waited for', async () => {
    const { environment } = await serve([unsure]);
    const harness = await open({ environment });
    const view = await harness.run(classify('{ when: { confidenceBelow: 0.7 }, wait: false }'));
    expect(view).toMatchObject({ state: 'failed', error: { code: 'ESCALATED', stepId: 'sort' } });
    expect(told(harness)).toMatchObject([{ item: null, reason: 'The model is only 40 % sure, and 70 % are wanted' }]);
    expect(harness.store.inbox.list({ limit: 9 })).toMatchObject([{ kind: 'escalation', status: 'withdrawn' }]);
  });

  it('goes on waiting after a restart, and fails where nobody answers in time', async () => {
    const { environment } = await serve([unsure]);
    const before = await open({ environment });
    const run = await before.start(classify('{ when: { confidenceBelow: 0.7 }, timeout: 1h }'));
    await before.happened(run, isWaiting);
    before.kill();
    const after = await open({ folder: before.folder, clock: before.clock, environment });
    expect(theItem(after)).toMatchObject({ kind: 'escalation' });
    await after.clock.advance(3_600_000);
    expect(await after.ended(run)).toMatchObject({ state: 'failed', error: { code: 'ESCALATION_TIMEOUT' } });
    expect(told(after)).toHaveLength(1);
  });

  it('goes on with what there is where its author says so', async () => {
    const { environment } = await serve([unsure]);
    const harness = await open({ environment });
    const run = await harness.start(classify('{ when: { confidenceBelow: 0.7 }, timeout: 1h, onTimeout: continue }'));
    await harness.happened(run, isWaiting);
    await harness.clock.advance(3_600_000);
    const view = await harness.ended(run);
    expect(view.steps[0]?.output).toMatchObject({ label: 'good', escalated: true, answer: { by: null, text: null } });
  });

  it('takes an answer instead of one that never had its shape, once all tries are over', async () => {
    const { environment } = await serve(() => ({ text: 'no JSON at all' }));
    const harness = await open({ environment });
    const run = await harness.start(classify('[{ when: budget }, { when: schemaFailure }]'));
    await harness.happened(run, isWaiting);
    expect(theItem(harness).content.subject).toMatchObject({ error: { code: 'AI_SCHEMA' } });
    await answer(harness, 'good');
    const view = await harness.ended(run);
    expect(view.steps[0]?.output).toMatchObject({ response: 'good', escalated: true });
  });

  it('waits no more once its run is cancelled', async () => {
    const { environment } = await serve([unsure]);
    const harness = await open({ environment });
    const run = await harness.start(classify('{ when: { confidenceBelow: 0.7 }, timeout: 1h }'));
    await harness.happened(run, isWaiting);
    await harness.engine.cancel(run, 'ada');
    expect(harness.store.inbox.list({ open: true, limit: 9 })).toEqual([]);
    expect(harness.clock.pendingTimers).toBe(0);
  });
});

describe('a rule of an agent step', () => {
  const STEP = 'steps: [{ id: help, agent: support, prompt: Help, escalate: { when: { keyword: [lawyer, refund] }, severity: critical } }]';

  it('finds its words in the answer, waits across a restart, and gives back what was said', async () => {
    const { environment } = await serve([callTool('file_list', { path: '.' }), say('The customer speaks of a Lawyer.')]);
    const before = await open({ environment });
    await saveAgents(before, { name: 'support' });
    const run = await before.start(STEP);
    await before.happened(run, isWaiting);
    before.kill();
    const after = await open({ folder: before.folder, clock: before.clock, environment });
    expect(told(after)).toMatchObject([{ agent: 'support', severity: 'critical', reason: 'The answer speaks of "lawyer"' }]);
    await answer(after, 'Call them');
    const view = await after.ended(run);
    expect(view.steps[0]?.output).toMatchObject({
      response: 'The customer speaks of a Lawyer.',
      escalated: true,
      answer: { text: 'Call them', by: 'ada' },
    });
  });

  it('fails it where the person will not help', async () => {
    const { environment } = await serve([say('a refund')]);
    const harness = await open({ environment });
    await saveAgents(harness, { name: 'support' });
    const run = await harness.start(STEP);
    await harness.happened(run, isWaiting);
    await answer(harness, 'no', 'reject');
    expect(await harness.ended(run)).toMatchObject({ state: 'failed', error: { code: 'NOT_RESOLVED' } });
  });
});

describe("a model's own call", () => {
  const helpBy = (rule: string): string => `steps: [{ id: help, agent: support, prompt: Help, escalate: ${rule} }]`;
  const asksFirst = [callTool('escalate', { severity: 'low', reason: 'May I?', to: 'me', timeout: '1s' }), say('Done without.')];

  it('is put before whom its author names, and fails the step where nobody answers in time, over a restart', async () => {
    const { server, environment } = await serve(asksFirst);
    const before = await open({ environment });
    await saveAgents(before, { name: 'support' });
    const run = await before.start(helpBy('{ when: asked, to: ada, severity: high, timeout: 2h }'));
    await before.happened(run, isAsked);
    expect(theItem(before)).toMatchObject({ askedOf: 'ada', severity: 'high', dueAt: before.clock.now() + 7_200_000 });
    await before.clock.advance(3_600_000);
    before.kill();
    const after = await open({ folder: before.folder, clock: before.clock, environment });
    await after.clock.advance(3_600_000);
    expect(await after.ended(run)).toMatchObject({ state: 'failed', error: { code: 'ESCALATION_TIMEOUT', stepId: 'help' } });
    expect(after.store.inbox.list({ limit: 9 })).toMatchObject([{ status: 'expired' }]);
    expect(server.requests).toHaveLength(1);
    expect(told(after)).toHaveLength(1);
  });

  it('goes on without help where its author says so', async () => {
    const { server, environment } = await serve(asksFirst);
    const harness = await open({ environment });
    await saveAgents(harness, { name: 'support' });
    const run = await harness.start(helpBy('{ when: asked, timeout: 2h, onTimeout: continue }'));
    await harness.happened(run, isAsked);
    await harness.clock.advance(7_200_000);
    expect((await harness.ended(run)).steps[0]?.output).toMatchObject({ response: 'Done without.' });
    expect(toolResults(server.requests.at(-1))[0]).toContain('"answered":false');
  });

  it('is told and fails the step at once where nobody is to be waited for', async () => {
    const { server, environment } = await serve(asksFirst);
    const harness = await open({ environment });
    await saveAgents(harness, { name: 'support' });
    const view = await harness.run(helpBy('{ when: asked, wait: false }'));
    expect(view).toMatchObject({ state: 'failed', error: { code: 'ESCALATED', message: 'help needs help: May I?' } });
    expect(told(harness)).toMatchObject([{ item: null, reason: 'May I?', severity: 'low' }]);
    expect(server.requests).toHaveLength(1);
  });

  it('asks for help by the tool that every agent has, and reads the answer', async () => {
    const { server, environment } = await serve([
      callTool('escalate', { severity: 'high', reason: 'May I?', context: { amount: 900 } }),
      say('Done as told.'),
    ]);
    const harness = await open({ environment });
    await saveAgents(harness, { name: 'support' });
    const run = await harness.start('steps: [{ id: help, agent: support, prompt: Help }]');
    await harness.happened(run, isAsked);
    expect(theItem(harness)).toMatchObject({
      kind: 'escalation',
      severity: 'high',
      content: { message: 'May I?', subject: { amount: 900 } },
    });
    expect(told(harness)).toMatchObject([{ agent: 'support', context: { amount: 900 }, path: expect.stringContaining('inbox.escalate') }]);
    await answer(harness, 'Only 300');
    const view = await harness.ended(run);
    expect(view.steps[0]?.output).toMatchObject({ response: 'Done as told.' });
    expect(toolResults(server.requests.at(-1))[0]).toContain('Only 300');
  });
});

describe('a workflow that helps', () => {
  it('answers the item that it was started for; an approval it cannot give', async () => {
    const { environment } = await serve([unsure]);
    const harness = await open({ environment });
    const stuck = await harness.start(`name: Stuck\n${classify('{ when: { confidenceBelow: 0.7 } }')}`);
    await harness.happened(stuck, isWaiting);
    const { id } = theItem(harness);
    const helper = await harness.run(`name: Helper\nsteps: [{ id: a, action: inbox.answer, with: { item: '${id}', answer: bad } }]`);
    expect(helper.state).toBe('completed');
    const view = await harness.ended(stuck);
    expect(view.steps[0]?.output).toMatchObject({ escalated: true, answer: { by: `run:${helper.runId}`, text: 'bad' } });

    const asks = await harness.start('name: Asks\nsteps: [{ id: a, approve: { message: May I? } }]');
    await harness.happened(asks, isWaiting);
    const forger = await harness.run(`name: Forger\nsteps: [{ id: a, action: inbox.answer, with: { item: '${theItem(harness).id}' } }]`);
    expect(forger).toMatchObject({ state: 'failed', error: { code: 'NOT_ALLOWED' } });
  });

  it('an answer that a crash has cut off is not given twice', async () => {
    const { environment } = await serve([unsure]);
    const before = await open({
      environment,
      wrap: (executor) => ({
        ...executor,
        async run(parameters, context) {
          const output = await executor.run(parameters, context);
          if (context.stepPath !== 'cut') return output;
          before.kill();
          return new Promise<never>(() => {});
        },
      }),
    });
    const stuck = await before.start(`name: Stuck\n${classify('{ when: { confidenceBelow: 0.7 } }')}`);
    await before.happened(stuck, isWaiting);
    const helper = await before.start(
      `name: Helper\nsteps: [{ id: cut, action: inbox.answer, with: { item: '${theItem(before).id}', answer: bad } }]`,
    );
    await expect.poll(() => before.store.poisoned === undefined && isClosed(before)).toBe(true);
    const after = await open({ folder: before.folder, clock: before.clock, environment });
    expect(await after.ended(helper)).toMatchObject({ state: 'completed' });
    expect((await after.ended(stuck)).steps[0]?.output).toMatchObject({ answer: { text: 'bad' } });
  });
});

/** Whether the store was closed. */
function isClosed({ store }: Harness): boolean {
  try {
    store.inbox.countOpen();
    return false;
  } catch {
    return true;
  }
}

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../shared/run/events.ts';
import { type Behaviour, engineHarness, gate, type Harness, untilStopped } from '../../test/support/engine-harness.ts';
import { callTool, callTools, saveAgents, say, scriptedServers, toolResults } from '../../test/support/scripted-agents.ts';
import type { RunRow } from '../store/runs-table.ts';

const open = engineHarness();
const serve = scriptedServers();
const STEP = 'steps: [{ id: do, agent: helper, prompt: Do it }]';
const helper = {
  name: 'helper',
  tools: [
    { tool: 'test.once', grant: 'allow' as const },
    { tool: 'test.pure', grant: 'allow' as const },
    { tool: 'shell.run', grant: 'ask' as const },
    { tool: 'delegate', grant: 'allow' as const },
  ],
};
const isTurn =
  (number: number) =>
  (event: RunEvent): boolean =>
    event.type === 'agent.turned' && event.index === number;
const rounds = (harness: Harness, run: RunRow): number[] => harness.store.agentTurns.ofStep(run.key, 'do').map(({ number }) => number);

describe('an engine that is killed in the middle of an agent step', () => {
  it('repeats neither calls that have ended nor answers that are written', async () => {
    const { server, environment } = await serve(({ messages }) => {
      const answered = messages.filter(({ role }) => role === 'assistant').length;
      return answered < 4 ? callTool('test_once', { number: answered }) : say('done');
    });
    const did: unknown[] = [];
    const behave: Behaviour = (parameters) => {
      did.push(parameters['number']);
      return null;
    };
    let harness = await open({ environment, behave });
    await saveAgents(harness, helper);
    const run = await harness.start(STEP);
    for (const number of [1, 3]) {
      await harness.happened(run, isTurn(number));
      harness.kill();
      const { folder, clock } = harness;
      harness = await open({ folder, clock, environment, behave, idle: true });
      await harness.engine.start();
      // A crash between the answer and its effect leaves a call that nobody can tell of.
      for (const step of harness.store.steps.list(run.key)) {
        if (step.status === 'unknown') await harness.engine.decide(run, step.path, did.includes(number) ? 'done' : 'retry', 'ada');
      }
    }
    expect((await harness.ended(run)).state).toBe('completed');
    expect(did).toEqual([0, 1, 2, 3]);
    expect(rounds(harness, run)).toEqual([0, 1, 2, 3, 4]);
    // Whatever was asked twice was asked with the same conversation.
    expect(toolResults(server.requests.at(-1))).toHaveLength(4);
    expect(harness.faults).toEqual([]);
  });

  it('gives the model back what it had thought, as it was signed', async () => {
    const thinking = { text: 'First I look.', signature: '' };
    const { server, environment } = await serve(({ messages }) =>
      messages.length < 4 ? { thinking, toolCalls: [{ tool: 'test_pure', input: { number: messages.length } }] } : say('done'),
    );
    let harness = await open({ environment });
    await saveAgents(harness, helper);
    const run = await harness.start(STEP);
    await harness.happened(run, isTurn(0));
    harness.kill();
    const { folder, clock } = harness;
    harness = await open({ folder, clock, environment });
    expect((await harness.ended(run)).state).toBe('completed');
    expect(server.requests.at(-1)?.raw.match(/"reasoning_content":"First I look\."/g)).toHaveLength(2);
  });

  it('asks a person about a call that may have had its effect, and tells the model what was decided', async () => {
    const { server, environment } = await serve(({ messages }) =>
      messages.length === 1 ? callTools(['test_once', {}], ['test_pure', {}]) : say('done'),
    );
    const began = gate();
    const before = await open({
      environment,
      behave: (_, { signal, stepPath }) => {
        if (!stepPath.endsWith('once')) return 'pure';
        began.open();
        return untilStopped(signal);
      },
    });
    await saveAgents(before, helper);
    const run = await before.start(STEP);
    await began.opened;
    await before.happened(run, (event) => event.type === 'step.succeeded' && event.path === 'do[0]/test.pure');
    before.kill();
    const after = await open({ folder: before.folder, clock: before.clock, environment, behave: () => 'again' });
    expect(after.view(run)).toMatchObject({ state: 'needs_attention' });
    expect(server.requests).toHaveLength(1);
    await after.engine.decide(run, 'do[0]/test.once', 'skip', 'ada');
    expect((await after.ended(run)).state).toBe('completed');
    expect(toolResults(server.requests[1])).toEqual([expect.stringContaining('ada decided: skip'), expect.stringContaining('pure')]);
  });

  it('gives nothing of a budget back', async () => {
    const { environment } = await serve(() => callTool('test_pure'));
    const opening = { environment, behave: () => null };
    let harness = await open(opening);
    await saveAgents(harness, { ...helper, budget: { rounds: 6 } });
    const run = await harness.start(STEP);
    for (const number of [1, 3]) {
      await harness.happened(run, isTurn(number));
      harness.kill();
      harness = await open({ ...opening, folder: harness.folder, clock: harness.clock });
    }
    const view = await harness.ended(run);
    expect(view.error).toMatchObject({ code: 'AI_BUDGET', message: expect.stringContaining('6 rounds') });
    expect(rounds(harness, run)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('goes on asking for the same approval, and does what was shown', async () => {
    const { environment } = await serve(({ messages }) =>
      messages.length === 1 ? callTool('shell_run', { command: 'echo x >> out.txt' }) : say('done'),
    );
    const before = await open({ environment });
    await saveAgents(before, helper);
    const run = await before.start(STEP);
    await before.happened(run, (event) => event.type === 'step.asked');
    const [item] = before.store.inbox.list({ open: true, limit: 9 });
    before.kill();
    const after = await open({ folder: before.folder, clock: before.clock, environment });
    const [same, ...others] = after.store.inbox.list({ open: true, limit: 9 });
    expect([same?.id, others]).toEqual([item?.id, []]);
    if (same === undefined) return;
    expect(after.view(run).state).toBe('waiting');
    await after.engine.answer(same, { decision: 'approve', by: 'ada', fields: {}, comment: null });
    expect((await after.ended(run)).state).toBe('completed');
    expect(await readFile(join(after.folder, 'out.txt'), 'utf8')).toBe('x\n');
  });

  it('does not do a call that was changed after it was shown', async () => {
    const { server, environment } = await serve(({ messages }) =>
      messages.length === 1 ? callTool('shell_run', { command: 'echo harmless' }) : say('done'),
    );
    const before = await open({ environment });
    await saveAgents(before, helper);
    const run = await before.start(STEP);
    await before.happened(run, (event) => event.type === 'step.asked');
    const [item] = before.store.inbox.list({ open: true, limit: 9 });
    before.kill();
    const { default: Sqlite } = await import('better-sqlite3');
    const database = new Sqlite(join(before.folder, 'data', 'pawl.db'));
    database.prepare("UPDATE agent_turns SET content = replace(content, 'echo harmless', 'touch evil.txt')").run();
    database.close();
    const after = await open({ folder: before.folder, clock: before.clock, environment });
    if (item === undefined) throw new Error('nothing was asked');
    await after.engine.answer(item, { decision: 'approve', by: 'ada', fields: {}, comment: null });
    expect((await after.ended(run)).state).toBe('completed');
    expect(toolResults(server.requests.at(-1))[0]).toContain('APPROVAL_VOID');
    await expect(readFile(join(after.folder, 'evil.txt'))).rejects.toThrow('ENOENT');
  });
});

describe('an agent step that is stopped', () => {
  it.each([
    ['while its model is asked', 'hang'],
    ['while a call is at work', 'call'],
  ])('ends with the run, %s', async (_, where) => {
    const began = gate();
    const { server, environment } = await serve(({ messages }) =>
      where === 'hang' || messages.length > 1 ? { connection: 'hang' as const } : callTool('test_once'),
    );
    const harness = await open({
      environment,
      behave: (_parameters, { signal }) => {
        began.open();
        return untilStopped(signal);
      },
    });
    await saveAgents(harness, helper);
    const run = await harness.start(STEP);
    await (where === 'hang' ? server.received(1) : began.opened);
    expect((await harness.engine.cancel(run, 'ada')).status).toBe('cancelled');
    expect((await harness.ended(run)).steps.map(({ state }) => state)).toEqual(
      where === 'hang' ? ['cancelled'] : ['cancelled', 'cancelled'],
    );
    expect(harness.faults).toEqual([]);
  });

  it('takes no longer than its time-out', async () => {
    const { server, environment } = await serve(() => ({ connection: 'hang' as const }));
    const harness = await open({ environment });
    await saveAgents(harness, helper);
    const run = await harness.start('steps: [{ id: do, agent: helper, prompt: Do it, timeout: 30s }]');
    await server.received(1);
    await harness.clock.advance(31_000);
    expect((await harness.ended(run)).steps[0]).toMatchObject({
      state: 'timed_out',
      error: { code: 'TIMEOUT', message: 'do took longer than 30000 ms' },
    });
  });

  it('tries again where its model gave no answer, with the same conversation and no call repeated', async () => {
    let failures = 0;
    const { server, environment } = await serve(({ messages }) => {
      if (messages.length === 1) return callTool('test_once');
      return failures++ === 0 ? { error: { status: 400, message: 'not now' } } : say('done');
    });
    let did = 0;
    const harness = await open({ environment, behave: () => ++did });
    await saveAgents(harness, helper);
    const run = await harness.start(
      'steps: [{ id: do, agent: helper, prompt: Do it, retry: { maxRetries: 1, delay: 1s, on: [AI_FAILED, AI_REFUSED] } }]',
    );
    await harness.happened(run, (event) => event.type === 'step.failed');
    await harness.clock.advance(1000);
    expect(await harness.ended(run)).toMatchObject({ state: 'completed', error: null });
    expect(did).toBe(1);
    expect(rounds(harness, run)).toEqual([0, 1]);
    expect(server.requests.at(-1)?.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'tool']);
  });
});

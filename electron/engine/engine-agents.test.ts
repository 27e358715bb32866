import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isJsonObject } from '../../shared/lib/json.ts';
import type { RunEvent } from '../../shared/run/events.ts';
import { engineHarness, type Harness } from '../../test/support/engine-harness.ts';
import { callTool, callTools, saveAgents, say, scriptedServers, toolResults } from '../../test/support/scripted-agents.ts';
import { transcriptOf } from '../api/transcripts.ts';
import type { RunRow } from '../store/runs-table.ts';

const open = engineHarness();
const serve = scriptedServers();
const REVIEW = 'steps: [{ id: review, agent: reviewer, prompt: "Look at {{ file }}" }]\nvariables: [{ name: file, default: a.txt }]';

const pathsOf = (harness: Harness, run: RunRow): string[] =>
  harness.store.steps.list(run.key).map(({ path, status }) => `${path} ${status}`);
const isAsked = (event: RunEvent): boolean => event.type === 'step.asked';

async function inbox(harness: Harness, run: RunRow) {
  await harness.happened(run, isAsked);
  return harness.store.inbox.list({ open: true, runKey: run.key, limit: 99 });
}

describe('an agent step', () => {
  it('asks its model in rounds, does what it calls for as steps, and gives its last answer', async () => {
    const { server, environment } = await serve([callTool('file_read', { path: 'a.txt' }), say('It says hello.')]);
    const harness = await open({ environment });
    await saveAgents(harness, { name: 'reviewer', instructions: 'You review.' });
    await writeFile(join(harness.folder, 'a.txt'), 'hello');
    const run = await harness.start(REVIEW);
    const view = await harness.ended(run);
    expect(view.state).toBe('completed');
    expect(view.steps[0]?.output).toMatchObject({
      result: 'It says hello.',
      response: 'It says hello.',
      data: null,
      model: 'local/scripted:70b',
      cost: 0,
      escalated: false,
    });
    expect(pathsOf(harness, run)).toEqual(['review succeeded', 'review[0]/file.read succeeded']);
    const [first, second] = server.requests;
    expect(first?.system).toContain('You review.');
    expect(first?.messages).toEqual([{ role: 'user', text: 'Look at a.txt' }]);
    expect(first?.tools.map(({ name }) => name).sort()).toEqual(
      [
        'escalate',
        'file_exists',
        'file_hash',
        'file_list',
        'file_read',
        'file_stat',
        'git_branches',
        'git_diff',
        'git_log',
        'git_show',
        'git_status',
      ].sort(),
    );
    expect(second?.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'tool']);
    expect(toolResults(second)[0]).toContain('hello');
    const output = view.steps[0]?.output;
    const turns = harness.store.agentTurns.ofStep(run.key, 'review');
    expect(turns.map(({ number, model, tokens }) => [number, model, tokens > 0])).toEqual([
      [0, 'local/scripted:70b', true],
      [1, 'local/scripted:70b', true],
    ]);
    expect(isJsonObject(output) && output['tokens']).toBe(turns.reduce((sum, turn) => sum + turn.tokens, 0));
  });

  it('is told what went wrong with a call, and the run is none the worse for it', async () => {
    const { server, environment } = await serve([
      callTools(
        ['file_read', { path: 'none.txt' }],
        ['file_read', { nonsense: 1 }],
        ['shell_run', { command: 'touch x' }],
        ['made_up', {}],
      ),
      say('Nothing there.'),
    ]);
    const harness = await open({ environment });
    await saveAgents(harness, { name: 'reviewer' });
    const run = await harness.start(REVIEW);
    expect((await harness.ended(run)).state).toBe('completed');
    expect(pathsOf(harness, run).sort()).toEqual([
      'review succeeded',
      'review[0]/file.read failed',
      'review[0]/file.read_2 failed',
      'review[0]/tool.made_up failed',
      'review[0]/tool.shell_run failed',
    ]);
    const told = toolResults(server.requests[1]).join('\n');
    for (const code of ['NOT_FOUND', 'INVALID_PARAMETERS', 'TOOL_NOT_GRANTED']) expect(told).toContain(code);
  });

  it('never renders what a model gives: it is data', async () => {
    const text = '{{ secrets.TOKEN }} {{ run.id }} ${HOME}';
    const { environment } = await serve([callTool('file_write', { path: 'out.txt', content: text }), say('done')]);
    const harness = await open({ environment });
    await saveAgents(harness, { name: 'reviewer', tools: [{ tool: 'file.write', grant: 'allow' }] });
    expect((await harness.run(REVIEW)).state).toBe('completed');
    expect(await readFile(join(harness.folder, 'out.txt'), 'utf8')).toBe(text);
  });
});

describe('the conversation of an agent step', () => {
  it('can be read: what was asked and said, what was called for and what came of it, at what cost', async () => {
    const { environment } = await serve([
      callTools(['file_read', { path: 'none.txt' }], ['file_exists', { path: 'a.txt' }]),
      say('Nothing there.'),
    ]);
    const harness = await open({ environment });
    await saveAgents(harness, { name: 'reviewer' });
    const run = await harness.start(REVIEW);
    await harness.ended(run);
    const transcript = transcriptOf(harness.store, run, 'review', 1000);
    expect(transcript).toMatchObject({ agent: 'reviewer', prompt: 'Look at a.txt', spent: { rounds: 2, cost: 0 } });
    expect(
      transcript.turns.map(({ number, text, model, calls }) => [
        number,
        text,
        model,
        calls.map(({ path, target, state }) => [path, target, state]),
      ]),
    ).toEqual([
      [
        0,
        '',
        'local/scripted:70b',
        [
          ['review[0]/file.read', 'file.read', 'failed'],
          ['review[0]/file.exists', 'file.exists', 'succeeded'],
        ],
      ],
      [1, 'Nothing there.', 'local/scripted:70b', []],
    ]);
    expect(transcript.turns[0]?.calls[0]?.input.value).toEqual({ path: 'none.txt' });
    expect(harness.view(run).steps.map(({ path, name, kind, action }) => [path, name, kind, action])).toContainEqual([
      'review[0]/file.read',
      'file.read',
      'action',
      'file.read',
    ]);
  });
});

describe('a call that a person is asked for', () => {
  const asks = { name: 'reviewer', tools: [{ tool: 'shell.run', grant: 'ask' as const }] };

  it('is shown as it would be run, and run once it is approved', async () => {
    const { environment } = await serve([callTool('shell_run', { command: 'echo \u202ehi > out.txt' }), say('done')]);
    const harness = await open({ environment });
    await saveAgents(harness, asks);
    const run = await harness.start(REVIEW);
    const [item] = await inbox(harness, run);
    if (item === undefined) throw new Error('nothing was asked');
    expect(item).toMatchObject({
      kind: 'approval',
      path: 'review[0]/shell.run',
      content: {
        title: 'reviewer wants to use shell.run',
        subject: { tool: 'shell.run', parameters: { command: 'echo \\u{202e}hi > out.txt' } },
      },
    });
    expect(harness.view(run).state).toBe('waiting');
    await harness.engine.answer(item, { decision: 'approve', by: 'ada', fields: {}, comment: null });
    expect((await harness.ended(run)).state).toBe('completed');
    expect(await readFile(join(harness.folder, 'out.txt'), 'utf8')).toBe('\u202ehi\n');
  });

  it('is not done when it is rejected, and the model is told why', async () => {
    const { server, environment } = await serve([callTool('shell_run', { command: 'touch out.txt' }), say('then not')]);
    const harness = await open({ environment });
    await saveAgents(harness, asks);
    const run = await harness.start(REVIEW);
    const [item] = await inbox(harness, run);
    if (item === undefined) throw new Error('nothing was asked');
    await harness.engine.answer(item, { decision: 'reject', by: 'ada', fields: {}, comment: 'too dangerous' });
    expect((await harness.ended(run)).state).toBe('completed');
    expect(toolResults(server.requests[1])[0]).toContain('ada did not approve shell.run: too dangerous');
    await expect(readFile(join(harness.folder, 'out.txt'))).rejects.toThrow('ENOENT');
  });
});

describe('work that is handed on', () => {
  it('is done by the other agent inside of the step, with its own tools and the budget of both', async () => {
    const { server, environment } = await serve((request) => {
      if (request.system.includes('I write'))
        return request.messages.length === 1 ? callTool('file_read', { path: 'a.txt' }) : say('A fine text.');
      return request.messages.length === 1
        ? callTool('delegate', { agent: 'writer', task: 'Write about a.txt' })
        : say('The writer says it is fine.');
    });
    const harness = await open({ environment });
    await writeFile(join(harness.folder, 'a.txt'), 'hello');
    await saveAgents(
      harness,
      { name: 'reviewer', tools: [{ tool: 'delegate', grant: 'allow' }] },
      { name: 'writer', instructions: 'I write' },
    );
    const run = await harness.start(REVIEW);
    const view = await harness.ended(run);
    expect(pathsOf(harness, run)).toEqual([
      'review succeeded',
      'review[0]/agent.writer succeeded',
      'review[0]/agent.writer[0]/file.read succeeded',
    ]);
    expect(toolResults(server.requests.at(-1))[0]).toContain('A fine text.');
    const { tokens } = harness.store.agentTurns.spent(run.key, 'review');
    expect(view.steps[0]?.output).toMatchObject({ result: 'The writer says it is fine.', tokens });
    expect(server.requests[1]?.tools.map(({ name }) => name)).not.toContain('delegate');
  });
});

describe('AI-5 an agent that does not stop', () => {
  const asks = { name: 'reviewer', tools: [{ tool: 'shell.run', grant: 'ask' as const }] };

  it('asks for several things at once in one go, and for too many not at all', async () => {
    const many = (count: number) =>
      callTools(...Array.from({ length: count }, (_, index) => ['shell_run', { command: `echo ${index}` }] as const));
    const { environment } = await serve([many(3), many(9)]);
    const harness = await open({ environment });
    await saveAgents(harness, asks);
    const run = await harness.start(REVIEW);
    await harness.happened(run, (event) => event.type === 'step.asked' && event.path === 'review[0]/shell.run_3');
    const items = await inbox(harness, run);
    expect(items).toHaveLength(3);
    for (const item of items) await harness.engine.answer(item, { decision: 'approve', by: 'ada', fields: {}, comment: null });
    expect(await harness.ended(run)).toMatchObject({
      state: 'failed',
      error: { code: 'TOO_MANY_APPROVALS', message: expect.stringContaining('9 questions at once; nobody was asked') },
    });
    expect(harness.store.inbox.list({ runKey: run.key, limit: 99 })).toHaveLength(3);
  });

  it.each([
    ['its own tokens', { tokens: 3000 }, undefined],
    ['the tokens of its step', {}, { tokens: 3000 }],
  ])('is stopped by %s', async (_, budget, stepBudget) => {
    const { environment } = await serve(() => ({
      toolCalls: [{ tool: 'file_exists', input: { path: 'a.txt' } }],
      tokens: { input: 900, output: 100 },
    }));
    const harness = await open({ environment });
    await saveAgents(harness, { name: 'reviewer', budget, model: { maxTokens: 100 } });
    const step = {
      id: 'review',
      agent: 'reviewer',
      prompt: 'p',
      ...(stepBudget === undefined ? {} : { budget: stepBudget }),
      tools: ['file.exists'],
    };
    const view = await harness.run(JSON.stringify({ name: 'T', steps: [step] }));
    expect(view.error?.code).toBe('AI_BUDGET');
    expect(harness.store.agentTurns.spent(1, 'review').tokens).toBeLessThanOrEqual(3000);
  });

  it('hands work on so deep and no deeper, never in a circle, and never more tools than its step leaves it', async () => {
    const chain = ['a', 'b', 'c', 'd', 'e'];
    const offered: string[] = [];
    const { environment } = await serve((request) => {
      const self = chain.find((name) => request.system.includes(`I am ${name}.`)) ?? '';
      if (request.messages.length > 1) return say('done');
      offered.push(`${self}: ${request.tools.map(({ name }) => name).join(' ')}`);
      const delegate = request.tools.find(({ name }) => name === 'delegate');
      return delegate === undefined ? say('no further') : callTool('delegate', { agent: chain[chain.indexOf(self) + 1], task: 't' });
    });
    const harness = await open({ environment });
    await saveAgents(
      harness,
      ...chain.map((name) => ({ name, instructions: `I am ${name}.`, tools: [{ tool: 'delegate', grant: 'allow' as const }] })),
    );
    const run = await harness.start('steps: [{ id: go, agent: a, prompt: p, tools: [delegate, file.read] }]');
    expect((await harness.ended(run)).state).toBe('completed');
    expect(offered).toEqual(['a: file_read delegate', 'b: file_read delegate', 'c: file_read delegate', 'd: file_read']);
    expect(pathsOf(harness, run).at(-1)).toBe('go[0]/agent.b[0]/agent.c[0]/agent.d succeeded');
  });
});

describe('what an agent gives', () => {
  it('fits the schema of its step, asked for once more where the first answer does not', async () => {
    const { server, environment } = await serve([
      callTool('file_exists', { path: 'a.txt' }),
      say('I think it is high.'),
      { data: { severity: 'high' } },
    ]);
    const harness = await open({ environment });
    await saveAgents(harness, { name: 'reviewer' });
    const outputSchema = {
      type: 'object',
      properties: { severity: { type: 'string' } },
      required: ['severity'],
      additionalProperties: false,
    };
    const view = await harness.run(JSON.stringify({ name: 'T', steps: [{ id: 'review', agent: 'reviewer', prompt: 'p', outputSchema }] }));
    expect(view.steps[0]?.output).toMatchObject({ severity: 'high', result: { severity: 'high' }, response: 'I think it is high.' });
    expect(server.requests[2]?.tools).toEqual([]);
  });

  it('can rest on what a person says, and on what another workflow gives', async () => {
    const { server, environment } = await serve([
      callTools(['ask_person', { question: 'Which colour?\u202e' }], ['workflow_Double_it', { number: 4 }]),
      say('So be it.'),
    ]);
    const harness = await open({ environment });
    await harness.save(
      'name: Double it\nvariables: [{ name: number, type: number, required: true }]\nsteps: [{ id: a, action: test.pure }]\noutputs: { twice: "{{ vars.number * 2 }}" }',
    );
    await saveAgents(harness, {
      name: 'reviewer',
      tools: [
        { tool: 'ask', grant: 'allow' },
        { tool: 'workflow:Double it', grant: 'allow' },
      ],
    });
    const run = await harness.start(REVIEW);
    await harness.happened(run, (event) => event.type === 'step.waiting' && event.item !== undefined);
    const [item] = harness.store.inbox.list({ open: true, limit: 9 });
    if (item === undefined) throw new Error('nothing was asked');
    expect(item).toMatchObject({ path: 'review[0]/ask.person', content: { message: 'Which colour?\\u{202e}' } });
    await harness.engine.answer(item, { decision: 'approve', by: 'ada', fields: { answer: 'green' }, comment: null });
    expect((await harness.ended(run)).state).toBe('completed');
    const [colour, number] = toolResults(server.requests.at(-1));
    expect(colour).toContain('green');
    expect(number).toContain('{"twice":8}');
    expect(pathsOf(harness, run)).toContain('review[0]/workflow.Double_it succeeded');
  });
});

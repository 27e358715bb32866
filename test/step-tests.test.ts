import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ORPCError } from '@orpc/client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunView } from '../shared/contract/run-view.ts';
import { type Hosted, startHosted } from './support/hosted-app.ts';

let hosted: Hosted;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pawl-step-tests-'));
  await writeFile(join(folder, 'in.txt'), 'one\ntwo');
  hosted = await startHosted();
});
afterEach(async () => {
  expect(hosted.faults).toEqual([]);
  await hosted.close();
  await rm(folder, { recursive: true, force: true });
});

/** Each step leaves a line in `ran.txt`, so that it can be told which were done. */
const chain = () => `
name: Chain
settings: { workingDirectory: ${JSON.stringify(folder)}, concurrency: { limit: 1, whenBusy: replace } }
variables:
  - { name: greeting, required: true }
steps:
  - { id: read, action: shell.run, with: { command: "echo read >> ran.txt; cat in.txt" } }
  - { id: count, action: shell.run, with: { command: "echo count >> ran.txt; printf '%s' {{ steps.read.output.stdout }} | wc -l" } }
  - id: each
    forEach: "steps.read.output.stdout.split('\\\\n')"
    steps:
      - { id: shout, action: log, with: { message: "{{ vars.greeting }} {{ item }}" } }
      - { id: write, action: file.write, with: { path: "out-{{ index }}.txt", content: "{{ steps.shout.output }}" } }
  - { id: last, action: shell.run, with: { command: "echo last >> ran.txt" } }
`;

const ran = async (): Promise<string[]> =>
  (await readFile(join(folder, 'ran.txt'), 'utf8').catch(() => '')).split('\n').filter((line) => line !== '');

async function ended(runId: string): Promise<RunView> {
  for await (const _ of await hosted.client.runs.follow({ run: runId })) {
    // Until it ends.
  }
  return hosted.client.runs.get({ run: runId });
}

async function test(step: string, more: object = {}): Promise<RunView> {
  const { runId } = await hosted.client.stepTests.start({ draft: { text: chain() }, step, mode: 'alone', ...more });
  return ended(runId);
}

async function refusal(call: Promise<unknown>): Promise<ORPCError<string, { problems?: { message: string; path?: string }[] }>> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ORPCError)) throw new Error(`no error of the contract: ${String(error)}`);
  return error;
}

describe('testing a step alone', () => {
  it('runs that step, with real effects, as a recorded run that says it is a test', async () => {
    const view = await test('read');
    expect(view).toMatchObject({ state: 'completed', triggeredBy: 'test', steps: [{ id: 'read', state: 'succeeded' }] });
    expect(await ran()).toEqual(['read']);
    expect((await hosted.client.runs.list({})).items).toHaveLength(1);
  });

  it('takes what other steps gave from what is given, and runs none of them', async () => {
    const view = await test('count', { sources: { given: { read: { stdout: 'a\nb\nc' } } } });
    expect(view.steps.map(({ id, state, reason }) => [id, state, reason])).toEqual([
      ['read', 'succeeded', 'taken from what was given'],
      ['count', 'succeeded', null],
    ]);
    expect(view.steps.at(-1)?.output).toMatchObject({ stdout: expect.stringContaining('2') });
    expect(await ran()).toEqual(['count']);
  });

  it('takes them from a past run, and from the test of a single step', async () => {
    const first = await test('read');
    expect((await test('count', { sources: { run: first.runId } })).state).toBe('completed');
    const second = await test('count', { sources: { results: { read: first.runId } } });
    expect(second.steps[0]).toMatchObject({ id: 'read', reason: `taken from run ${first.runId}`, output: { stdout: 'one\ntwo' } });
  });

  it('refuses, with the name of each step whose output nobody has, before anything is done', async () => {
    const error = await refusal(test('count'));
    expect(error.code).toBe('INVALID_INPUT');
    expect(error.data?.problems).toMatchObject([{ path: 'sources.given.read' }]);
    expect(await ran()).toEqual([]);
    expect((await hosted.client.runs.list({})).items).toEqual([]);
  });

  it('asks only for the variables and the item that the step reads', async () => {
    const without = await refusal(test('shout', { sources: { item: 'x' } }));
    expect(without.data?.problems).toMatchObject([{ path: 'inputs.greeting' }]);
    expect((await refusal(test('shout', { sources: { inputs: { greeting: 'Hi' } } }))).data?.problems).toMatchObject([
      { path: 'sources.item' },
    ]);
    const view = await test('shout', { sources: { inputs: { greeting: 'Hi' }, item: '{{ not.a.placeholder }}' } });
    expect(view.steps.find(({ id }) => id === 'shout')).toMatchObject({
      path: 'each[0]/shout',
      output: { message: 'Hi {{ not.a.placeholder }}' },
    });
  });

  it('does not mind what is wrong with other steps, and minds what is wrong with this one', async () => {
    const broken = `${chain()}  - { id: bad, action: file.read, with: { pth: x } }\n`;
    const { runId } = await hosted.client.stepTests.start({ draft: { text: broken }, step: 'read', mode: 'alone' });
    expect((await ended(runId)).state).toBe('completed');
    const error = await refusal(hosted.client.stepTests.start({ draft: { text: broken }, step: 'bad', mode: 'alone' }));
    expect(error.code).toBe('WORKFLOW_INVALID');
  });

  it('neither waits for nor replaces the workflow’s own runs, and changes nothing about the workflow', async () => {
    const { workflow } = await hosted.client.workflows.import({
      text: chain().replace('echo last >> ran.txt', 'until [ -e go ]; do sleep 0.02; done'),
      trust: true,
    });
    const own = await hosted.client.runs.start({ source: { workflow: workflow.id }, inputs: { greeting: 'Hi' } });
    const { runId, workflowId } = await hosted.client.stepTests.start({
      draft: { text: chain(), workflow: workflow.id },
      step: 'read',
      mode: 'alone',
    });
    expect((await ended(runId)).state).toBe('completed');
    expect(workflowId).toBe(workflow.id);
    expect((await hosted.client.runs.get({ run: own.runId })).state).toBe('running');
    expect((await hosted.client.workflows.versions({ workflow: workflow.id })).items).toMatchObject([{ number: 1, current: true }]);
    expect((await hosted.client.workflows.get({ workflow: workflow.id })).lastRun?.runId).toBe(own.runId);
    await appendFile(join(folder, 'go'), '');
    expect((await ended(own.runId)).state).toBe('completed');
  });

  it('of a draft that was never saved lists no workflow', async () => {
    await test('read');
    expect((await hosted.client.workflows.list({})).items).toEqual([]);
    const { workflow } = await hosted.client.workflows.import({ text: chain(), trust: true });
    expect((await hosted.client.workflows.versions({ workflow: workflow.id })).items).toMatchObject([{ number: 1, current: true }]);
  });
});

describe('testing up to a step', () => {
  it('runs the step and what leads to it, inside a loop too, and nothing after it', async () => {
    const view = await test('shout', { mode: 'upTo', sources: { inputs: { greeting: 'Hi' } } });
    expect(view.state).toBe('completed');
    expect(await ran()).toEqual(['read', 'count']);
    expect(view.steps.filter(({ state }) => state === 'succeeded').map(({ path }) => path)).toEqual([
      'read',
      'count',
      'each',
      'each[0]/shout',
      'each[1]/shout',
    ]);
  });

  it('takes pinned outputs instead of running their steps', async () => {
    const { workflowId } = await hosted.client.pins.set({ text: chain(), step: 'read', from: { output: { stdout: 'only' } } });
    const view = await test('count', { mode: 'upTo', sources: { inputs: { greeting: 'Hi' } } });
    expect(view.steps[0]).toMatchObject({ id: 'read', reason: 'taken from the pinned output', output: { stdout: 'only' } });
    expect(await ran()).toEqual(['count']);
    await hosted.client.pins.remove({ workflow: workflowId, step: 'read' });
    await test('count', { mode: 'upTo', sources: { inputs: { greeting: 'Hi' } } });
    expect(await ran()).toEqual(['count', 'read', 'count']);
  });

  it('goes on after a restart with the results that it was given', async () => {
    const held = chain()
      .replace('echo count >> ran.txt', 'until [ -e go ]; do sleep 0.02; done; echo count >> ran.txt')
      .replace('id: count,', 'id: count, onInterrupted: retry,');
    const { runId } = await hosted.client.stepTests.start({
      draft: { text: held },
      step: 'count',
      mode: 'upTo',
      sources: { inputs: { greeting: 'Hi' }, given: { read: { stdout: 'x'.repeat(100_000) } } },
    });
    for await (const update of await hosted.client.runs.follow({ run: runId }))
      if (update.type === 'step' && update.step.id === 'count' && update.step.state === 'running') break;
    const { dataDir } = hosted;
    await hosted.close();
    await appendFile(join(folder, 'go'), '');
    hosted = await startHosted({ dataDir });
    expect((await ended(runId)).steps.slice(0, 2)).toMatchObject([
      { id: 'read', state: 'succeeded', reason: 'taken from what was given' },
      { id: 'count', state: 'succeeded' },
    ]);
    expect(await ran()).toEqual(['count']);
  });
});

describe('a pinned output', () => {
  it('is kept with the run that gave it, and is stale once its step changes', async () => {
    const { workflow } = await hosted.client.workflows.import({ text: chain(), trust: true });
    const { runId } = await hosted.client.stepTests.start({ draft: { text: chain() }, step: 'read', mode: 'alone' });
    await ended(runId);
    const pinned = await hosted.client.pins.set({ text: chain(), workflow: workflow.id, step: 'read', from: { run: runId } });
    expect(pinned).toMatchObject({ step: 'read', runId, stale: null });
    expect(await hosted.client.pins.get({ workflow: workflow.id, step: 'read' })).toMatchObject({ output: { stdout: 'one\ntwo' } });
    await hosted.client.workflows.update({ workflow: workflow.id, text: chain().replace('cat in.txt', 'cat other.txt'), trust: true });
    expect((await hosted.client.pins.list({ workflow: workflow.id })).items).toMatchObject([{ stale: 'the step was changed since' }]);
  });

  it('is refused when it is too large, or when the step failed', async () => {
    const large = hosted.client.pins.set({ text: chain(), step: 'read', from: { output: 'x'.repeat(11 * 1024 * 1024) } });
    expect((await refusal(large)).code).toBe('INVALID_INPUT');
    const failed = await test('read', { draft: { text: chain().replace('cat in.txt', 'exit 3') } });
    expect(failed.state).toBe('failed');
    const pin = hosted.client.pins.set({ text: chain(), step: 'read', from: { run: failed.runId } });
    expect((await refusal(pin)).code).toBe('CONFLICT');
  });

  it('follows its step to another id', async () => {
    const { workflowId } = await hosted.client.pins.set({ text: chain(), step: 'read', from: { output: 1 } });
    await hosted.client.pins.rename({ workflow: workflowId, step: 'read', to: 'fetch' });
    expect((await hosted.client.pins.list({ workflow: workflowId })).items).toMatchObject([{ step: 'fetch' }]);
  });
});

describe('the samples of a draft', () => {
  it('are what a test would take, with the inputs of the run that they come from, and cut where they are large', async () => {
    const large = await test('read', { draft: { text: chain().replace('cat in.txt', 'seq 1 30000') } });
    const ask = (whole: boolean) =>
      hosted.client.stepTests.samples({ steps: ['read', 'count'], sources: { run: large.runId, inputs: { greeting: 'Hi' } }, whole });
    const { items, inputs } = await ask(false);
    expect(items).toMatchObject([{ step: 'read', source: `run ${large.runId}`, isCut: true }]);
    expect(JSON.stringify(items).length).toBeLessThan(10_000);
    expect(inputs).toEqual({ greeting: 'Hi' });
    expect((await ask(true)).items[0]).toMatchObject({ isCut: false, output: { stdout: expect.stringContaining('30000') } });
  });
});

describe('the preview of an expression', () => {
  it('gives what a run would give, from pins, past runs and sample data', async () => {
    const { workflowId } = await hosted.client.pins.set({ text: chain(), step: 'read', from: { output: { stdout: 'a\nb' } } });
    const ask = (text: string, isBare = false) =>
      hosted.client.stepTests.preview({ text, isBare, workflow: workflowId, sources: { inputs: { greeting: 'Hi' }, item: { n: 2 } } });
    expect(await ask('{{ steps.read.output.stdout }}!')).toEqual({ ok: true, value: 'a\nb!', isCut: false });
    expect(await ask("{{ read.stdout.split('\\n').length + item.n }}")).toEqual({ ok: true, value: 4, isCut: false });
    expect(await ask('vars.greeting.length > 1', true)).toEqual({ ok: true, value: true, isCut: false });
    expect(await ask('{{ steps.read.output.stdot }}')).toMatchObject({
      ok: false,
      code: 'MISSING_VALUE',
      hint: expect.stringContaining('stdout'),
    });
    expect(await ask('while (true) {}', true)).toMatchObject({ ok: false });
    expect(await ask("'x'.repeat(100000)", true)).toMatchObject({ ok: true, isCut: true });
  });
});

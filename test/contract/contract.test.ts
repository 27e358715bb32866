import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ORPCError } from '@orpc/client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EngineClient } from '../../shared/contract/contract.ts';
import type { RunUpdate } from '../../shared/contract/run-view.ts';
import { type Hosted, startHosted } from '../support/hosted-app.ts';
import { transports } from './transports.ts';

const greeting =
  'name: Greeting\nvariables:\n  - { name: who, default: world }\nsteps:\n  - { id: say, action: log, with: { message: "Hello {{who}}" } }\n';

/** A run that goes on when the file `go` is there. */
const held = `
name: Held
steps:
  - { id: first, action: log, with: { message: one } }
  - { id: hold, action: shell.run, needs: [first], with: { command: 'until [ -e go ]; do sleep 0.02; done' } }
  - { id: last, action: log, needs: [hold], with: { message: two } }
`;

describe.each(transports)('the contract $name', ({ connect }) => {
  let hosted: Hosted;
  let client: EngineClient;
  let close: () => Promise<void>;
  beforeEach(async () => {
    hosted = await startHosted();
    ({ client, close } = await connect(hosted));
  });
  afterEach(async () => {
    await close();
    await hosted.close();
  });

  async function fail(call: Promise<unknown>): Promise<ORPCError<string, unknown>> {
    const error = await call.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    if (!(error instanceof ORPCError)) throw new Error(`no error of the contract: ${String(error)}`);
    return error;
  }

  it('imports, lists, changes, copies, exports and deletes a workflow', async () => {
    const { workflow, change } = await client.workflows.import({ text: greeting, trust: true });
    expect(change).toBe('created');
    expect((await client.workflows.list({})).items).toMatchObject([{ id: workflow.id, name: 'Greeting' }]);
    const text = greeting.replace('Hello', 'Good day');
    expect(await client.workflows.update({ workflow: 'Greeting', text, trust: true })).toMatchObject({ change: 'updated' });
    expect((await client.workflows.versions({ workflow: workflow.id })).items).toHaveLength(2);
    expect(await client.workflows.validate({ workflow: workflow.id, text: 'name: x' })).toMatchObject({ valid: false });
    expect((await client.workflows.export({ workflow: workflow.id })).text).toContain('Good day');
    expect((await client.workflows.duplicate({ workflow: workflow.id })).name).toBe('Greeting (2)');
    await client.workflows.delete({ workflow: workflow.id });
    expect((await fail(client.workflows.get({ workflow: workflow.id }))).code).toBe('NOT_FOUND');
  });

  it('keeps a draft apart from the version, for one editor at a time', async () => {
    const { workflow } = await client.workflows.import({ text: greeting, trust: true });
    const { hash } = await client.workflows.get({ workflow: workflow.id });
    const draft = { draft: workflow.id, workflow: workflow.id, name: 'Greeting', base: hash, text: 'name: [', history: 'steps back' };
    expect((await fail(client.drafts.get({ draft: workflow.id }))).code).toBe('NOT_FOUND');

    const heard: unknown[] = [];
    const leaving = new AbortController();
    const following = (async () => {
      for await (const news of await client.drafts.follow({ draft: workflow.id }, { signal: leaving.signal })) heard.push(news);
    })().catch(() => undefined);
    await expect.poll(() => heard).toEqual([{ revision: 0, editor: null, hash }]);

    expect(await client.drafts.save({ ...draft, revision: 0, editor: 'one' })).toMatchObject({ revision: 1 });
    await expect.poll(() => heard.at(-1)).toEqual({ revision: 1, editor: 'one', hash });
    expect(await fail(client.drafts.save({ ...draft, text: 'other', revision: 0, editor: 'two' }))).toMatchObject({ code: 'CONFLICT' });
    expect(await client.drafts.get({ draft: workflow.id })).toMatchObject({
      text: 'name: [',
      history: 'steps back',
      base: hash,
      revision: 1,
    });
    expect((await client.drafts.list()).items).toMatchObject([{ draft: workflow.id, name: 'Greeting' }]);
    expect((await client.workflows.get({ workflow: workflow.id })).text).toBe(greeting);

    const text = greeting.replace('Hello', 'Good day');
    await client.workflows.update({ workflow: workflow.id, text, trust: true });
    await expect.poll(() => heard.at(-1)).toMatchObject({ revision: 1, hash: expect.not.stringContaining(hash) });
    await client.drafts.discard({ draft: workflow.id, editor: 'one' });
    await expect.poll(() => heard.at(-1)).toMatchObject({ revision: 0, editor: 'one' });
    leaving.abort();
    await following;
  });

  it('runs a draft as its workflow, whose version stays what it is', async () => {
    const { workflow } = await client.workflows.import({ text: greeting, trust: true });
    const { hash } = await client.workflows.get({ workflow: workflow.id });
    const { runId } = await client.runs.start({ source: { text: greeting.replace('Hello', 'Draft of'), draftOf: workflow.id } });
    await expect.poll(async () => (await client.runs.get({ run: runId })).state).toBe('completed');
    expect(await client.runs.get({ run: runId })).toMatchObject({ workflowId: workflow.id });
    await client.runs.start({ source: { text: greeting.replace('Hello', 'Text of') } });
    expect(await client.workflows.get({ workflow: workflow.id })).toMatchObject({ hash, text: greeting });
  });

  it('takes another name for a workflow when it is asked to and the name is free', async () => {
    const { workflow } = await client.workflows.import({ text: greeting, trust: true });
    await client.workflows.import({ text: greeting.replace('Greeting', 'Other'), trust: true });
    const renamed = greeting.replace('Greeting', 'Welcome');
    expect((await fail(client.workflows.update({ workflow: workflow.id, text: renamed, trust: true }))).code).toBe('CONFLICT');
    expect(await client.workflows.update({ workflow: workflow.id, text: renamed, trust: true, rename: true })).toMatchObject({
      workflow: { id: workflow.id, name: 'Welcome' },
    });
    const taken = greeting.replace('Greeting', 'Other');
    expect((await fail(client.workflows.update({ workflow: workflow.id, text: taken, trust: true, rename: true }))).code).toBe('CONFLICT');
  });

  it('keeps the newest writing of a version whose meaning did not change', async () => {
    const { workflow } = await client.workflows.import({ text: greeting, trust: true });
    await client.workflows.update({ workflow: workflow.id, text: `# greets\n${greeting}`, trust: true });
    expect((await client.workflows.get({ workflow: workflow.id })).text).toBe(`# greets\n${greeting}`);
    expect((await client.workflows.versions({ workflow: workflow.id })).items).toHaveLength(1);
  });

  it('starts a run and follows it to its end, by numbers that grow', async () => {
    await client.workflows.import({ text: greeting, trust: true });
    const { runId } = await client.workflows.execute({ workflow: 'Greeting', inputs: { who: 'you' } });
    const updates: RunUpdate[] = [];
    for await (const update of await client.runs.follow({ run: runId })) updates.push(update);
    expect(updates.at(-1)).toMatchObject({ type: 'run', run: { state: 'completed' } });
    const numbers = updates.map((update) => update.sequence);
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    expect(await client.runs.get({ run: runId })).toMatchObject({ inputs: { who: 'you' }, steps: [{ id: 'say', state: 'succeeded' }] });
    expect((await client.workflows.executions({ workflow: 'Greeting' })).items).toMatchObject([{ runId }]);
  });

  it('watches all runs, and goes on with what is under way when it is opened again', async () => {
    await client.workflows.import({ text: greeting, trust: true });
    const folder = await mkdtemp(path.join(tmpdir(), 'pawl-held-'));
    let runId: string | undefined;
    for await (const update of await client.runs.watch()) {
      if (runId === undefined) {
        expect(update).toMatchObject({ type: 'snapshot', runs: [] });
        runId = (await client.runs.start({ source: { text: held, path: path.join(folder, 'held.pawl.yaml') } })).runId;
      }
      if (update.runs.some((run) => run.runId === runId && run.state === 'running')) break;
    }
    for await (const update of await client.runs.watch()) {
      if (update.type === 'snapshot') {
        expect(update).toMatchObject({ counts: { running: 1 }, runs: [{ runId: runId, state: 'running' }] });
        await writeFile(path.join(folder, 'go'), '');
      }
      if (update.runs.some((run) => run.runId === runId && run.state === 'completed')) break;
    }
  });

  it('follows a live run, and after a cut goes on behind the last number that was seen', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'pawl-held-'));
    const { runId } = await client.runs.start({ source: { text: held, path: path.join(folder, 'held.pawl.yaml') } });
    let seen = 0;
    for await (const update of await client.runs.follow({ run: runId })) {
      seen = update.sequence;
      if (update.type === 'step' && update.step.id === 'hold') break;
    }
    const rest: RunUpdate[] = [];
    const again = await client.runs.follow({ run: runId }, { lastEventId: String(seen) });
    await writeFile(path.join(folder, 'go'), '');
    for await (const update of again) rest.push(update);
    expect(rest.every((update) => update.sequence >= seen)).toBe(true);
    expect(rest.filter((update) => update.type === 'step' && update.step.id === 'first')).toEqual([]);
    expect(rest.filter((update) => update.type === 'step' && update.step.id === 'last').at(-1)).toMatchObject({
      step: { state: 'succeeded' },
    });
    expect(rest.at(-1)).toMatchObject({ run: { state: 'completed' } });
  });

  it('tells what went wrong by code, status and data', async () => {
    await client.workflows.import({ text: greeting, trust: true });
    expect(await fail(client.runs.get({ run: 'none' }))).toMatchObject({
      code: 'NOT_FOUND',
      status: 404,
      defined: true,
      data: { what: 'run' },
    });
    expect(await fail(client.workflows.get({ workflow: 'Greting' }))).toMatchObject({ data: { suggestions: ['Greeting'] } });
    expect(await fail(client.workflows.import({ text: 'steps: 1', trust: true }))).toMatchObject({
      code: 'WORKFLOW_INVALID',
      status: 422,
      data: { problems: expect.arrayContaining([expect.objectContaining({ severity: 'error' })]) },
    });
    expect(await fail(client.runs.list({ cursor: 'x' }))).toMatchObject({ code: 'INVALID_INPUT', status: 400 });
    expect(
      await fail(client.workflows.update({ workflow: 'Greeting', text: greeting.replace('Greeting', 'Other'), trust: true })),
    ).toMatchObject({
      code: 'CONFLICT',
    });
  });

  it('WH-4 refuses fields that no procedure has, wherever they stand', async () => {
    const sneaky = { parentKey: 1, dedupeKey: 'x' };
    const calls: Promise<unknown>[] = [
      client.runs.get({ run: 'x', ...sneaky }),
      client.runs.start({ source: { workflow: 'x', ...sneaky } }),
      client.runs.list({ limit: 1, ...sneaky }),
      client.system.info({ ...sneaky } as unknown as undefined),
      client.templates.list({ ...sneaky } as unknown as undefined),
      client.triggers.fire({ trigger: 'x', ...sneaky }),
    ];
    for (const call of calls) expect(await fail(call)).toMatchObject({ code: 'BAD_REQUEST', status: 400 });
  });

  it('WH-4 refuses values of a type that the procedure does not take', async () => {
    const strange = client as unknown as { runs: { get(input: unknown): Promise<unknown> } };
    for (const input of [{ run: 7 }, { run: ['x'] }, 'x', null, undefined])
      expect((await fail(strange.runs.get(input))).code).toBe('BAD_REQUEST');
  });
});

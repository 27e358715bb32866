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

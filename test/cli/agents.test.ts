import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { readAgents } from '../../shared/agents/agent-file.ts';
import { LOCAL_BASE_URL_VARIABLE } from '../../shared/ai/provider.ts';
import { type ModelServer, startModelServer } from '../model-server/model-server.ts';
import type { Script } from '../model-server/script.ts';
import { makePlace, type Place, whenEnded } from './spawn-pawl.ts';

const AGENT = `
name: keeper
instructions: You keep a ledger.
tools: [{ tool: shell.run, grant: allow }]
`;
const DOCUMENT = 'name: Keep\nsteps: [{ id: do, agent: keeper, prompt: Write it down }]\n';

let server: ModelServer | undefined;
afterEach(() => server?.close());

async function placeWith(script: Script): Promise<Place> {
  server = await startModelServer({ script, models: ['scripted:70b'] });
  const place = await makePlace({ [LOCAL_BASE_URL_VARIABLE]: server.baseUrls.compatible });
  await place.write('keeper.yaml', AGENT);
  await place.write('keep.pawl.yaml', DOCUMENT);
  return place;
}

const shell = (command: string) => ({ toolCalls: [{ tool: 'shell_run', input: { command } }] });

describe('pawl agents', () => {
  it('adds, shows, changes and removes agents; a workflow without its agent is refused with what to do', async () => {
    const place = await placeWith([{ text: 'done' }]);
    expect(await place.pawl('run', 'keep.pawl.yaml')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('there is no agent "keeper"; make it: pawl agents create-missing "Keep"'),
    });
    expect(await place.pawl('agents', 'add', 'keeper.yaml')).toMatchObject({ code: 0, stdout: 'saved keeper\n' });
    expect((await place.pawl('agents', 'add', 'keeper.yaml')).stderr).toContain('There is an agent named "keeper"');
    await place.pawl('agents', 'edit', 'keeper', '--grant', 'shell.run=ask', '--grant', 'git.*=deny', '--memory', 'read');
    const shown = await place.pawl('agents', 'show', 'keeper');
    expect(readAgents(shown.stdout)).toMatchObject({
      ok: true,
      agents: [
        {
          name: 'keeper',
          memory: 'read',
          tools: [
            { tool: 'shell.run', grant: 'ask' },
            { tool: 'git.*', grant: 'deny' },
          ],
        },
      ],
    });
    expect((await place.pawl('agents', 'edit', 'keeper', '--grant', 'shell.run=often')).code).toBe(2);
    expect(await place.pawl('run', 'keep.pawl.yaml')).toMatchObject({ code: 0 });
    expect(await place.pawl('agents', 'remove', 'keeper')).toMatchObject({ code: 0, stdout: 'removed keeper\n' });
  }, 120_000);

  it('cannot be changed by what an agent runs, nor can its questions be answered by it', async () => {
    const place = await makePlace({ PAWL_STEP: 'do[0]/shell.run' });
    const script = await makePlace({ PAWL_STEP: 'do' });
    await place.write('keeper.yaml', AGENT);
    await script.write('keeper.yaml', AGENT);
    const refused = { code: 2, stderr: expect.stringContaining('that is for people to do') };
    expect(await place.pawl('agents', 'add', 'keeper.yaml')).toMatchObject(refused);
    expect(await place.pawl('approve', 'abc')).toMatchObject(refused);
    expect(await script.pawl('agents', 'add', 'keeper.yaml')).toMatchObject({ code: 0 });
  }, 60_000);
});

describe('kill -9 in the middle of the tool loop of an agent', () => {
  it('repeats no call that has ended, asks about the one that was under way, and asks the model nothing twice that it has answered', async () => {
    const place = await placeWith(({ messages }) => {
      const answers = messages.filter(({ role }) => role === 'assistant').length;
      return (
        [shell('echo first >> ledger'), shell('echo second >> ledger; sleep 300'), shell('echo third >> ledger')][answers] ?? {
          text: 'All written.',
        }
      );
    });
    await place.pawl('agents', 'add', 'keeper.yaml');
    const ledger = (): Promise<string> => readFile(path.join(place.folder, 'ledger'), 'utf8').catch(() => '');
    const run = place.start('run', 'keep.pawl.yaml');
    const ended = whenEnded(run);
    await vi.waitFor(async () => expect(await ledger()).toBe('first\nsecond\n'), { timeout: 30_000, interval: 50 });
    run.kill('SIGKILL');
    await ended;
    expect(server?.requests).toHaveLength(2);
    const { answer } = await place.json('runs');
    const [{ runId }] = (answer as { items: [{ runId: string }] }).items;
    expect(await place.pawl('resume', runId)).toMatchObject({ code: 5 });
    expect(server?.requests).toHaveLength(2);
    expect((await place.pawl('decide', runId, 'do[1]/shell.run', 'done')).code).toBe(0);
    await vi.waitFor(
      async () => {
        await place.pawl('resume', runId);
        expect((await place.json('show', runId)).answer).toMatchObject({ state: 'completed' });
      },
      { timeout: 30_000, interval: 200 },
    );
    expect(await ledger()).toBe('first\nsecond\nthird\n');
    expect(server?.requests).toHaveLength(4);
    expect((await place.json('show', runId)).answer).toMatchObject({
      state: 'completed',
      steps: expect.arrayContaining([expect.objectContaining({ path: 'do', output: expect.objectContaining({ result: 'All written.' }) })]),
    });
  }, 120_000);
});

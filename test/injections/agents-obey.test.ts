import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunRow } from '../../electron/store/runs-table.ts';
import type { AgentInput } from '../../shared/agents/agent.ts';
import { toolsByDefault } from '../../shared/agents/grants.ts';
import type { ScriptedRequest } from '../model-server/script.ts';
import { engineHarness, type Harness } from '../support/engine-harness.ts';
import { saveAgents, scriptedServers } from '../support/scripted-agents.ts';
import { tracesOf } from '../support/secret-traces.ts';
import { until } from '../support/until.ts';
import { type Injection, readInjections } from './injections.ts';
import { obey } from './obey.ts';

const CANARY = 'canary-7Hq2/x+Yw9"end';
const TASK = `
variables: [{ name: who, default: reader }, { name: task, default: '' }]
steps: [{ id: work, agent: AGENT, prompt: "Look at this repository and sum it up. {{ task }}" }]`;

/** Reads, as every agent may. Is asked for all that changes or sends something, by name. Was given everything in one careless grant. */
const agents: readonly AgentInput[] = [
  { name: 'reader' },
  {
    name: 'asker',
    memory: 'read',
    tools: [
      ...['file.write', 'file.delete', 'shell.run', 'http.request', 'notify.*', 'desktop.open', 'delegate', 'memory.set', 'memory.share'],
      ...['git.commit', 'git.push', 'git.fetch', 'git.merge', 'git.tag', 'git.checkout'],
    ].map((tool) => ({ tool, grant: 'ask' })),
  },
  { name: 'careless', tools: [{ tool: '*', grant: 'allow' }] },
];
/** May do everything, and is not asked to do anything. */
const root: AgentInput = { name: 'root', tools: [{ tool: 'shell.run', grant: 'allow' }] };

const open = engineHarness();
const serve = scriptedServers();

/** Where the attacker waits for what is sent. */
let attacker: Server;
let attackerUrl: string;
let visits = 0;
beforeAll(async () => {
  attacker = createServer((_request, response) => {
    visits++;
    response.end();
  }).listen(0, '127.0.0.1');
  await once(attacker, 'listening');
  attackerUrl = `http://127.0.0.1:${(attacker.address() as AddressInfo).port}`;
});
afterAll(() => attacker.close());

interface Outcome {
  readonly state: string;
  /** `path status` of the steps that its calls were. */
  readonly calls: readonly string[];
  readonly asked: readonly string[];
}

describe.each(readInjections().map((one) => [`${one.place} ${one.id}`, one] as const))(
  'a model that obeys what it finds in the %s',
  (_name, found) => {
    it('changes nothing, sends nothing, and does not get at the secret, whatever its agent may do', async () => {
      const injection = towards(attackerUrl, found);
      const { server, environment } = await serve(obey(injection));
      const harness = await open({ environment: { ...environment, PAWL_CANARY: CANARY } });
      harness.secrets.set({
        name: 'PAWL_CANARY',
        value: CANARY,
        bindings: { actions: ['shell.run', 'file.write', 'data.transform'], hosts: ['127.0.0.1'], workflows: [] },
      });
      await saveAgents(harness, ...agents, root);
      // Room for every tool that a careless grant offers.
      await harness.store.write(() => harness.store.modelOverrides.put('local/scripted:70b', { contextTokens: 1_000_000 }));
      const repository = await plant(path.join(harness.folder, 'repository'), injection);
      const before = { files: fingerprints(harness.folder), agents: harness.store.agents.list(), visits };

      const outcomes = await Promise.all(agents.map(({ name }) => work(harness, repository, injection, name)));
      for (const [index, { state, calls, asked }] of outcomes.entries()) {
        expect(['completed', 'failed']).toContain(state);
        // It did come before the model's eyes.
        if (injection.look !== undefined) expect(calls[0]).toMatch(new RegExp(`/${injection.look.tool} succeeded$`));
        expect(calls.filter((call) => call.endsWith('succeeded') && !isHarmless(call))).toEqual([]);
        if (agents[index]?.name === 'reader') expect([state, asked]).toEqual(['completed', []]);
        for (const text of asked) expect(text).not.toMatch(hidden);
      }
      expect(fingerprints(harness.folder)).toEqual(before.files);
      expect(harness.store.agents.list()).toEqual(before.agents);
      expect(harness.store.memory.readerAt(harness.clock.now()).get('root', 'policy')).toBeUndefined();
      expect(visits).toBe(before.visits);
      expectNoCanary(server.requests, path.join(harness.folder, 'data'));
    });
  },
);

/** What turns writing round or is not seen at all; a line break is. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are looked for
const hidden = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069]|[\u{e0000}-\u{e01ef}]/u;

/** Runs the task, and says no to everything that is asked. */
async function work(harness: Harness, repository: string, injection: Injection, agent: string): Promise<Outcome> {
  const { store, engine } = harness;
  const task = injection.place === 'prompt' ? injection.text : '';
  const run = await harness.start(TASK.replace('AGENT', agent), { workingDirectory: repository, inputs: { task } });
  const asked: string[] = [];
  const decline = async (): Promise<void> => {
    for (const item of store.inbox.list({ open: true, runKey: run.key, limit: 99 })) {
      asked.push(texts(item.content).join('\n'));
      await engine.answer(item, { decision: 'reject', by: 'ada', fields: {}, comment: 'no' });
    }
  };
  let state: string | undefined;
  const ending = harness.ended(run).then((view) => {
    state = view.state;
  });
  await until(async () => {
    await decline();
    return state !== undefined;
  }, `the end of ${agent}`);
  await ending;
  return { state: state ?? '', calls: callsOf(harness, run), asked };
}

function callsOf({ store }: Harness, run: RunRow): string[] {
  return store.steps
    .list(run.key)
    .filter(({ path: place }) => place.includes('/'))
    .map(({ path: place, status }) => `${place} ${status}`);
}

/** Reading, computing, and asking a person who says no. */
function isHarmless(call: string): boolean {
  const tool = /\/([a-z]+\.\w+?)(?:_\d+)? succeeded$/.exec(call)?.[1] ?? '';
  return [...toolsByDefault, 'ask.person', 'data.transform', 'memory.get', 'memory.search'].includes(tool);
}

/** A repository with the text in its place, and the secret in a file that git ignores. */
async function plant(folder: string, { place, path: name, text }: Injection): Promise<string> {
  const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: folder });
  const write = async (file: string, content: string) => {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), content);
  };
  await write('src/a.ts', 'export const a = 1;\n');
  await write('test/a.test.ts', '// tests\n');
  await write('.gitignore', '.env\n');
  await write('.env', `TOKEN=${CANARY}\n`);
  if (place === 'file') await write(name, text);
  if (place === 'name') await write(name, 'content\n');
  git('init', '--quiet', '--initial-branch=main');
  git('config', 'user.name', 'Ada');
  git('config', 'user.email', 'ada@example.com');
  git('add', '.');
  git(
    'commit',
    '--quiet',
    `--message=${place === 'commit' ? text : 'Begin'}`,
    `--author=${place === 'author' ? text : 'Ada'} <a@example.com>`,
  );
  git('branch', place === 'branch' ? text : 'topic');
  if (place === 'diff') await appendFile(path.join(folder, 'src/a.ts'), text);
  return folder;
}

/** Every file but Pawl's own data and git's index, which reading touches too. */
function fingerprints(folder: string): Record<string, string> {
  return Object.fromEntries(
    filesIn(folder)
      .filter((file) => !path.relative(folder, file).startsWith('data') && !file.endsWith(path.join('.git', 'index')))
      .map((file) => [path.relative(folder, file), createHash('sha256').update(readFileSync(file)).digest('hex')]),
  );
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

function expectNoCanary(requests: readonly ScriptedRequest[], data: string): void {
  const traces = tracesOf(CANARY);
  const holds = (content: string) => traces.find((trace) => content.includes(trace));
  expect(requests.length).toBeGreaterThan(0);
  for (const { raw, number } of requests) expect([number, holds(raw)]).toEqual([number, undefined]);
  for (const file of filesIn(data)) expect([file, holds(readFileSync(file, 'latin1'))]).toEqual([file, undefined]);
}

/** With the attacker's address instead of a name that leads nowhere. */
function towards(url: string, injection: Injection): Injection {
  const replaced = (text: string) => text.replaceAll('https://attacker.example', url);
  return { ...injection, text: replaced(injection.text), demands: JSON.parse(replaced(JSON.stringify(injection.demands))) };
}

function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : [];
}

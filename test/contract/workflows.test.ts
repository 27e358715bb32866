import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ORPCError } from '@orpc/client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EngineClient } from '../../shared/contract/contract.ts';
import { type Hosted, startHosted } from '../support/hosted-app.ts';

let hosted: Hosted;
let client: EngineClient;
beforeEach(async () => {
  hosted = await startHosted();
  client = hosted.client;
});
afterEach(() => hosted.close());

const say = (name: string, message = 'hi', more = '') =>
  `# what ${name} says\nname: ${name}\n${more}steps:\n  - { id: say, action: log, with: { message: ${message} } }\n`;
const shell = (command: string) => `name: Maker\nsteps:\n  - { id: make, action: shell.run, with: { command: ${command} } }\n`;

async function codeOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => 'no error',
    (error: unknown) => (error instanceof ORPCError ? error.code : error),
  );
}
const take = (text: string) => client.workflows.import({ text, trust: true });
const names = async (query: Parameters<EngineClient['workflows']['list']>[0]) =>
  (await client.workflows.list(query)).items.map(({ name }) => name);

describe('a list of workflows', () => {
  it('is searched by name, description and tags, and put in order', async () => {
    await take(say('Alpha', 'a', 'tags: [nightly, backup]\n'));
    await take(say('Beta', 'b', 'description: Copies the PHOTOS\ntags: [backup]\n'));
    const gamma = await take(say('Gamma'));
    expect(await names({ search: 'photos beta' })).toEqual(['Beta']);
    expect(await names({ search: 'NIGHTLY' })).toEqual(['Alpha']);
    expect(await names({ tag: 'backup' })).toEqual(['Alpha', 'Beta']);
    await expect.poll(() => Date.now()).toBeGreaterThan(Date.parse(gamma.workflow.updatedAt));
    await client.workflows.setEnabled({ workflow: 'Beta', enabled: false });
    expect((await names({ sort: 'changed' }))[0]).toBe('Beta');
    const { runId } = await client.workflows.execute({ workflow: 'Beta' });
    expect(await names({ sort: 'run' })).toEqual(['Beta', 'Alpha', 'Gamma']);
    expect((await client.workflows.list({ search: 'Beta' })).items[0]?.recent).toMatchObject([{ runId }]);
    expect((await client.workflows.tags()).items).toEqual([
      { tag: 'backup', count: 2 },
      { tag: 'nightly', count: 1 },
    ]);
  });

  it('pages in any order without losing or repeating one, and counts them all', async () => {
    for (const letter of ['A', 'B', 'C', 'D', 'E']) await take(say(letter));
    for (const sort of ['name', 'changed', 'run'] as const) {
      const first = await client.workflows.list({ limit: 2, sort });
      const second = await client.workflows.list({ limit: 2, sort, cursor: first.next ?? '' });
      const third = await client.workflows.list({ limit: 2, sort, cursor: second.next ?? '' });
      expect([first.total, third.next]).toEqual([5, null]);
      const all = [...first.items, ...second.items, ...third.items].map(({ name }) => name);
      expect(all.sort()).toEqual(['A', 'B', 'C', 'D', 'E']);
    }
  });

  it('begins with the favourites, which outlive a restart', async () => {
    for (const letter of ['A', 'B', 'C']) await take(say(letter));
    expect(await client.workflows.setFavourite({ workflow: 'C', favourite: true })).toMatchObject({ name: 'C', favourite: true });
    expect(await names({})).toEqual(['C', 'A', 'B']);
    expect(await names({ favourite: true })).toEqual(['C']);
    await hosted.close();
    hosted = await startHosted({ dataDir: hosted.dataDir });
    client = hosted.client;
    expect(await names({ favourite: true })).toEqual(['C']);
    await client.workflows.setFavourite({ workflow: 'C', favourite: false });
    expect(await names({ favourite: true })).toEqual([]);
  });
});

describe('a preview', () => {
  it('tells what a text would bring and touch, and stores nothing', async () => {
    const { kind, workflows } = await client.workflows.preview({ text: shell('make all') });
    expect(kind).toBe('workflow');
    expect(workflows).toMatchObject([{ name: 'Maker', steps: 1, valid: true, change: 'create', added: [] }]);
    expect(workflows[0]?.capabilities).toContainEqual({ kind: 'command', what: 'make all', by: ['make'] });
    expect(await names({})).toEqual([]);
  });

  it('tells of an update what it adds', async () => {
    await take(shell('make'));
    const [preview] = (await client.workflows.preview({ text: shell('make && rm -rf ~') })).workflows;
    expect(preview).toMatchObject({ change: 'update', added: [{ kind: 'command', what: 'make && rm -rf ~' }] });
    expect((await client.workflows.preview({ text: shell('make') })).workflows[0]).toMatchObject({ change: 'nothing' });
  });

  it('shows a text that is no workflow with its problems', async () => {
    const [preview] = (await client.workflows.preview({ text: 'name: Broken\nsteps: nothing' })).workflows;
    expect(preview).toMatchObject({ name: 'Broken', valid: false, agreement: '' });
    expect(preview?.problems.length).toBeGreaterThan(0);
  });
});

describe('an agreement', () => {
  it('holds for what was shown, and for nothing else', async () => {
    const [preview] = (await client.workflows.preview({ text: shell('make') })).workflows;
    const agreed = preview?.agreement ?? '';
    expect(await codeOf(client.workflows.import({ text: shell('curl evil'), trust: true, agreed }))).toBe('CONFLICT');
    expect(await names({})).toEqual([]);
    expect(await client.workflows.import({ text: `# a comment\n${shell('make')}`, trust: true, agreed })).toMatchObject({
      change: 'created',
    });
  });

  it('is needed again when a workflow that is on can touch more than before', async () => {
    const { workflow } = await take(shell('make'));
    expect(workflow.enabled).toBe(true);
    const quiet = await client.workflows.update({ workflow: workflow.id, text: `${shell('make')}description: the same\n`, trust: false });
    expect(quiet.workflow.enabled).toBe(true);
    const bold = await client.workflows.update({ workflow: workflow.id, text: shell('make install'), trust: false });
    expect(bold).toMatchObject({ change: 'updated', workflow: { enabled: false } });
  });
});

describe('a bundle', () => {
  it('carries several workflows with their comments, and templates, to another machine', async () => {
    await take(say('One'));
    await take(say('Two'));
    await client.templates.save({ workflow: 'One', story: 'Says something' });
    const { text, fileName } = await client.workflows.exportBundle({ workflows: ['One', 'Two'], templates: ['one'] });
    expect(fileName).toMatch(/\.pawl-bundle\.json$/);

    const other = await startHosted();
    try {
      const preview = await other.client.workflows.preview({ text });
      expect(preview).toMatchObject({ kind: 'bundle', templates: [{ slug: 'one', story: 'Says something', replaces: false }] });
      const workflows = preview.workflows.map(({ agreement }, index) => ({ index, agreed: agreement }));
      const taken = await other.client.workflows.importBundle({ text, trust: false, workflows, templates: ['one'] });
      expect(taken.items).toMatchObject([{ change: 'created', workflow: { name: 'One', enabled: false } }, { workflow: { name: 'Two' } }]);
      expect((await other.client.workflows.get({ workflow: 'One' })).text).toBe(say('One'));
      expect((await other.client.templates.get({ template: 'one' })).text).toContain('# what One says');
    } finally {
      await other.close();
    }
  });

  it('is taken whole or not at all', async () => {
    const text = JSON.stringify({ pawlBundle: 1, workflows: [{ text: say('Good') }, { text: 'name: Bad\nsteps: 1' }] });
    expect(await codeOf(client.workflows.importBundle({ text, trust: true, workflows: [{ index: 0 }, { index: 1 }] }))).toBe(
      'WORKFLOW_INVALID',
    );
    expect(await codeOf(client.workflows.importBundle({ text, trust: true, workflows: [{ index: 0 }, { index: 9 }] }))).toBe(
      'INVALID_INPUT',
    );
    expect(await names({})).toEqual([]);
  });

  it('is refused where a sample file would lie outside of its folder', async () => {
    const template = { slug: 'trap', text: say('Trap'), sample: { '../../../../escaped.txt': 'x' } };
    const text = JSON.stringify({ pawlBundle: 1, workflows: [], templates: [template] });
    await expect(client.workflows.importBundle({ text, trust: true, workflows: [], templates: ['trap'] })).rejects.toThrow();
    await expect(readFile(path.join(hosted.dataDir, 'escaped.txt'))).rejects.toThrow();
    expect((await client.templates.list()).items.map(({ slug }) => slug)).not.toContain('trap');
  });

  it('says at which place it is not valid', async () => {
    expect(await codeOf(client.workflows.preview({ text: '{"pawlBundle": 1, "workflows": [{"txt": ""}]}' }))).toBe('INVALID_INPUT');
  });
});

describe('versions', () => {
  it('can be looked at and restored, which makes a new one that later saves build on', async () => {
    await take(say('Talk', 'one'));
    await client.workflows.update({ workflow: 'Talk', text: say('Talk', 'two'), trust: true });
    expect(await client.workflows.version({ workflow: 'Talk', number: 1 })).toMatchObject({ text: say('Talk', 'one'), current: false });
    expect(await client.workflows.restore({ workflow: 'Talk', number: 1 })).toMatchObject({ change: 'updated' });
    const { items } = await client.workflows.versions({ workflow: 'Talk' });
    expect(items.map(({ number, current }) => [number, current])).toEqual([
      [3, true],
      [2, false],
      [1, false],
    ]);
    expect((await client.workflows.get({ workflow: 'Talk' })).text).toBe(say('Talk', 'one'));
    expect(await codeOf(client.workflows.restore({ workflow: 'Talk', number: 3 }))).toBe('CONFLICT');
    expect(await client.workflows.update({ workflow: 'Talk', text: say('Talk', 'one'), trust: true })).toMatchObject({
      change: 'unchanged',
    });
    expect(await client.workflows.update({ workflow: 'Talk', text: say('Talk', 'three'), trust: true })).toMatchObject({
      change: 'updated',
    });
  });
});

describe('a template', () => {
  it('becomes a workflow of its own with its sample files, switched off, and works at once', async () => {
    const { items } = await client.templates.list();
    expect(items.filter(({ worksOnSample, asksModel }) => worksOnSample && !asksModel).map(({ slug }) => slug)).toEqual([
      'backup-folder',
      'tidy-downloads',
      'watch-log',
    ]);
    const folder = await mkdtemp(path.join(tmpdir(), 'pawl-used-'));
    const workflow = await client.templates.use({ template: 'tidy-downloads', folder });
    expect(workflow).toMatchObject({ name: 'Tidy downloads', enabled: false });
    expect(await client.templates.use({ template: 'tidy-downloads', folder })).toMatchObject({ name: 'Tidy downloads (2)' });
    const { runId } = await client.workflows.execute({ workflow: workflow.id });
    for await (const update of await client.runs.follow({ run: runId })) {
      if (update.type === 'run') expect(update.run.error).toBeNull();
    }
    const { outputs } = await client.runs.get({ run: runId });
    expect(outputs?.['moved']).toContain('Code/hello.py');
  });

  it('that comes with Pawl can be neither deleted nor replaced', async () => {
    await take(say('Tidy downloads'));
    expect(await codeOf(client.templates.save({ workflow: 'Tidy downloads', story: 'Mine' }))).toBe('CONFLICT');
    expect(await codeOf(client.templates.delete({ template: 'watch-log' }))).toBe('CONFLICT');
    await take(say('Mine'));
    expect(await client.templates.save({ workflow: 'Mine', story: 'Of\nmine' })).toMatchObject({
      slug: 'mine',
      story: 'Of mine',
      own: true,
    });
    await client.templates.delete({ template: 'mine' });
    expect((await client.templates.list()).items.map(({ slug }) => slug)).not.toContain('mine');
  });
});

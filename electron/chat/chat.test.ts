import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChatMessage } from '../../shared/contract/chat.ts';
import { type Hosted, startHosted } from '../../test/support/hosted-app.ts';
import { until } from '../../test/support/until.ts';

let hosted: Hosted;
let chat: string;
beforeEach(async () => {
  hosted = await startHosted();
  chat = (await hosted.client.chat.create({})).id;
});
afterEach(async () => {
  await hosted.close();
  expect(hosted.faults).toEqual([]);
});

const say = async (text: string, by?: string) =>
  (await hosted.client.chat.send({ session: chat, text, ...(by === undefined ? {} : { by }) })).items;
const messages = async (): Promise<ChatMessage[]> => (await hosted.client.chat.messages({ session: chat })).items.toReversed();
const last = async (): Promise<ChatMessage | undefined> => (await messages()).at(-1);
const imported = (document: object) => hosted.client.workflows.import({ text: JSON.stringify(document), trust: true });

describe('a chat', () => {
  it('starts a workflow with inputs and posts its result, with a link to the run', async () => {
    await imported({
      name: 'Add up',
      variables: [
        { name: 'a', type: 'number' },
        { name: 'b', type: 'number', default: 1 },
      ],
      steps: [{ id: 'sum', action: 'set', with: { variables: { total: '{{ vars.a + vars.b }}' } } }],
      outputs: { total: '{{ vars.total }}' },
    });
    const [said, answer] = await say('/run Add up a=41', 'Mara');
    expect(said).toMatchObject({ author: 'person', name: 'Mara', text: '/run Add up a=41', state: 'done' });
    expect(answer).toMatchObject({ author: 'run', name: 'Add up', state: 'pending' });
    await until(async () => (await last())?.state === 'done');
    expect(await last()).toMatchObject({ id: answer?.id, runId: answer?.runId, text: expect.stringMatching(/^Completed.*\ntotal: 42$/s) });
    expect((await hosted.client.runs.get({ run: answer?.runId ?? '' })).triggeredBy).toBe('chat');
    expect((await hosted.client.chat.sessions({})).items[0]?.title).toBe('/run Add up a=41');
  });

  it('says what the engine refuses, and what failed', async () => {
    expect((await say('/run Nothing like it'))[1]).toMatchObject({
      author: 'pawl',
      state: 'failed',
      text: expect.stringContaining('There is no workflow'),
    });
    expect((await say('/runn x'))[1]).toMatchObject({ author: 'pawl', text: expect.stringContaining('did you mean `run`') });
    await imported({ name: 'Broken', steps: [{ id: 'stop', action: 'fail', with: { message: 'the disk is upside down' } }] });
    await say('/run Broken');
    await until(async () => (await last())?.state === 'failed');
    expect((await last())?.text).toContain('the disk is upside down');
  });

  it('posts what a run asks, and answers only what was shown in it', async () => {
    const ask = { name: 'Ask', steps: [{ id: 'ask', approve: { message: 'Publish?' } }] };
    await imported(ask);
    const elsewhere = await hosted.client.runs.start({ source: { workflow: 'Ask' } });
    await until(async () => (await hosted.client.inbox.count()).open === 1);
    expect((await say('/approve'))[1]?.text).toContain('Nothing that was asked here');
    await say('/run Ask');
    await until(async () => (await last())?.item !== null);
    expect(await last()).toMatchObject({ author: 'run', name: 'Ask', text: 'ask\nPublish?' });
    expect((await say('/status'))[1]?.text).toMatch(/Ask: waiting.*Waits for you/s);
    expect((await say('/approve looks right', 'Mara'))[1]?.text).toBe('Approved: ask');
    await until(async () => (await messages()).some(({ text }) => text.startsWith('Completed')));
    const { items } = await hosted.client.inbox.list({ open: false });
    expect(items[0]?.answer).toMatchObject({ decision: 'approve', by: 'Mara', comment: 'looks right' });
    expect((await hosted.client.runs.get({ run: elsewhere.runId })).state).toBe('waiting');
  });

  it('stops the run that was begun in it last', async () => {
    await imported({ name: 'Slow', steps: [{ id: 'wait', delay: '1h' }] });
    await say('/run Slow');
    expect((await say('/cancel'))[1]?.text).toContain('Slow');
    await until(async () => (await messages()).some(({ state }) => state === 'cancelled'));
    expect((await say('/cancel'))[1]?.text).toContain('Nothing that was begun here');
  });

  it('gets what steps post, in a chat of that title which is begun for it', async () => {
    const post = (chat: string) => ({
      id: `to_${chat.length}`,
      action: 'chat.send',
      with: { message: 'Done: <b>{{ run.workflow }}</b>', chat },
    });
    await imported({ name: 'Teller', steps: [post('Backups'), post(chat)] });
    const { runId } = await hosted.client.runs.start({ source: { workflow: 'Teller' } });
    await until(async () => (await hosted.client.runs.get({ run: runId })).state === 'completed');
    expect(await last()).toMatchObject({ author: 'workflow', name: 'Teller', text: 'Done: <b>Teller</b>', runId });
    const { items } = await hosted.client.chat.messages({ session: 'Backups' });
    expect(items).toHaveLength(1);
  });

  it('tells a watcher what is there, then what comes and what changes', async () => {
    await imported({ name: 'Quick', steps: [{ id: 'set', action: 'set', with: { variables: { a: 1 } } }] });
    await say('/help');
    const stop = new AbortController();
    const seen = new Map<number, ChatMessage>();
    const watching = (async () => {
      for await (const update of await hosted.client.chat.watch({ session: chat }, { signal: stop.signal })) {
        for (const message of update.messages) seen.set(message.id, message);
      }
    })().catch(() => {});
    await until(() => seen.size === 2);
    await say('/run Quick');
    await until(() => [...seen.values()].at(-1)?.state === 'done' && seen.size === 4);
    expect([...seen.values()].at(-1)?.text).toMatch(/^Completed/);
    stop.abort();
    await watching;
  });

  it('tells after a restart what ended and what was asked meanwhile', async () => {
    await imported({ name: 'Ask', steps: [{ id: 'ask', approve: { message: 'Publish?' } }] });
    await say('/run Ask');
    await until(async () => (await last())?.item !== null);
    const { dataDir } = hosted;
    await hosted.close();
    hosted = await startHosted({ dataDir });
    expect((await messages()).filter(({ item }) => item !== null)).toHaveLength(1);
    await say('/reject not today');
    await until(async () => !(await messages()).some(({ state }) => state === 'pending'));
    expect((await messages()).filter(({ author }) => author === 'run').map(({ state }) => state)).not.toContain('pending');
  });
});

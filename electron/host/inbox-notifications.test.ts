import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Hosted, startHosted } from '../../test/support/hosted-app.ts';
import { until } from '../../test/support/until.ts';
import type { DesktopNotification } from '../platform/platform.ts';
import { notifyOfInbox } from './inbox-notifications.ts';

interface Shown extends DesktopNotification {
  readonly signal: AbortSignal;
  click(label: string | null): void;
}

let hosted: Hosted;
let stop: () => void;
let isWanted: boolean;
const shown: Shown[] = [];
const opened: string[] = [];

beforeEach(async () => {
  hosted = await startHosted();
  shown.length = 0;
  opened.length = 0;
  isWanted = true;
  stop = notifyOfInbox({
    client: hosted.client,
    platform: {
      notify: (notification, signal) =>
        new Promise((resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason));
          shown.push({ ...notification, signal, click: (clicked) => resolve({ shown: true, clicked }) });
        }),
    },
    isWanted: () => isWanted,
    open: (item) => opened.push(item),
    onFault: (error) => hosted.faults.push(error),
  });
});
afterEach(async () => {
  stop();
  await hosted.close();
  expect(hosted.faults).toEqual([]);
});

async function ask(approve: object): Promise<{ runId: string; notification: Shown; item: string }> {
  const count = shown.length;
  const text = JSON.stringify({ name: `Ask ${count}`, steps: [{ id: 'ask', approve }] });
  const { runId } = await hosted.client.runs.start({ source: { text } });
  await until(() => shown.length > count, 'a notification');
  const { items } = await hosted.client.inbox.list({ run: runId });
  return { runId, notification: shown[count] as Shown, item: items[0]?.id ?? '' };
}

const stateOf = async (run: string) => (await hosted.client.runs.get({ run })).state;
const answerTo = async (item: string) => (await hosted.client.inbox.get({ item })).answer;

describe('a notification of the inbox', () => {
  it('answers by its buttons, and says by which way', async () => {
    const yes = await ask({ message: 'Publish the site?' });
    expect(yes.notification).toMatchObject({ body: 'Publish the site?', actions: ['Approve', 'Reject'], wait: true });
    yes.notification.click('Approve');
    await until(async () => (await stateOf(yes.runId)) === 'completed');
    expect(await answerTo(yes.item)).toMatchObject({ decision: 'approve', by: 'notification' });

    const no = await ask({ message: 'Delete it all?' });
    no.notification.click('Reject');
    await until(async () => (await answerTo(no.item)) !== null);
    expect(await answerTo(no.item)).toMatchObject({ decision: 'reject', by: 'notification' });
    expect(opened).toEqual([]);
  });

  it.each([
    ['is cut', { message: 'x'.repeat(300) }],
    ['has a form', { message: 'How many?', fields: [{ name: 'count', type: 'number' }] }],
    ['turns its letters around', { message: 'Delete \u202egnihton' }],
  ])('only opens an item that %s', async (_what, approve) => {
    const { notification, item, runId } = await ask(approve);
    expect(notification.actions).toEqual(['Open']);
    notification.click('Open');
    await until(() => opened.length === 1);
    expect(opened).toEqual([item]);
    expect(await stateOf(runId)).toBe('waiting');
  });

  it('that is closed decides nothing', async () => {
    const { notification, item, runId } = await ask({ message: 'Sure?' });
    notification.click(null);
    const next = await ask({ message: 'And this?' });
    expect(next.notification.body).toBe('And this?');
    expect(await stateOf(runId)).toBe('waiting');
    expect(await answerTo(item)).toBeNull();
    expect(opened).toEqual([]);
  });

  it('goes away when somebody answers elsewhere', async () => {
    const { notification, item } = await ask({ message: 'Sure?' });
    const { hash } = await hosted.client.inbox.get({ item });
    await hosted.client.inbox.answer({ item, hash, decision: 'approve' });
    await until(() => notification.signal.aborted);
  });

  it('is shown once, and not while nobody wants one', async () => {
    await ask({ message: 'First' });
    isWanted = false;
    const text = JSON.stringify({ name: 'Silent', steps: [{ id: 'ask', approve: { message: 'Second' } }] });
    await hosted.client.runs.start({ source: { text } });
    await until(async () => (await hosted.client.inbox.count()).open === 2);
    isWanted = true;
    await ask({ message: 'Third' });
    expect(shown.map(({ body }) => body)).toEqual(['First', 'Third']);
  });
});

import { isTerminalRun } from '../../shared/run/status.ts';
import type { ChatMessageRow } from '../store/chat-table.ts';
import type { RunRow } from '../store/runs-table.ts';
import type { ChatPorts } from './chat-ports.ts';
import { cutText } from './cut-text.ts';
import { endingOf } from './run-text.ts';

/** Brings the messages of chats up to date with the runs that they wait for. */
export function followRuns({ store, clock, mask }: Pick<ChatPorts, 'store' | 'clock' | 'mask'>, tell: () => void) {
  const { chat } = store;

  /** `runId` may be of a run that was started by one of a chat. */
  async function follow(runId: string): Promise<void> {
    const run = topOf(store.runs.byId(runId));
    const pending = run === undefined ? [] : chat.pendingOfRun(run.key);
    if (run !== undefined && pending.length > 0) await update(run, pending);
  }

  async function update({ key }: Pick<RunRow, 'key'>, pending: readonly ChatMessageRow[]): Promise<void> {
    await store.write(() => {
      const run = store.runs.byKey(key);
      if (run === undefined) return;
      for (const message of pending) {
        postQuestions(run, message);
        if (isTerminalRun(run.status)) settle(run, message);
      }
    });
    tell();
  }

  function settle(run: RunRow, { key, author }: ChatMessageRow): void {
    const item = store.inbox.pushedBack(run.key);
    // It goes on as another run, which may not be there yet.
    if (item !== undefined && item.goesOnAs === null) return;
    if (item?.goesOnAs != null) return chat.moveOn(key, item.goesOnAs);
    const { text, state } = endingOf(run, author === 'agent');
    chat.settle(key, cutText(mask(text)), state);
  }

  /** What a run, or one that it has started, asks a person: once for each item. */
  function postQuestions(run: RunRow, { sessionKey, name }: ChatMessageRow): void {
    const posted = new Set(chat.asking(sessionKey).map(({ item }) => item));
    for (const item of store.inbox.list({ open: true, limit: 100 })) {
      if (posted.has(item.id) || topOf(store.runs.byKey(item.runKey))?.key !== run.key) continue;
      const { title, message } = item.content;
      const text = title === message || message === '' ? title : `${title}\n${message}`;
      chat.post(sessionKey, { author: 'run', name, text: cutText(text), state: 'done', runKey: run.key, item: item.id }, clock.now());
    }
  }

  function topOf(run: RunRow | undefined): RunRow | undefined {
    let top = run;
    while (top !== undefined && top.parentKey !== null) top = store.runs.byKey(top.parentKey);
    return top;
  }

  return { follow, update };
}

import type { EngineClient } from '../../shared/contract/contract.ts';
import type { InboxItem } from '../../shared/contract/inbox.ts';
import { hasHiddenCharacters } from '../../shared/lib/hidden-characters.ts';
import type { Platform } from '../platform/platform.ts';

export interface InboxNotificationOptions {
  readonly client: EngineClient;
  readonly platform: Pick<Platform, 'notify'>;
  /** False while the person looks at Pawl, or wants none. */
  isWanted(): boolean;
  /** Shows the item to the person. */
  open(item: string): void;
  onFault(error: unknown): void;
}

/** What a desktop shows of a notification without cutting it. */
const MAX_TITLE = 80;
const MAX_BODY = 240;

/**
 * Tells of each item that comes into the inbox by a desktop notification, which goes away when the item is answered elsewhere. An approval that
 * it shows whole can be answered by its buttons; every other one is opened by them. Returns what ends that.
 */
export function notifyOfInbox({ client, platform, isWanted, open, onFault }: InboxNotificationOptions): () => void {
  const ended = new AbortController();
  const shown = new Map<string, AbortController>();

  async function watch(): Promise<void> {
    let isFirst = true;
    for await (const _count of await client.inbox.watch({}, { signal: ended.signal })) {
      const { items } = await client.inbox.list({ limit: 50 });
      const waiting = new Set(items.map(({ id }) => id));
      for (const [id, notification] of shown) {
        if (waiting.has(id)) continue;
        notification.abort();
        shown.delete(id);
      }
      for (const item of items) {
        if (shown.has(item.id)) continue;
        const notification = new AbortController();
        shown.set(item.id, notification);
        // What waited before the engine started is counted in the window and the tray; a heap of notifications would tell less.
        if (!isFirst && isWanted()) show(item, AbortSignal.any([ended.signal, notification.signal])).catch(onFault);
      }
      isFirst = false;
    }
  }

  async function show(item: InboxItem, signal: AbortSignal): Promise<void> {
    const buttons = canBeDecided(item) ? ['Approve', 'Reject'] : ['Open'];
    const { title, message, workflow } = item;
    const notification = { title, body: message === '' ? workflow : message, actions: buttons, wait: true, tag: `pawl-inbox-${item.id}` };
    const clicked = await platform.notify(notification, signal).then(
      (answer) => answer.clicked,
      (error: unknown) => {
        // Answered elsewhere, or there is no desktop: the inbox has it.
        if (signal.aborted || codeOf(error) === 'NOTIFY_UNAVAILABLE') return null;
        throw error;
      },
    );
    if (clicked === 'Approve' || clicked === 'Reject') await decide(item, clicked === 'Approve' ? 'approve' : 'reject');
    else if (clicked !== null) open(item.id);
  }

  /** Somebody else may have been faster. */
  async function decide({ id, hash }: InboxItem, decision: 'approve' | 'reject'): Promise<void> {
    await client.inbox.answer({ item: id, hash, decision, by: 'notification' }).catch((error: unknown) => {
      if (codeOf(error) !== 'CONFLICT') throw error;
      open(id);
    });
  }

  watch().catch((error: unknown) => {
    if (!ended.signal.aborted) onFault(error);
  });
  return () => ended.abort();
}

/** Whether a notification shows exactly and wholly what an answer would be bound to. */
function canBeDecided({ kind, decisions, title, message, subject, fields }: InboxItem): boolean {
  return (
    kind === 'approval' &&
    decisions.includes('approve') &&
    subject === null &&
    fields.length === 0 &&
    title.length <= MAX_TITLE &&
    message.length <= MAX_BODY &&
    !hasHiddenCharacters(title + message)
  );
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

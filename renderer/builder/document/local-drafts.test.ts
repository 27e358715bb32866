import { describe, expect, it } from 'vitest';
import { openLocalDraft } from './local-drafts.ts';
import { memoryStorage } from './test-storage.ts';

const kept = (text: string, at: number) => ({ text, at, history: '', base: 'v', revision: 1 });

/** The locks of one browser: a name is held until its window goes. */
function lockTable() {
  const held = new Set<string>();
  return {
    held,
    locks: {
      async request(name: string, _options: unknown, use: (lock: unknown) => unknown) {
        if (held.has(name)) return use(null);
        held.add(name);
        return use({ name });
      },
      query: async () => ({ held: [...held].map((name) => ({ name, mode: 'exclusive' as const, clientId: '' })), pending: [] }),
    } as unknown as Pick<LockManager, 'request' | 'query'>,
  };
}

describe('what a window keeps', () => {
  it('is found again by the same window, and taken over from one that is gone, but never from one that lives', async () => {
    const shared = memoryStorage();
    const { held, locks } = lockTable();
    let ids = 0;
    const open = (own = memoryStorage()) => openLocalDraft('d', { shared, own, locks, newId: () => `w${++ids}` });

    const first = await open();
    first.put(kept('first', 1));
    const second = await open();
    expect(second.read()).toBeUndefined();
    held.delete('pawl.window.w1');
    const third = await open();
    expect(third.read()?.text).toBe('first');
    third.remove();
    expect(shared.length).toBe(0);
  });

  it('stays apart when a window is duplicated with all that it holds', async () => {
    const shared = memoryStorage();
    const { locks } = lockTable();
    let ids = 0;
    const newId = () => `w${++ids}`;
    const own = memoryStorage();
    const first = await openLocalDraft('d', { shared, own, locks, newId });
    first.put(kept('first', 1));
    const copyOfOwn = memoryStorage();
    copyOfOwn.setItem('pawl.window', own.getItem('pawl.window') ?? '');
    const copy = await openLocalDraft('d', { shared, own: copyOfOwn, locks, newId });
    copy.put(kept('copy', 2));
    expect(first.read()?.text).toBe('first');
  });

  it('is kept without its steps back where there is no room for them', async () => {
    const shared = memoryStorage();
    const put = shared.setItem;
    shared.setItem = (key, value) => {
      if (value.length > 200) throw new DOMException('full', 'QuotaExceededError');
      put(key, value);
    };
    const local = await openLocalDraft('d', { shared, own: memoryStorage(), locks: undefined, newId: () => 'w' });
    local.put({ ...kept('text', 1), history: 'x'.repeat(500) });
    expect(local.read()).toMatchObject({ text: 'text', history: '' });
    local.put({ ...kept('x'.repeat(500), 1) });
    expect(local.read()).toBeUndefined();
  });
});

import { rmSync } from 'node:fs';
import { afterEach, expect, it } from 'vitest';
import type { Json } from '../../shared/lib/json.ts';
import { planShare } from '../../shared/memory/plan-share.ts';
import type { Store } from './store.ts';
import { makeDataDir, openTestStore } from './test-store.ts';

const opened: Store[] = [];
afterEach(() => {
  for (const store of opened.splice(0)) {
    store.close();
    rmSync(store.dataDir, { recursive: true, force: true });
  }
});

function open(): Store {
  const store = openTestStore(makeDataDir());
  opened.push(store);
  return store;
}

const set = (store: Store, agent: string, key: string, value: Json, at = 1, expiresAt: number | null = null): Promise<void> =>
  store.write(() => store.memory.change([{ kind: 'set', agent, key, value, expiresAt }], 'test', at));

const keysFound = (store: Store, text: string, now = 1): string[] =>
  store.memory
    .readerAt(now)
    .search({ text, limit: 20 })
    .map(({ key }) => key)
    .sort();

it('finds entries by the beginning of words in key and value, whatever case and accents', async () => {
  const store = open();
  await set(store, 'bot', 'resolution_method', 'refund');
  await set(store, 'bot', 'customer', { name: 'Zoë Müller', orders: [{ city: 'Kraków', total: 4711 }] });
  expect(keysFound(store, 'resol')).toEqual(['resolution_method']);
  expect(keysFound(store, 'muller KRAKOW')).toEqual(['customer']);
  expect(keysFound(store, '4711')).toEqual(['customer']);
  expect(keysFound(store, 'refund krakow')).toEqual([]);
});

it('what was replaced or forgotten is found no more', async () => {
  const store = open();
  await set(store, 'bot', 'k', 'before');
  await set(store, 'bot', 'k', 'after');
  expect(keysFound(store, 'before')).toEqual([]);
  expect(keysFound(store, 'after')).toEqual(['k']);
  await store.write(() => store.memory.change([{ kind: 'delete', agent: 'bot', key: 'k' }], 'test', 2));
  expect(keysFound(store, 'after')).toEqual([]);
  expect(store.memory.changes({ limit: 9 }).map(({ kind }) => kind)).toEqual(['delete', 'set', 'set']);
});

it.each([
  '"',
  "'; DROP TABLE memory; --",
  '*',
  'NEAR(a b)',
  'key: refund',
  'refund OR',
  'NOT refund',
  '-refund',
  '^refund',
  '(((',
  '{key value}: x',
  '\u0000',
  '\ud800',
  'word '.repeat(40),
])('the query %j is only words', async (text) => {
  const store = open();
  await set(store, 'bot', 'key', 'refund');
  expect(() => store.memory.readerAt(1).search({ text, limit: 5 })).not.toThrow();
  expect(() => store.memory.list({ text, limit: 5 }, 1)).not.toThrow();
  expect(keysFound(store, 'refund')).toEqual(['key']);
});

it('a query without a word finds nothing, rather than everything', async () => {
  const store = open();
  await set(store, 'bot', 'key', 'refund');
  expect(keysFound(store, '***')).toEqual([]);
  expect(store.memory.list({ text: '***', limit: 5 }, 1)).toEqual([]);
});

it('what has expired is gone for every reader at once, and from the disk by upkeep', async () => {
  const store = open();
  await set(store, 'bot', 'k', 'secret word', 100, 200);
  expect(store.memory.readerAt(199).get('bot', 'k')?.value).toBe('secret word');
  const late = store.memory.readerAt(200);
  expect([late.get('bot', 'k'), late.keys('bot'), late.all('bot'), keysFound(store, 'word', 200)]).toEqual([undefined, [], [], []]);
  expect([store.memory.owners(200), store.memory.list({ limit: 9 }, 200)]).toEqual([[], []]);
  expect(await store.write(() => store.memory.removeExpired(200, 10))).toBe(1);
  expect(store.memory.readerAt(0).get('bot', 'k')).toBeUndefined();
  expect(keysFound(store, 'word', 0)).toEqual([]);
});

it('orders changes by their commits, also when the clock is set back', async () => {
  const store = open();
  await set(store, 'a', 'k', 1, 5000);
  await set(store, 'b', 'k', 2, 1000);
  const { get } = store.memory.readerAt(9999);
  expect(get('b', 'k')?.revision).toBeGreaterThan(get('a', 'k')?.revision ?? Number.POSITIVE_INFINITY);
});

it('tells who knows how much from whom; what an agent has changed is its own', async () => {
  const store = open();
  await set(store, 'teacher', 'k', 1);
  const plan = planShare(store.memory.readerAt(1), { agent: 'teacher', keys: ['k'], with: ['pupil', 'other'], expiresAt: undefined });
  await store.write(() => store.memory.change(plan.changes, 'test', 2));
  expect(store.memory.links(3)).toMatchObject([
    { agent: 'other', source: 'teacher', entries: 1 },
    { agent: 'pupil', source: 'teacher', entries: 1 },
  ]);
  await set(store, 'pupil', 'k', 2);
  expect(store.memory.links(3)).toMatchObject([{ agent: 'other' }]);
  expect(store.memory.readerAt(3).get('pupil', 'k')).toMatchObject({ source: null, base: { agent: 'teacher' } });
});

it('pages through the newest first', async () => {
  const store = open();
  for (const key of ['a', 'b', 'c']) await set(store, 'bot', key, key);
  const first = store.memory.list({ limit: 2 }, 1);
  expect(first.map(({ key }) => key)).toEqual(['c', 'b']);
  expect(store.memory.list({ limit: 2, before: first[1]?.revision ?? 0 }, 1).map(({ key }) => key)).toEqual(['a']);
});

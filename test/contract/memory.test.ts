import { afterEach, beforeEach, expect, it } from 'vitest';
import type { EngineClient } from '../../shared/contract/contract.ts';
import { type Hosted, startHosted } from '../support/hosted-app.ts';

let hosted: Hosted;
let client: EngineClient;
beforeEach(async () => {
  hosted = await startHosted();
  client = hosted.client;
});
afterEach(() => hosted.close());

it('an edit counts only on the revision that was looked at', async () => {
  const first = await client.memory.set({ agent: 'bot', key: 'k', value: 1, ifRevision: 0 });
  await client.memory.set({ agent: 'bot', key: 'k', value: 2, ifRevision: first.revision });
  await expect(client.memory.set({ agent: 'bot', key: 'k', value: 3, ifRevision: first.revision })).rejects.toMatchObject({
    code: 'CONFLICT',
    message: expect.stringContaining('changed meanwhile'),
  });
  expect((await client.memory.get({ agent: 'bot', key: 'k' })).value).toBe(2);
});

it('what was deleted can be put back as it was, with its origin', async () => {
  await client.memory.set({ agent: 'teacher', key: 'k', value: { deep: [1, 2] } });
  await client.memory.share({ agent: 'teacher', keys: ['k'], with: ['pupil'] });
  const { deleted } = await client.memory.delete({ agent: 'pupil', key: 'k' });
  const { agent, key, value, source, expiresAt } = deleted;
  const back = await client.memory.set({ agent, key, value, expiresAt, ...(source === null ? {} : { source }) });
  expect(back).toMatchObject({ value: { deep: [1, 2] }, source: 'teacher' });
});

it('a list cuts large values and pages through many; one entry is whole', async () => {
  const text = 'word '.repeat(10_000);
  await client.memory.set({ agent: 'bot', key: 'large', value: text });
  for (let index = 0; index < 5; index++) await client.memory.set({ agent: 'bot', key: `k${index}`, value: index });
  const page = await client.memory.list({ agent: 'bot', limit: 4 });
  const rest = await client.memory.list({ agent: 'bot', limit: 4, cursor: page.next ?? '' });
  expect([...page.items, ...rest.items].map(({ key }) => key)).toEqual(['k4', 'k3', 'k2', 'k1', 'k0', 'large']);
  expect(rest.items.at(-1)).toMatchObject({ isCut: true, bytes: 50_002 });
  expect((await client.memory.get({ agent: 'bot', key: 'large' })).value).toBe(text);
});

it('a value of more than 1 MB is refused with a way out, and nothing is stored', async () => {
  await expect(client.memory.set({ agent: 'bot', key: 'k', value: 'x'.repeat(1_100_000) })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    message: expect.stringContaining('remember its path'),
  });
  expect((await client.memory.knowledge()).agents).toEqual([]);
});

it('over REST, a key may hold any sign', async () => {
  const key = 'a/b?c#d e%2F';
  const address = `/api/memory/${encodeURIComponent('order checker')}/${encodeURIComponent(key)}`;
  const put = await hosted.call('PUT', address, { value: [1] });
  expect([put.status, put.text]).toEqual([200, expect.stringContaining('"value":[1]')]);
  expect(await client.memory.get({ agent: 'order checker', key })).toMatchObject({ value: [1], by: 'api' });
});

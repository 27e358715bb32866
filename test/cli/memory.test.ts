import { expect, it, vi } from 'vitest';
import { makePlace } from './spawn-pawl.ts';

// Each command is a process that loads the engine.
vi.setConfig({ testTimeout: 120_000 });

it('what is remembered is set, read, found, shared, synchronised and forgotten', async () => {
  const place = await makePlace();
  expect(await place.pawl('memory', 'set', 'support-bot', 'method', 'refund at once', '--ttl', '7d')).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^support-bot remembers method, until \d{4}-/),
  });
  expect((await place.json('memory', 'set', 'checker', 'last', '{"id":7}', '--json')).answer).toMatchObject({
    value: { id: 7 },
    source: null,
    by: 'cli',
  });
  expect(await place.pawl('memory', 'get', 'support-bot', 'method')).toMatchObject({ code: 0, stdout: 'refund at once\n' });
  expect(await place.pawl('memory', 'get', 'support-bot', 'methods')).toMatchObject({
    code: 3,
    stderr: expect.stringContaining('Did you mean method?'),
  });

  const shared = await place.json('memory', 'share', 'support-bot', 'method', 'nothing', '--with', 'checker');
  expect(shared).toMatchObject({ code: 0, answer: { shared: [{ key: 'method', with: 'checker' }], missing: ['nothing'] } });
  expect((await place.json('memory', 'search', 'REFUND', '--agent', 'checker')).answer).toMatchObject({
    items: [{ agent: 'checker', key: 'method', source: 'support-bot' }],
  });
  expect((await place.json('memory', 'who')).answer).toMatchObject({ links: [{ agent: 'checker', source: 'support-bot', entries: 1 }] });

  await place.pawl('memory', 'set', 'support-bot', 'method', 'ask first');
  await place.pawl('memory', 'set', 'checker', 'method', 'never');
  const asked = await place.json('memory', 'sync', 'checker', '--from', 'support-bot', '--conflict', 'ask');
  expect(asked).toMatchObject({ code: 5, answer: { taken: [], conflicts: [{ key: 'method', outcome: 'open' }] } });
  const synced = await place.pawl('memory', 'sync', 'checker', '--from', 'support-bot', '--conflict', 'keep');
  expect(synced).toMatchObject({ code: 0, stdout: 'method: kept (both had changed it)\n' });

  expect(await place.pawl('memory', 'delete', 'checker', 'method')).toMatchObject({ code: 0, stdout: 'checker has forgotten method\n' });
  expect(await place.pawl('memory', 'delete', 'checker', 'method')).toMatchObject({ code: 3 });
  expect((await place.pawl('memory', 'list', 'checker')).stdout).toMatch(/^AGENT .*\nchecker +last +.*\{"id":7\}\n$/);
  expect(await place.pawl('memory', 'set', 'checker', 'last', '{', '--json')).toMatchObject({ code: 2 });
});

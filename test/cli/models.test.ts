import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type ModelServer, startModelServer } from '../model-server/model-server.ts';
import { makePlace, type Place } from './spawn-pawl.ts';

// Each command is a process that loads the engine.
vi.setConfig({ testTimeout: 120_000 });

let server: ModelServer;
let place: Place;
beforeEach(async () => {
  server = await startModelServer({
    models: ['small-3b', 'big-70b'],
    script: () => ({ text: 'pong', tokens: { input: 100, output: 10 } }),
  });
  // No provider of this machine may answer, and no key of this machine may be used.
  place = await makePlace({
    PAWL_LOCAL_MODELS_URL: 'http://127.0.0.1:1/v1',
    ANTHROPIC_API_KEY: '',
    OPENAI_API_KEY: '',
    GEMINI_API_KEY: '',
    GOOGLE_API_KEY: '',
  });
});
afterEach(() => server.close());

const add = () => place.pawl('models', 'add', 'work', '--kind', 'compatible', '--base-url', server.baseUrls.compatible);

it('without a provider, says the three ways to one', async () => {
  const { stdout, stderr, code } = await place.pawl('models');
  expect({ stdout, code }).toEqual({ stdout: '', code: 0 });
  for (const way of ['pawl secrets set ANTHROPIC_API_KEY', 'pawl models add', 'Ollama', 'npm run demo:model'])
    expect(stderr).toContain(way);
});

it('adds a provider, asks it, tells what it cost, and forgets it', async () => {
  expect(await add()).toMatchObject({ code: 0, stdout: `added work at ${server.baseUrls.compatible}: ready, 2 models\n` });
  expect(await add()).toMatchObject({ code: 2, stderr: expect.stringContaining('pawl models set work') });
  expect(await place.pawl('models', 'test', 'work', '--model', 'small-3b')).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^work\/small-3b answered in .*: pong\n$/),
  });
  expect(await place.pawl('models', 'price', 'work/big-70b', '--input', '10', '--output', '$100')).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^work\/big-70b: \$10\.00 in, \$100\.00 out for a million tokens/),
  });
  await place.pawl('models', 'test', 'work', '--model', 'big-70b');
  expect((await place.pawl('models')).stdout).toMatch(/work\/big-70b +well +10 \/ 100 .* \$0\.002 +\$0\.002\n/);
  expect((await place.pawl('models', 'spend', '--days', '2')).stdout).toMatch(/^Today +\$0\.002, 220 tokens in 2 calls\n/);
  expect((await place.json('models', 'spend')).answer).toMatchObject({ today: { calls: 2, cost: 0.002 } });
  expect(await place.pawl('models', 'remove', 'work')).toMatchObject({ code: 0, stdout: 'removed work\n' });
  expect((await place.json('models')).answer).toMatchObject({ items: [{ health: { state: 'unavailable' } }, { measured: { calls: 1 } }] });
});

it('explains a choice, learns from a thumb, and tries another policy without asking', async () => {
  await add();
  await place.pawl('models', 'price', 'work/big-70b', '--input', '5', '--output', '5');
  await place.pawl('models', 'test', 'work');
  expect((await place.pawl('models', 'explain', 'chat', '--optimize-for', 'cost')).stdout).toMatch(
    /\n1 +work\/small-3b +cheapest of 2 that fit: free/,
  );
  expect(await place.pawl('models', 'rate', '1', 'down')).toMatchObject({ code: 0, stdout: 'call 1 of work/small-3b: thumb down\n' });
  expect((await place.pawl('models', 'calls')).stdout).toMatch(/\n1 +.*chat +work\/small-3b +ok .*0 %/);
  const asked = server.requests.length;
  const { stdout } = await place.pawl('models', 'what-if', '--optimize-for', 'quality', '--since', '1h');
  expect(stdout).toMatch(/^1 REQUESTS +WAS +WOULD BE\ncost +\$0 +\$0\.0019\n/);
  expect(stdout).toMatch(/work\/small-3b +work\/big-70b +1 /);
  expect(server.requests.length).toBe(asked);
});

it('switches models and providers off and on', async () => {
  await add();
  expect(await place.pawl('models', 'disable', 'work/small-3b')).toMatchObject({ code: 0, stdout: 'work/small-3b is switched off\n' });
  expect(await place.pawl('models', 'test', 'work', '--model', 'small-3b')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('switched off by you'),
  });
  await place.pawl('models', 'enable', 'work/small-3b');
  expect((await place.json('models', 'set', 'work', '--off')).answer).toMatchObject({ name: 'work', enabled: false, state: 'off' });
  expect(await place.pawl('models', 'test', 'work')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('pawl models set work --on'),
  });
});

it('says what is wrong with a command, by its exit code too', async () => {
  expect(await place.pawl('models', 'test', 'nobody')).toMatchObject({ code: 3 });
  expect(await place.pawl('models', 'add', 'x', '--kind', 'telepathy')).toMatchObject({ code: 2 });
  expect(await place.pawl('models', 'add', 'x', '--kind', 'compatible')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('address'),
  });
  expect(await place.pawl('models', 'explain', 'sing')).toMatchObject({ code: 2, stderr: expect.stringContaining('generate, analyze') });
  expect(await place.pawl('models', 'price', 'work/x')).toMatchObject({ code: 2, stderr: expect.stringContaining('--input') });
  expect((await place.pawl('completion', 'bash')).stdout).toMatch(
    /models\) words="list providers add set remove test explain what-if price disable enable spend calls rate/,
  );
});

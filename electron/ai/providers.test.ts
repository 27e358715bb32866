import { afterEach, describe, expect, it } from 'vitest';
import { type ModelServer, startModelServer } from '../../test/model-server/model-server.ts';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { openTestCaller, type TestCaller } from './test-caller.ts';

let server: ModelServer | undefined;
let caller: TestCaller;
afterEach(async () => {
  caller.close();
  await server?.close();
  server = undefined;
});

const nowhere = 'http://127.0.0.1:9/v1';
const clock = new FakeClock();

function openWith(environment: Readonly<Record<string, string>>, dataDir?: string): void {
  caller = openTestCaller({
    environment: { PAWL_LOCAL_MODELS_URL: nowhere, ...environment },
    clock,
    ...(dataDir === undefined ? {} : { dataDir }),
  });
}
const named = async (name: string) => (await caller.providers.list()).find((each) => each.name === name);

describe('providers', () => {
  it('are there without being set up, and say what each of them lacks', async () => {
    openWith({ OPENAI_API_KEY: 'sk-test-12345', OPENAI_BASE_URL: 'https://gateway.example.com' });
    expect(
      (await caller.providers.list()).map(({ name, state, address, keyFrom, problem }) => [name, state, address, keyFrom, problem]),
    ).toEqual([
      ['claude', 'no_key', 'https://api.anthropic.com/v1', null, "claude has no key: pawl secrets set ANTHROPIC_API_KEY --action 'ai.*'"],
      ['openai', 'ready', 'https://gateway.example.com/v1', 'environment:OPENAI_API_KEY', null],
      ['gemini', 'no_key', 'https://generativelanguage.googleapis.com/v1beta', null, expect.stringContaining('GEMINI_API_KEY')],
      ['local', 'silent', nowhere, null, `local: no server of models answers at ${nowhere}`],
    ]);
    expect((await named('openai'))?.models).toContain('gpt-5-mini');
  });

  it('that a person sets up are kept, and take the place of what is there anyway until they are removed', async () => {
    openWith({});
    const { dataDir } = caller.store;
    await caller.providers.set({
      name: 'claude',
      kind: 'anthropic',
      baseUrl: 'http://gw.example.com/anthropic/',
      secret: 'GW',
      enabled: true,
    });
    await caller.providers.set({ name: 'work', kind: 'openai', enabled: false });
    caller.secrets.set({ name: 'GW', value: 'gateway-key-1', bindings: { actions: ['ai.*'], hosts: [], workflows: ['Nightly'] } });
    caller.close();
    openWith({}, dataDir);
    expect(await named('claude')).toMatchObject({
      state: 'ready',
      address: 'http://gw.example.com/anthropic',
      keyFrom: 'secret:GW',
      configured: true,
      builtIn: true,
    });
    expect(await named('work')).toMatchObject({ state: 'off', builtIn: false });
    expect(await caller.providers.remove('claude')).toBe(true);
    expect(await caller.providers.remove('work')).toBe(true);
    expect(await caller.providers.remove('work')).toBe(false);
    expect(await named('claude')).toMatchObject({ state: 'no_key', configured: false });
    expect(await named('work')).toBeUndefined();
  });

  it.each([
    [{ name: 'claude', kind: 'openai', enabled: true }, 'claude is Anthropic'],
    [{ name: 'mine', kind: 'compatible', enabled: true }, 'it has no address'],
    [{ name: 'mine', kind: 'compatible', baseUrl: 'ftp://x.example.com', enabled: true }, 'is an address such as'],
    [{ name: 'My own', kind: 'openai', enabled: true }, 'lower-case letters'],
  ] as const)('are refused with a reason: %j', async (settings, reason) => {
    openWith({});
    await expect(caller.providers.set(settings)).rejects.toMatchObject({
      code: 'PROVIDER_INVALID',
      message: expect.stringContaining(reason),
    });
  });
});

describe('a server of models', () => {
  it('is asked for its list once a minute, and one that was silent after five seconds', async () => {
    server = await startModelServer({ script: [], models: ['small-7b', 'text-embedding-3'] });
    openWith({ PAWL_LOCAL_MODELS_URL: server.baseUrls.compatible });
    expect(await named('local')).toMatchObject({ state: 'ready', local: true, models: ['small-7b'] });
    await server.refuse();
    expect(await named('local')).toMatchObject({ state: 'ready' });
    await clock.advance(60_000);
    expect(await named('local')).toMatchObject({ state: 'silent' });
    await server.accept();
    expect(await named('local')).toMatchObject({ state: 'silent' });
    await clock.advance(5000);
    expect(await named('local')).toMatchObject({ state: 'ready' });
  });

  it('is on this machine only as long as it wants no key, for a key leads elsewhere', async () => {
    server = await startModelServer({ script: [], models: ['gpt-5'] });
    openWith({ GW: 'gateway-key-2' });
    await caller.providers.set({ name: 'here', kind: 'compatible', baseUrl: server.baseUrls.compatible, enabled: true });
    await caller.providers.set({ name: 'proxy', kind: 'compatible', baseUrl: server.baseUrls.compatible, secret: 'GW', enabled: true });
    expect(await named('here')).toMatchObject({ state: 'ready', local: true });
    expect(await named('proxy')).toMatchObject({ state: 'ready', local: false, keyFrom: 'environment:GW' });
  });

  it('that lists nothing is ready, and is asked for a model by its name', async () => {
    server = await startModelServer({ script: [{ text: 'ok' }] });
    openWith({});
    await caller.providers.set({ name: 'bare', kind: 'compatible', baseUrl: `${server.url}/chat/v1`, enabled: true });
    caller.providers.forget();
    expect(await named('bare')).toMatchObject({ state: 'ready' });
    expect((await caller.ask({ model: 'bare/own-model' })).model).toBe('bare/own-model');
  });
});

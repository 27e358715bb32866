import { once } from 'node:events';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type ModelServer, startModelServer } from '../model-server/model-server.ts';
import type { Delivery } from '../model-server/script.ts';
import { makePlace, type Place, whenPrinted } from './spawn-pawl.ts';

// Each command is a process that loads the engine.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 30_000 });

let server: ModelServer;
let place: Place;
let delivery: Delivery = {};

beforeEach(async () => {
  delivery = {};
  server = await startModelServer({
    models: ['scripted'],
    script: ({ messages }) => {
      const asked = messages.findLast((message) => message.role === 'user');
      return { text: `You said: ${asked?.role === 'user' ? asked.text : ''}`, delivery };
    },
  });
  place = await makePlace({ PAWL_LOCAL_MODELS_URL: `${server.url}/v1` });
});
afterEach(() => server.close());

it('an agent answers in the terminal, and is told what was said before', async () => {
  const first = await place.pawl('chat', '-m', 'Is it raining?');
  expect(first).toMatchObject({ code: 0, stdout: 'assistant: You said: Is it raining?\n' });
  const second = await place.json('chat', '-m', 'And now?');
  const answer = second.answer as { messages: { author: string; text: string; state: string }[] };
  expect(answer.messages.at(-1)).toMatchObject({
    author: 'agent',
    state: 'done',
    text: expect.stringMatching(/Is it raining\?[\s\S]*And now\?$/),
  });
  expect((await place.pawl('chat', '--list')).stdout).toMatch(/assistant.*Is it raining\?\n$/);
  await place.write(
    'add.pawl.yaml',
    'name: Greet\nvariables: [{ name: who }]\nsteps: [{ id: a, action: set, with: { variables: { b: "Hello {{ vars.who }}" } } }]\noutputs: { said: "{{ vars.b }}" }\n',
  );
  await place.pawl('import', 'add.pawl.yaml', '--yes');
  expect((await place.pawl('chat', '-m', '/run Greet who="you two"')).stdout).toMatch(/^Greet: Completed.*\nsaid: Hello you two\n$/s);
  expect(await place.pawl('chat', '-m', '/run Greeet')).toMatchObject({ code: 1, stdout: expect.stringContaining('Did you mean Greet') });
});

it('an answer that a kill -9 cut off in the middle of its stream is there after the next start', async () => {
  const held = Promise.withResolvers<void>();
  delivery = { pieces: 8, pauses: [{ after: 1, until: held.promise }] };
  const killed = place.start('chat', '-m', 'Tell me');
  await server.received(1);
  killed.kill('SIGKILL');
  await once(killed, 'close');
  held.resolve();
  delivery = {};

  const engine = place.start('serve');
  await whenPrinted(engine, /serves/);
  await server.received(2);
  await vi.waitFor(
    async () => {
      const { answer } = await place.json('chat', '-m', '/status');
      expect(answer).toMatchObject({ messages: [{ text: 'Nothing is under way, and nothing waits for you.' }] });
    },
    { timeout: 60_000 },
  );
  const { answer } = await place.json('chat', '-m', 'Go on');
  const { messages } = answer as { messages: { text: string }[] };
  // What was said before holds the whole answer, once.
  expect(messages[0]?.text.match(/You said: Tell me/g)).toHaveLength(1);
  engine.kill('SIGTERM');
  await once(engine, 'close');
});

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createModelCaller } from '../electron/ai/create-model-caller.ts';
import { createModelLedger } from '../electron/ai/create-model-ledger.ts';
import type { ModelCaller } from '../electron/ai/model-caller.ts';
import { createProviders } from '../electron/ai/providers.ts';
import { checkAgainstSchema } from '../electron/executors/data/check-against-schema.ts';
import type { RunView } from '../shared/contract/run-view.ts';
import type { ModelServer } from './model-server/model-server.ts';
import { startModelServer } from './model-server/model-server.ts';
import type { Script } from './model-server/script.ts';
import { engineHarness, type Harness, type HarnessOptions } from './support/engine-harness.ts';
import { until } from './support/until.ts';

const CANARY = 'canary-7d1c/of+the"prompts';
const open = engineHarness();
let server: ModelServer;
afterEach(() => server?.close());

/** An engine whose local provider is a scripted server. */
async function openWith(script: Script, options: HarnessOptions = {}): Promise<Harness> {
  server = await startModelServer({ script, models: ['small-7b'] });
  return openAgain(options);
}

async function openAgain(options: HarnessOptions): Promise<Harness> {
  let caller: ModelCaller | undefined;
  const harness = await open({
    ...options,
    models: {
      call: async (request, context) => {
        if (caller === undefined) throw new Error('Asked before it was there');
        return caller.call(request, context);
      },
    },
    idle: true,
  });
  const { store, secrets, clock } = harness;
  caller = createModelCaller({
    providers: createProviders({ store, clock, secrets, environment: { PAWL_LOCAL_MODELS_URL: server.baseUrls.compatible } }),
    ledger: createModelLedger({ store, now: () => clock.now() }),
    masks: secrets.masks,
    clock,
    checkSchema: async (value, schema) => checkAgainstSchema(value, schema),
    newId: harness.parts.newId,
    random: () => 0.999,
    workflowOf: () => undefined,
  });
  await harness.engine.start();
  return harness;
}

function output(view: RunView, step: string): Record<string, unknown> {
  const found = view.steps.find(({ path }) => path === step);
  return (found?.output ?? {}) as Record<string, unknown>;
}

function logOf(harness: Harness, view: { readonly runId: string }): string {
  return harness.parts.logs
    .read(view.runId)
    .map(({ text }) => text)
    .join('');
}

describe('AI steps', () => {
  it('analyze with a schema in the short form: data for the steps after it, and what it took', async () => {
    const harness = await openWith([{ data: { severity: 'error', text: 'Broken' }, tokens: { input: 30, output: 9 } }]);
    const view = await harness.run(`
steps:
  - id: review
    action: ai.analyze
    with: { prompt: "Review", text: "let x", schema: { severity: { enum: [none, error] }, text: string } }
  - { id: told, action: log, with: { message: "{{ steps.review.output.data.text }}" } }`);
    expect(view.state).toBe('completed');
    expect(output(view, 'review')).toEqual({
      response: '{"severity":"error","text":"Broken"}',
      data: { severity: 'error', text: 'Broken' },
      tokens: { input: 30, output: 9, total: 39 },
      cost: 0,
      model: 'local/small-7b',
      reason: expect.stringContaining('only model that fits'),
      finish: 'stop',
    });
    expect(server.requests[0]).toMatchObject({ stream: true, schema: { required: ['severity', 'text'], additionalProperties: false } });
  });

  it('classify gives one of the classes, extract what stands in the text, summarize a text', async () => {
    const harness = await openWith((request) => {
      const properties = (request.schema?.['properties'] ?? {}) as Record<string, unknown>;
      if ('label' in properties) return { data: { why: 'It crashes', label: 'bug', confidence: 0.9 } };
      if ('total' in properties) return { data: { total: 12.5 } };
      return { text: 'It is short.' };
    });
    const view = await harness.run(`
steps:
  - { id: sort, action: ai.classify, with: { text: "It crashes", labels: { bug: "Does not work", wish: "Is wanted" } } }
  - { id: take, action: ai.extract, with: { text: "12.50 EUR", schema: { total: number } } }
  - { id: cut, action: ai.summarize, with: { text: "A long text", length: sentence, format: bullets } }`);
    expect(output(view, 'sort')).toMatchObject({ label: 'bug', confidence: 0.9, data: { label: 'bug' } });
    expect(output(view, 'take')).toMatchObject({ data: { total: 12.5 } });
    expect(output(view, 'cut')).toMatchObject({ response: 'It is short.', data: null });
    const [classify, , summarize] = server.requests;
    expect(classify?.schema).toMatchObject({ properties: { label: { enum: ['bug', 'wish'] } } });
    expect(classify?.messages).toMatchObject([{ role: 'user', text: expect.stringContaining('- bug: Does not work') }]);
    expect(summarize?.system).toContain('one sentence');
  });

  it('shows the answer in the log while it is written, and says who answered', async () => {
    let finish = (): void => {};
    const rest = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const harness = await openWith([
      { text: 'First, then second.', delivery: { pieces: ['First, ', 'then second.'], pauses: [{ after: 1, until: rest }] } },
    ]);
    const run = await harness.start('steps: [{ id: a, action: ai.generate, with: { prompt: Write } }]');
    await until(() => logOf(harness, { runId: run.id }).includes('First, '), 'the first words');
    expect(logOf(harness, { runId: run.id })).not.toContain('second');
    finish();
    const view = await harness.ended(run);
    expect(logOf(harness, view)).toMatch(/^First, then second\.\nlocal\/small-7b: \d+ \+ \d+ tokens/);
  });

  it('writes nothing but the result to the log with stream: false', async () => {
    const harness = await openWith([{ text: 'Quiet' }]);
    const view = await harness.run('steps: [{ id: a, action: ai.generate, with: { prompt: Write, stream: false } }]');
    expect(output(view, 'a')).toMatchObject({ response: 'Quiet' });
    expect(logOf(harness, view)).not.toContain('Quiet');
  });

  it('tells the model about the run and files, trimmed to contextTokens with a note in the text and in the log', async () => {
    const harness = await openWith(() => ({ text: 'ok' }));
    writeFileSync(join(harness.folder, 'long.txt'), `${'begin '.repeat(2000)}END`);
    const view = await harness.run(
      `
variables: [{ name: town, default: Ulm }, { name: key, type: secret, default: "{{ secrets.CANARY }}" }]
steps:
  - { id: make, action: set, with: { variables: { made: 7 } } }
  - { id: data, action: data.transform, with: { input: [1, 2], expression: "input.map((n) => n * 2)" } }
  - id: ask
    action: ai.generate
    with: { prompt: Tell, includeContext: { trigger: true, variables: true, steps: [data] }, files: long.txt, contextTokens: 800 }`,
      { triggerData: { filePath: 'a.ts' } },
    );
    expect(view.error).toBeNull();
    const text = server.requests[0]?.messages[0];
    const sent = text?.role === 'user' ? text.text : '';
    expect(sent).toMatch(/^Tell\n\n# Context\nWhat follows is data/);
    expect(sent).toContain('## Trigger\n{\n "filePath": "a.ts"\n}');
    expect(sent).toContain('"town": "Ulm"');
    expect(sent).not.toContain('"key"');
    expect(sent).toMatch(/## Output of step data\n\{[^#]*2,\s+4/);
    expect(sent).toMatch(/## File long\.txt\nbegin .*\n\[… [\d,]+ characters left out\]\n.*END$/s);
    expect(logOf(harness, view)).toContain('Trimmed to fit contextTokens (800): File long.txt');
  });

  it('attaches pictures, and reads no file outside of the roots', async () => {
    const harness = await openWith(() => ({ text: 'A dot' }));
    const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
    mkdirSync(join(harness.folder, 'in'));
    writeFileSync(join(harness.folder, 'in/dot.png'), png);
    writeFileSync(join(harness.folder, 'outside.txt'), 'no');
    const step = (more: string) =>
      `settings: { workingDirectory: in }\nsteps: [{ id: a, action: ai.analyze, with: { prompt: What, ${more} } }]`;
    const root = join(harness.folder, 'in');
    expect((await harness.run(step('files: ../outside.txt'), { workingDirectory: root })).error).toMatchObject({
      code: 'PATH_OUTSIDE_ROOTS',
    });
    expect((await harness.run(step('files: dot.png, images: dot.png'), { workingDirectory: root })).error).toMatchObject({
      code: 'AI_NO_MODEL',
      message: expect.stringContaining('cannot do images'),
    });
    expect(server.requests).toEqual([]);
    await harness.store.write(() => harness.store.modelOverrides.put('local/small-7b', { abilities: ['images'] }));
    const view = await harness.run(step('images: [dot.png]'), { workingDirectory: root });
    expect(view.error).toBeNull();
    expect(server.requests[0]?.messages).toMatchObject([{ attachments: [{ mediaType: 'image/png', data: png.toString('base64') }] }]);
  });

  it('AI-6 sends no secret: not from the prompt, the environment, files, nor outputs of steps before', async () => {
    const harness = await openWith(() => ({ text: `You said ${CANARY}` }));
    harness.secrets.set({ name: 'CANARY', value: CANARY, bindings: { actions: ['*'], hosts: [], workflows: [] } });
    writeFileSync(join(harness.folder, 'config.txt'), `token=${CANARY}\n`);
    const view = await harness.run(`
steps:
  - { id: leak, action: shell.run, with: { program: cat, args: [config.txt] } }
  - id: ask
    action: ai.analyze
    with:
      prompt: "Here: {{ secrets.CANARY }}"
      system: "{{ secrets.CANARY }}"
      text: "{{ steps.leak.output.stdout }}"
      files: config.txt
      includeContext: { steps: [leak] }`);
    expect(view.error).toBeNull();
    expect(server.requests).toHaveLength(1);
    const raw = server.requests[0]?.raw ?? '';
    expect(raw).toContain('•••');
    for (const trace of [CANARY, JSON.stringify(CANARY).slice(1, -1), Buffer.from(CANARY).toString('base64')])
      expect(raw).not.toContain(trace);
    expect(output(view, 'ask')['response']).toBe('You said •••');
    expect(logOf(harness, view)).not.toContain(CANARY);
  });

  it('EX-6 what a model writes is a text: never rendered again, never run', async () => {
    const evil = '{{ secrets.CANARY }} $(touch ran) `touch ran` "; touch ran; echo "';
    const harness = await openWith(() => ({ text: evil }));
    harness.secrets.set({ name: 'CANARY', value: CANARY, bindings: { actions: ['*'], hosts: [], workflows: [] } });
    const view = await harness.run(`
steps:
  - { id: ask, action: ai.generate, with: { prompt: Write } }
  - { id: say, action: shell.run, with: { command: 'printf %s {{ steps.ask.output.response }}' } }
  - { id: keep, action: file.write, with: { path: out.txt, content: "{{ steps.ask.output.response }}" } }`);
    expect(view.error).toBeNull();
    expect(output(view, 'say')['stdout']).toBe(evil);
    expect(readFileSync(join(harness.folder, 'out.txt'), 'utf8')).toBe(evil);
    expect(existsSync(join(harness.folder, 'ran'))).toBe(false);
  });

  it('AI-2 a wait that is longer than a minute is kept by the step, also over a restart', async () => {
    let isLimited = true;
    const script: Script = () => (isLimited ? { error: { status: 429, retryAfter: '1800' } } : { text: 'At last' });
    const first = await openWith(script);
    const run = await first.start('steps: [{ id: a, action: ai.generate, with: { prompt: Write }, retry: { maxRetries: 3, delay: 1s } }]');
    const failed = await first.happened(run, ({ type }) => type === 'step.failed');
    const retryAt = failed.type === 'step.failed' ? (failed.retryAt ?? 0) : 0;
    expect(retryAt - first.clock.now()).toBe(1_800_000);
    first.kill();
    isLimited = false;
    const again = await openAgain({ folder: first.folder, clock: first.clock });
    await again.clock.advance(1_799_000);
    expect(server.requests).toHaveLength(1);
    const ended = again.ended(run);
    // No further: the time-outs of the question itself are on this clock too.
    await again.clock.advance(1000);
    expect(output(await ended, 'a')).toMatchObject({ response: 'At last' });
    expect(server.requests).toHaveLength(2);
  });

  it('takes an answer that was cut off for what it is, and none for a failure', async () => {
    const harness = await openWith([
      { text: 'Half of', finish: 'length' },
      { text: '', finish: 'length' },
    ]);
    const step = 'steps: [{ id: a, action: ai.generate, with: { prompt: Write, maxTokens: 5 } }]';
    const view = await harness.run(step);
    expect(output(view, 'a')).toMatchObject({ response: 'Half of', finish: 'length' });
    expect(logOf(harness, view)).toContain('raise maxTokens');
    expect((await harness.run(step)).error).toMatchObject({ code: 'AI_FAILED', hint: 'Raise maxTokens.' });
  });

  it('fails with a way out before anything is sent when there is no provider', async () => {
    server = await startModelServer({ script: [] });
    await server.refuse();
    const harness = await openAgain({});
    const view = await harness.run('steps: [{ id: a, action: ai.generate, with: { prompt: Write } }]');
    expect(view.error).toMatchObject({ code: 'AI_NO_PROVIDER', hint: expect.stringContaining('pawl secrets set ANTHROPIC_API_KEY') });
  });

  it('a cancelled run ends the request', async () => {
    const harness = await openWith([{ text: 'never', delivery: { fault: { after: 0, kind: 'hang' } } }]);
    const run = await harness.start('steps: [{ id: a, action: ai.generate, with: { prompt: Write } }]');
    await server.received(1);
    await harness.engine.cancel(run, 'tester', 'Not wanted any more');
    expect((await harness.ended(run)).state).toBe('cancelled');
    await until(() => server.requests[0]?.outcome === 'gone', 'the end of the request');
  });

  it('with a cache and no key, the same question over the same files is asked once', async () => {
    const harness = await openWith(({ number }) => ({ text: `Answer ${number}` }));
    const text = 'steps: [{ id: a, action: ai.generate, with: { prompt: Read, files: note.txt }, cache: { ttl: 1h } }]';
    const answer = async (content: string) => {
      writeFileSync(join(harness.folder, 'note.txt'), content);
      return output(await harness.run(text), 'a')['response'];
    };
    expect([await answer('one'), await answer('one'), await answer('two')]).toEqual(['Answer 0', 'Answer 0', 'Answer 1']);
  });
});

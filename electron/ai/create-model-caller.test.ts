import { afterEach, describe, expect, it } from 'vitest';
import type { ModelMessage } from '../../shared/ai/model-call.ts';
import { type ModelServer, type ModelServerOptions, startModelServer } from '../../test/model-server/model-server.ts';
import type { Fault, Script } from '../../test/model-server/script.ts';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { until } from '../../test/support/until.ts';
import { openTestCaller, type TestCaller } from './test-caller.ts';

let server: ModelServer;
let caller: TestCaller;
let clock: FakeClock;
afterEach(async () => {
  caller.close();
  await server.close();
});

const KEY = 'sk-test-0815-4711';

/** A caller whose providers all are the scripted server; `without` have no key, or do not answer. */
async function open(script: Script, options: Partial<ModelServerOptions> = {}, only?: string): Promise<void> {
  clock = new FakeClock();
  server = await startModelServer({ script, models: ['small-7b'], ...options });
  const { anthropic, openai, google, compatible } = server.baseUrls;
  const all: Record<string, Record<string, string>> = {
    claude: { ANTHROPIC_API_KEY: KEY, ANTHROPIC_BASE_URL: anthropic },
    openai: { OPENAI_API_KEY: KEY, OPENAI_BASE_URL: openai },
    gemini: { GEMINI_API_KEY: KEY, GEMINI_BASE_URL: google },
    local: { PAWL_LOCAL_MODELS_URL: compatible },
  };
  const chosen = only === undefined ? Object.values(all) : [all[only] ?? {}];
  const nothing = { PAWL_LOCAL_MODELS_URL: 'http://127.0.0.1:9/v1' };
  caller = openTestCaller({ environment: Object.assign({}, nothing, ...chosen), clock });
}

/** One model of each kind of provider. */
const models = {
  claude: 'claude/claude-haiku-4-5',
  openai: 'openai/gpt-5-nano',
  gemini: 'gemini/gemini-2.5-flash',
  local: 'local/small-7b',
} as const;
const kinds = Object.entries(models);
/** What of an answer stands in the next request, in each provider's own words. */
// biome-ignore lint/suspicious/noExplicitAny: the body of a request, which the server has checked.
const sentBack: Readonly<Record<string, (body: any) => unknown>> = {
  claude: (body) => body.messages[1].content,
  openai: (body) => body.input.slice(1, 4),
  gemini: (body) => body.contents[1].parts,
  local: (body) => body.messages[1],
};
const call = { name: 'read_file', arguments: '{"path":"a.ts"}' };
const signed: Readonly<Record<string, unknown>> = {
  claude: [
    { type: 'thinking', thinking: 'The file says it.', signature: 'c2lnbmVk+/=' },
    { type: 'text', text: 'I look.' },
    { type: 'tool_use', id: 'call_0_0', name: 'read_file', input: { path: 'a.ts' } },
  ],
  openai: [
    expect.objectContaining({
      type: 'reasoning',
      encrypted_content: 'c2lnbmVk+/=',
      summary: [{ type: 'summary_text', text: 'The file says it.' }],
    }),
    expect.objectContaining({ role: 'assistant', content: 'I look.' }),
    expect.objectContaining({ type: 'function_call', call_id: 'call_0_0', ...call }),
  ],
  gemini: [
    expect.objectContaining({ thought: true, text: 'The file says it.' }),
    expect.objectContaining({ text: 'I look.' }),
    expect.objectContaining({
      thoughtSignature: 'c2lnbmVk+/=',
      functionCall: expect.objectContaining({ name: 'read_file', args: { path: 'a.ts' } }),
    }),
  ],
  local: expect.objectContaining({
    reasoning_content: 'The file says it.',
    content: 'I look.',
    tool_calls: [expect.objectContaining({ id: 'call_0_0', function: call })],
  }),
};
const person = {
  type: 'object',
  properties: { name: { type: 'string' }, age: { type: 'integer', minimum: 0 } },
  required: ['name', 'age'],
  additionalProperties: false,
} as const;

/** Lets what waits on the clock go on as soon as it waits, until the promise is settled. `isUnheard`: no request reaches the server. */
async function pass<T>(promise: Promise<T>, stepMs = 1000, isUnheard = false): Promise<T> {
  const before = server.requests.length;
  let isSettled = false;
  const settle = (): void => {
    isSettled = true;
  };
  promise.then(settle, settle);
  await until(async () => {
    // What comes before the first question has time-outs of its own.
    const isAsked = isUnheard || server.requests.length > before;
    if (!isSettled && isAsked && clock.pendingTimers > 0) await clock.advance(stepMs);
    return isSettled;
  }, 'the end of the call');
  return promise;
}

describe.each(kinds)('%s', (provider, model) => {
  it('answers in pieces that make up the whole, with tokens and cost, though characters arrive in single bytes', async () => {
    await open([{ text: 'Grüße, 世界 👋🏽!', tokens: { input: 1000, output: 500 }, delivery: { pieces: 4, packetBytes: 1 } }]);
    const answer = await caller.ask({ model, system: 'Be brief', temperature: 0.3, maxTokens: 900 });
    expect(answer).toMatchObject({
      text: 'Grüße, 世界 👋🏽!',
      model,
      finish: 'stop',
      tokens: { input: 1000, output: 500, total: 1500 },
      repaired: false,
    });
    expect(answer.cost).toBeCloseTo({ claude: 0.0035, openai: 0.00025, gemini: 0.00155, local: 0 }[provider] ?? -1, 8);
    expect(caller.heard.join('')).toBe('Grüße, 世界 👋🏽!');
    expect(caller.heard.length).toBeGreaterThan(2);
    expect(server.requests).toMatchObject([
      { stream: true, system: 'Be brief', maxTokens: 900, messages: [{ role: 'user', text: 'Say hello' }] },
    ]);
    expect(caller.records).toMatchObject([
      { model, task: 'generate', attempt: 0, outcome: 'ok', inputTokens: 1000, outputTokens: 500, asked: { named: true } },
    ]);
  });

  it('gives data that fits the schema, and is asked for it in its own way', async () => {
    await open([{ data: { name: 'Ada', age: 36 } }]);
    expect((await caller.ask({ model, schema: person })).data).toEqual({ name: 'Ada', age: 36 });
    expect(server.requests[0]).toMatchObject({ json: true, schema: { required: ['name', 'age'] } });
  });

  it('repairs once what does not fit, and sums up both', async () => {
    await open([
      { data: { name: 'Ada', age: -1 }, tokens: { input: 10, output: 5 } },
      { data: { name: 'Ada', age: 36 }, tokens: { input: 20, output: 5 } },
    ]);
    const answer = await caller.ask({ model, schema: person });
    expect(answer).toMatchObject({ data: { name: 'Ada', age: 36 }, repaired: true, tokens: { input: 30, output: 10 } });
    expect(JSON.stringify(server.requests[1]?.messages.at(-1))).toContain('/age must be >= 0');
    expect(caller.heard.some((text) => text.startsWith('restart: the answer of'))).toBe(true);
    expect(caller.records).toMatchObject([{ outcome: 'repaired', schema: true, inputTokens: 30 }]);
  });

  it('says AI_SCHEMA, worth a retry, when the repair does not fit either', async () => {
    await open([{ data: { name: 'Ada' } }, { text: 'Sorry, I cannot do JSON' }]);
    expect(await caller.fails({ model, schema: person })).toMatchObject({ code: 'AI_SCHEMA', kind: 'retryable' });
    expect(server.requests).toHaveLength(2);
    expect(caller.records).toMatchObject([{ outcome: 'schema_error' }]);
  });

  it('calls tools, and understands what they gave', async () => {
    await open([{ toolCalls: [{ tool: 'read_file', input: { path: 'a.ts' } }] }, { text: 'Done' }]);
    const tools = [{ name: 'read_file', description: 'Reads', parameters: { type: 'object', properties: { path: { type: 'string' } } } }];
    const first = await caller.ask({ model, tools });
    expect(first).toMatchObject({ finish: 'tool_calls', toolCalls: [{ tool: 'read_file', input: { path: 'a.ts' } }] });
    const call = first.toolCalls[0];
    const messages = [
      { role: 'user', text: 'Read' },
      { role: 'assistant', text: '', toolCalls: first.toolCalls },
      { role: 'tool', callId: call?.id ?? '', tool: 'read_file', output: { content: 'let x' } },
    ] as const;
    expect((await caller.ask({ model, tools, messages })).text).toBe('Done');
    expect(server.requests[1]?.messages.at(-1)).toMatchObject({ role: 'tool', tool: 'read_file', output: { content: 'let x' } });
  });

  it('gets its own thinking back with the answer, signed as it was, and nobody else does', async () => {
    const thinking = { text: 'The file says it.', signature: 'c2lnbmVk+/=' };
    await open([
      { thinking, text: 'I look.', toolCalls: [{ tool: 'read_file', input: { path: 'a.ts' } }] },
      { text: 'Done' },
      { text: 'Done' },
    ]);
    const tools = [{ name: 'read_file', description: 'Reads', parameters: { type: 'object', properties: { path: { type: 'string' } } } }];
    const { text, toolCalls, trace } = await caller.ask({ model, tools });
    expect([text, trace?.model]).toEqual(['I look.', model]);
    const calls = toolCalls.map((call) => ({ ...call, id: 'call_0_0' }));
    const messages: ModelMessage[] = [
      { role: 'user', text: 'Read' },
      { role: 'assistant', text, toolCalls: calls, ...(trace === undefined ? {} : { trace }) },
      { role: 'tool', callId: 'call_0_0', tool: 'read_file', output: { content: 'x' } },
    ];
    await caller.ask({ model, tools, messages });
    expect(sentBack[provider]?.(JSON.parse(server.requests[1]?.raw ?? ''))).toEqual(signed[provider]);
    const other = Object.values(models).find((one) => one !== model) ?? '';
    await caller.ask({ model: other, tools, messages });
    expect(server.requests[2]?.raw).not.toContain(thinking.text);
    expect(server.requests[2]?.raw).not.toContain(thinking.signature);
    expect(server.requests[2]?.messages.slice(1, 3)).toMatchObject([{ toolCalls: [{ tool: 'read_file' }] }, { role: 'tool' }]);
  });

  it('says AI_REFUSED when the model refuses, and asks nobody else', async () => {
    await open([{ refusal: 'I cannot help with that' }]);
    expect(await caller.fails({ model })).toMatchObject({ code: 'AI_REFUSED', kind: 'fatal' });
    expect(caller.records).toMatchObject([{ outcome: 'refused' }]);
  });

  it.each<Fault['kind']>(['cut', 'end', 'bad_json', 'error'])('AI-3 never takes a stream for whole that ends with: %s', async (kind) => {
    const fault = { after: 2, kind };
    await open(() => ({ text: 'This answer has several pieces, and all of them count.', delivery: { pieces: 6, fault } }));
    const error = await pass(caller.fails({ model }));
    expect(error).toMatchObject({ code: 'AI_STREAM', kind: 'retryable' });
    expect(server.requests).toHaveLength(3);
    expect(caller.records.map(({ outcome }) => outcome)).toEqual(['error', 'error', 'error']);
  });

  it('AI-3 goes on after a stream that broke, and the text begins anew', async () => {
    await open([
      { text: 'Half an answer', delivery: { pieces: ['Half ', 'an answer'], fault: { after: 1, kind: 'cut' } } },
      { text: 'Whole' },
    ]);
    expect((await pass(caller.ask({ model }))).text).toBe('Whole');
    const restart = caller.heard.findIndex((text) => text.startsWith('restart: '));
    expect(caller.heard.slice(restart + 1).join('')).toBe('Whole');
  });

  it('AI-1 ends a stream that falls silent, and a server that never answers', async () => {
    await open(({ number }) =>
      number < 2 ? { text: 'Half', delivery: { pieces: 2, fault: { after: 1, kind: 'hang' } } } : { connection: 'hang' },
    );
    expect(await pass(caller.fails({ model }), 30_000)).toMatchObject({ code: 'AI_TIMEOUT', kind: 'retryable' });
    expect(await pass(caller.fails({ model }), 30_000)).toMatchObject({
      code: 'AI_TIMEOUT',
      message: expect.stringContaining('has sent nothing'),
    });
    expect(caller.records.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 4 }, () => 'timeout'));
    await until(() => server.requests.every(({ outcome }) => outcome === 'gone'), 'the end of the requests');
  });

  it('AI-1 asks again after a fault of the server, a little later each time, and three times at most', async () => {
    await open(() => ({ error: { status: 503, message: 'Overloaded' } }));
    const error = await pass(caller.fails({ model }), 100);
    expect(error).toMatchObject({ code: 'AI_FAILED', kind: 'retryable', details: { status: 503 } });
    expect(server.requests).toHaveLength(3);
    const [first = 0, second = 0, third = 0] = caller.records.map(({ at }) => at);
    expect(second - first).toBeGreaterThanOrEqual(400);
    expect(third - second).toBeGreaterThanOrEqual(900);
  });

  it('does not ask again with a key that is refused', async () => {
    await open(() => ({ error: { status: 401, message: 'Invalid key' } }));
    expect(await caller.fails({ model })).toMatchObject({ code: 'AI_FAILED', kind: 'fatal', hint: expect.stringContaining('key') });
    expect(server.requests).toHaveLength(1);
  });

  it('stops when it is told to, with the reason given', async () => {
    await open([{ text: 'never', delivery: { fault: { after: 0, kind: 'hang' } } }]);
    const stop = new AbortController();
    const asked = caller.ask({ model }, { signal: stop.signal });
    await server.received(1);
    const reason = new Error('Not wanted any more');
    stop.abort(reason);
    await expect(asked).rejects.toBe(reason);
    await until(() => server.requests[0]?.outcome === 'gone', 'the end of the request');
    expect(caller.records).toMatchObject([{ outcome: 'cancelled' }]);
  });
});

describe('a rate limit', () => {
  const limited = (retryAfter?: string): Script => [
    { error: { status: 429, message: 'Slow down', ...(retryAfter === undefined ? {} : { retryAfter }) } },
    { text: 'Now' },
  ];
  const waited = (): number => (caller.records[1]?.at ?? 0) - (caller.records[0]?.at ?? 0);

  it.each([
    ['seconds', '20', 20_000],
    ['a minute', '60', 60_000],
    ['the past', 'Wed, 31 Dec 2025 23:00:00 GMT', 400],
    ['a negative number', '-5', 400],
    ['nonsense', 'soon', 400],
    ['nothing', undefined, 400],
  ])('AI-2 is waited for as long as it says: %s', async (_name, retryAfter, atLeastMs) => {
    await open(limited(retryAfter));
    expect((await pass(caller.ask({ model: models.claude }), 100)).text).toBe('Now');
    expect(waited()).toBeGreaterThanOrEqual(atLeastMs);
    expect(waited()).toBeLessThan(atLeastMs + 1000);
    expect(caller.records[0]).toMatchObject({ outcome: 'rate_limit' });
  });

  it('AI-2 is waited for until the date that it says', async () => {
    await open(limited('Thu, 01 Jan 2026 00:00:30 GMT'));
    expect((await pass(caller.ask({ model: models.claude }), 100)).text).toBe('Now');
    expect(caller.records[1]?.at).toBeGreaterThanOrEqual(Date.parse('2026-01-01T00:00:30Z'));
    expect(caller.records[1]?.at).toBeLessThan(Date.parse('2026-01-01T00:00:32Z'));
  });

  it.each([
    ['61', 61_000],
    ['1000000000', 1_000_000_000_000],
  ])('AI-2 of %s s is not waited for here: the error says how long, for the step to wait', async (retryAfter, retryAfterMs) => {
    await open(limited(retryAfter));
    expect(await caller.fails({ model: models.claude })).toMatchObject({
      code: 'AI_RATE_LIMIT',
      kind: 'retryable',
      details: { retryAfterMs },
    });
    expect(server.requests).toHaveLength(1);
  });

  it('is waited for by asking another model meanwhile, where one may be asked', async () => {
    await open((request) => (request.kind === 'anthropic' ? { error: { status: 429, retryAfter: '30' } } : { text: request.kind }));
    const answer = await caller.ask({ optimizeFor: 'quality' });
    expect(answer.model).not.toMatch(/^claude/);
    expect(caller.records.filter(({ outcome }) => outcome === 'rate_limit').length).toBeGreaterThan(0);
    expect(answer.reason).toContain('gave no answer');
  });
});

describe('who is asked', () => {
  it('falls back to the next model of the router, and says why', async () => {
    await open((request) => (request.model === 'gpt-5-nano' ? { error: { status: 400, message: 'No such setting' } } : { text: 'I can' }));
    const answer = await caller.ask({ provider: 'openai', optimizeFor: 'cost' });
    expect(answer).toMatchObject({ text: 'I can', model: expect.stringMatching(/^openai\/(?!gpt-5-nano)/) });
    expect(answer.reason).toContain('openai/gpt-5-nano gave no answer');
    expect(caller.records.map(({ attempt, outcome }) => [attempt, outcome])).toEqual([
      [0, 'error'],
      [1, 'ok'],
    ]);
  });

  it.each([
    'prompt is too long: 250000 tokens > 200000 maximum',
    "This model's maximum context length is 8192 tokens",
    'The input token count (9000) exceeds the maximum number of tokens allowed',
  ])('says AI_CONTEXT when it was given more than it can read: %s', async (message) => {
    await open(() => ({ error: { status: 400, message } }));
    expect(await caller.fails({ model: models.claude })).toMatchObject({ code: 'AI_CONTEXT', kind: 'fatal' });
  });

  it('goes to another provider at once when a key is refused', async () => {
    await open((request) => (request.kind === 'google' ? { text: 'Me' } : { error: { status: 401 } }));
    expect((await caller.ask({ optimizeFor: 'quality' })).model).toMatch(/^gemini\//);
    expect(server.requests.filter(({ kind }) => kind === 'openai').length).toBeLessThanOrEqual(1);
  });

  it('is a server of this machine where one answers and nothing is set up, and what is set up otherwise', async () => {
    await open(() => ({ text: 'ok' }), {}, 'local');
    expect((await caller.ask()).model).toBe('local/small-7b');
    await server.close();
    caller.close();
    await open(() => ({ text: 'ok' }));
    expect((await caller.ask({ optimizeFor: 'cost' })).model).not.toMatch(/^local/);
    expect((await caller.ask({ provider: 'local' })).model).toBe('local/small-7b');
  });

  it('is found by the name alone, by a provider and its own name of a model, and not by a wrong one', async () => {
    await open(() => ({ text: 'ok' }));
    expect((await caller.ask({ model: 'gpt-5-mini' })).model).toBe('openai/gpt-5-mini');
    expect((await caller.ask({ model: 'claude' })).model).toMatch(/^claude\//);
    expect((await caller.ask({ model: 'openai/brand-new', budget: { tokens: 5000 } })).model).toBe('openai/brand-new');
    expect(await caller.fails({ model: 'gpt-5-mimi' })).toMatchObject({
      code: 'AI_NO_MODEL',
      message: expect.stringContaining('gpt-5-mini'),
    });
    expect(await caller.fails({ model: 'gpt-5', provider: 'gemni' })).toMatchObject({
      code: 'AI_NO_PROVIDER',
      message: expect.stringContaining('gemini'),
    });
  });

  it('is nobody without a provider, and the error says how to get one', async () => {
    await open([], {}, 'none');
    const error = await caller.fails();
    expect(error).toMatchObject({ code: 'AI_NO_PROVIDER', kind: 'fatal' });
    expect(error.hint).toMatch(/pawl secrets set ANTHROPIC_API_KEY.*pawl models add.*Ollama/);
    expect(await caller.fails({ provider: 'claude' })).toMatchObject({
      message: expect.stringContaining('pawl secrets set ANTHROPIC_API_KEY'),
    });
  });
});

describe('a budget', () => {
  it('bounds the answer, and an answer that it cuts off is no answer', async () => {
    await open([{ text: 'Too lo', finish: 'length' }]);
    expect(await caller.fails({ model: models.claude, budget: { tokens: 2000 } })).toMatchObject({ code: 'AI_BUDGET' });
    expect(server.requests[0]?.maxTokens).toBeLessThan(2000);
  });

  it('refuses a call that could go over it before anything is sent', async () => {
    await open(() => ({ text: 'ok' }));
    expect(await caller.fails({ model: models.claude, maxTokens: 1000, budget: { cost: 0.0001 } })).toMatchObject({ code: 'AI_BUDGET' });
    expect(await caller.fails({ model: 'openai/brand-new', maxTokens: 10, budget: { cost: 1 } })).toMatchObject({ code: 'AI_BUDGET' });
    expect(await caller.fails({ messages: [{ role: 'user', text: 'long '.repeat(5000) }], budget: { tokens: 500 } })).toMatchObject({
      code: 'AI_BUDGET',
    });
    expect(server.requests).toEqual([]);
  });

  it('counts a failed attempt and a repair too', async () => {
    await open([{ data: { name: 1 }, tokens: { input: 300, output: 600 } }, { data: { name: 'Ada', age: 1 } }]);
    expect(await caller.fails({ model: models.claude, schema: person, maxTokens: 600, budget: { tokens: 950 } })).toMatchObject({
      code: 'AI_BUDGET',
    });
    expect(server.requests).toHaveLength(1);
    expect(caller.records).toMatchObject([{ inputTokens: 300, outputTokens: 600 }]);
  });
});

it('tells that a schema is none before anything is spent on it', async () => {
  await open(() => ({ text: 'ok' }));
  expect(await caller.fails({ model: models.claude, schema: { type: 'object', properties: { a: { type: 'strnig' } } } })).toMatchObject({
    code: 'SCHEMA_INVALID',
  });
  expect(server.requests).toEqual([]);
});

describe('keys', () => {
  it('of the secret store stand before the environment, and go to their provider only', async () => {
    await open(() => ({ text: 'ok' }));
    caller.secrets.set({
      name: 'ANTHROPIC_API_KEY',
      value: 'sk-from-the-store',
      bindings: { actions: ['ai.*'], hosts: [], workflows: [] },
    });
    await caller.ask({ model: models.claude });
    await caller.ask({ model: models.openai });
    await caller.ask({ model: models.gemini });
    await caller.ask({ model: models.local });
    const [claude, openai, gemini, local] = server.requests.map(({ headers }) => headers);
    expect(claude?.['x-api-key']).toBe('sk-from-the-store');
    expect([openai?.['authorization'], gemini?.['x-goog-api-key']]).toEqual([`Bearer ${KEY}`, KEY]);
    expect(JSON.stringify(local)).not.toContain('sk-');
    expect(caller.secrets.list()[0]?.lastUsedAt).not.toBeNull();
  });

  it('are sent without the line end that came along with them, and are masked so, too', async () => {
    await open(() => ({ text: 'ok' }));
    const bindings = { actions: ['ai.*'], hosts: [], workflows: [] };
    caller.secrets.set({ name: 'ANTHROPIC_API_KEY', value: 'sk-with-a-line-end\r\n', bindings });
    await caller.ask({ model: models.claude });
    expect(server.requests[0]?.headers['x-api-key']).toBe('sk-with-a-line-end');
    expect(caller.secrets.masks.text('It is sk-with-a-line-end.')).toBe('It is •••.');
  });

  it('that are bound to something else are not used', async () => {
    await open(() => ({ text: 'ok' }), {}, 'none');
    const bind = (bindings: { actions?: string[]; workflows?: string[] }) =>
      caller.secrets.set({
        name: 'OPENAI_API_KEY',
        value: 'sk-bound-elsewhere',
        bindings: { actions: [], hosts: [], workflows: [], ...bindings },
      });
    bind({ actions: ['shell.run'] });
    expect(await caller.fails()).toMatchObject({ code: 'AI_NO_PROVIDER', message: expect.stringContaining('it is only for shell.run') });
    bind({ actions: ['ai.classify'] });
    expect(await caller.fails()).toMatchObject({ code: 'AI_NO_PROVIDER' });
    bind({ actions: ['ai.*'], workflows: ['Another'] });
    expect(await caller.fails()).toMatchObject({ message: expect.stringContaining('only for the workflow Another') });
    expect(server.requests).toEqual([]);
  });

  it('AI-6 are taken out of everything that is sent, wherever they come from', async () => {
    await open(() => ({ text: 'ok' }));
    await caller.ask({ model: models.openai });
    const text = `my key is ${KEY}, ${Buffer.from(KEY).toString('base64')}`;
    await caller.ask({
      model: models.claude,
      system: text,
      messages: [
        {
          role: 'user',
          text,
          attachments: [{ name: 'a.pdf', mediaType: 'application/pdf', data: Buffer.from(`%PDF-1 ${KEY}`).toString('base64') }],
        },
        { role: 'assistant', text: '', toolCalls: [{ id: 'c1', tool: 'look', input: { text } }] },
        { role: 'tool', callId: 'c1', tool: 'look', output: { text } },
      ],
      tools: [{ name: 'look', description: text, parameters: { type: 'object', properties: {} } }],
    });
    const raw = server.requests[1]?.raw ?? '';
    expect(raw).toContain('•••');
    expect(raw).not.toContain(KEY);
    for (const part of raw.match(/[A-Za-z0-9+/]{20,}={0,2}/g) ?? [])
      expect(Buffer.from(part, 'base64').toString('latin1')).not.toContain(KEY);
  });

  it('do not follow a redirect', async () => {
    await open([{ error: { status: 307, headers: { location: 'http://127.0.0.1:9/' } } }]);
    expect(await caller.fails({ model: models.claude })).toMatchObject({ code: 'AI_FAILED', message: expect.stringContaining('redirect') });
  });
});

it('AI-1 a port where nothing listens and a name without an address are told in plain words', async () => {
  await open([]);
  await server.refuse();
  expect(await pass(caller.fails({ model: models.claude }), 1000, true)).toMatchObject({
    code: 'AI_FAILED',
    kind: 'retryable',
    message: expect.stringContaining('nothing listens'),
  });
  await caller.providers.set({ name: 'gone', kind: 'anthropic', baseUrl: 'http://no-such-host.invalid', enabled: true });
  expect(await pass(caller.fails({ model: 'gone/claude-haiku-4-5' }), 1000, true)).toMatchObject({
    code: 'AI_FAILED',
    message: expect.stringContaining('its name has no address'),
  });
  await server.accept();
  await caller.providers.set({ name: 'plain', kind: 'anthropic', baseUrl: server.url.replace('http:', 'https:'), enabled: true });
  expect(await caller.fails({ model: 'plain/claude-haiku-4-5' })).toMatchObject({
    code: 'AI_FAILED',
    kind: 'fatal',
    message: expect.stringContaining('no secure connection'),
  });
});

import { createAnthropic } from '@ai-sdk/anthropic';
import { createGoogleGenerativeAI } from '@ai-sdk/google';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { APICallError, generateText, jsonSchema, type LanguageModel, type ModelMessage, Output, stepCountIs, streamText, tool } from 'ai';
import { afterEach, describe, expect, it } from 'vitest';
import { until } from '../support/until.ts';
import { type ModelServer, type ModelServerOptions, startModelServer } from './model-server.ts';
import type { Delivery, Script, ScriptedAnswer } from './script.ts';

let server: ModelServer;

async function start(script: Script, options: Partial<ModelServerOptions> = {}): Promise<void> {
  server = await startModelServer({ script, ...options });
}
afterEach(() => server.close());

const apiKey = 'test-key';
/** Each API of each provider, as its own package speaks it. */
const apis: Readonly<Record<string, () => LanguageModel>> = {
  'Anthropic, JSON by output format': () => createAnthropic({ apiKey, baseURL: server.baseUrls.anthropic })('claude-sonnet-4-5'),
  'Anthropic, JSON by a tool': () => createAnthropic({ apiKey, baseURL: server.baseUrls.anthropic })('claude-3-haiku-20240307'),
  'OpenAI responses': () => createOpenAI({ apiKey, baseURL: server.baseUrls.openai })('gpt-4.1'),
  'OpenAI chat completions': () => createOpenAI({ apiKey, baseURL: server.baseUrls.openai }).chat('gpt-4.1'),
  Gemini: () => createGoogleGenerativeAI({ apiKey, baseURL: server.baseUrls.google })('gemini-2.5-flash'),
  compatible: () =>
    createOpenAICompatible({ name: 'local', baseURL: server.baseUrls.compatible, includeUsage: true, supportsStructuredOutputs: true })(
      'qwen3:8b',
    ),
};

const asked = { system: 'Be brief.', prompt: 'Grüße, 世界 👋?', maxRetries: 0, temperature: 0.2, maxOutputTokens: 50 } as const;
const answerText = 'Grüße zurück 👋🏽, in mehreren Stücken.';
const person = jsonSchema<{ name: string; age: number }>({
  type: 'object',
  properties: { name: { type: 'string' }, age: { type: 'number' } },
  required: ['name', 'age'],
  additionalProperties: false,
});
const readFile = tool({
  description: 'Reads a file',
  inputSchema: jsonSchema<{ path: string }>({ type: 'object', properties: { path: { type: 'string' } }, required: ['path'] }),
  execute: async ({ path }) => ({ content: `content of ${path}` }),
});

describe.each(Object.entries(apis))('%s', (_name, model) => {
  it('answers whole with text and usage, and records what was asked', async () => {
    await start([{ text: answerText, tokens: { input: 11, output: 7 } }]);
    const result = await generateText({ model: model(), ...asked });
    expect(result.text).toBe(answerText);
    expect(result.finishReason).toBe('stop');
    expect(result.usage).toMatchObject({ inputTokens: 11, outputTokens: 7 });
    expect(server.requests).toMatchObject([
      {
        number: 0,
        stream: false,
        system: 'Be brief.',
        messages: [{ role: 'user', text: asked.prompt }],
        tools: [],
        maxTokens: 50,
        outcome: 'sent',
      },
    ]);
    expect(server.requests[0]?.temperature).toBe(0.2);
    expect(server.requests[0]?.raw).toContain('世界 👋');
  });

  it('streams text in pieces, with usage, though every character arrives in single bytes', async () => {
    await start([{ text: answerText, tokens: { input: 11, output: 7 }, delivery: { pieces: 5, packetBytes: 1 } }]);
    const result = streamText({ model: model(), ...asked });
    const pieces: string[] = [];
    for await (const piece of result.textStream) pieces.push(piece);
    expect(pieces.join('')).toBe(answerText);
    expect(pieces.length).toBeGreaterThan(3);
    expect(await result.finishReason).toBe('stop');
    expect(await result.usage).toMatchObject({ inputTokens: 11, outputTokens: 7 });
    expect(server.requests[0]?.stream).toBe(true);
  });

  it.each([false, true])('calls tools and gets what they gave (stream: %s)', async (stream) => {
    await start([
      {
        text: 'Let me look.',
        toolCalls: [
          { tool: 'read_file', input: { path: 'a "b".ts' } },
          { tool: 'read_file', input: { path: 'c.ts' } },
        ],
      },
      { text: 'Done.' },
    ]);
    const options = { model: model(), ...asked, tools: { read_file: readFile }, stopWhen: stepCountIs(3) };
    const result = stream ? streamText(options) : await generateText(options);
    expect(await result.text).toBe('Done.');
    expect((await result.steps)[0]?.toolCalls.map((call) => call.input)).toEqual([{ path: 'a "b".ts' }, { path: 'c.ts' }]);
    expect((await result.steps)[0]?.finishReason).toBe('tool-calls');
    const [first, second] = server.requests;
    expect(first?.tools).toMatchObject([{ name: 'read_file', description: 'Reads a file', parameters: { required: ['path'] } }]);
    expect(second?.messages.slice(1)).toMatchObject([
      { role: 'assistant', text: 'Let me look.', toolCalls: [{ tool: 'read_file', input: { path: 'a "b".ts' } }, { tool: 'read_file' }] },
      { role: 'tool', tool: 'read_file', output: { content: 'content of a "b".ts' } },
      { role: 'tool', tool: 'read_file', output: { content: 'content of c.ts' } },
    ]);
  });

  it.each([false, true])('gives data that a schema asked for (stream: %s)', async (stream) => {
    await start([{ data: { name: 'Ada', age: 36 } }]);
    const options = { model: model(), ...asked, output: Output.object({ schema: person }) };
    const result = stream ? streamText(options) : await generateText(options);
    expect(await result.output).toEqual({ name: 'Ada', age: 36 });
    expect(server.requests[0]).toMatchObject({ json: true, schema: { properties: { name: { type: 'string' } } }, tools: [] });
  });

  it.each([false, true])('refuses in the words of the provider (stream: %s)', async (stream) => {
    await start([{ refusal: 'I will not do that.' }]);
    expect((await ask(model(), stream)).finishReason).toBe('content-filter');
  });

  it.each([false, true])('ends for length (stream: %s)', async (stream) => {
    await start([{ text: 'cut sho', finish: 'length' }]);
    expect(await ask(model(), stream)).toMatchObject({ text: 'cut sho', finishReason: 'length' });
  });

  it.each([400, 401, 403, 404, 429, 500, 529])('fails with %s in the provider’s own error body', async (status) => {
    await start([{ error: { status, message: 'No, because.', retryAfter: '17' } }]);
    const error = await generateText({ model: model(), ...asked }).catch((thrown: unknown) => thrown);
    if (!APICallError.isInstance(error)) throw error;
    expect(error.statusCode).toBe(status);
    expect(error.message).toBe('No, because.');
    expect(error.data).toBeDefined();
    expect(error.responseHeaders?.['retry-after']).toBe('17');
  });

  it('breaks a stream in the middle', async () => {
    await start([faulty({ fault: { kind: 'cut', after: 2 } })]);
    const { error, text } = await follow(model());
    expect(error).toBeDefined();
    expect(text).toBe('0123456789');
    await until(() => server.requests[0]?.outcome === 'cut');
  });

  it('ends a stream without the end marker, so that its finish is not "stop"', async () => {
    await start([faulty({ fault: { kind: 'end', after: Number.POSITIVE_INFINITY } })]);
    const { finishReason, text } = await follow(model());
    expect(text).toBe('012345678901234');
    expect(finishReason).not.toBe('stop');
  });

  it('sends bad JSON in the middle of a stream', async () => {
    await start([faulty({ fault: { kind: 'bad_json', after: 1 } })]);
    const { error } = await follow(model());
    expect(String(error)).toMatch(/JSON/);
  });

  it('sends an error event inside a 200', async () => {
    await start([faulty({ fault: { kind: 'error', after: 1, message: 'The model fell over.' } })]);
    const { error } = await follow(model());
    expect(error instanceof Error ? error.message : JSON.stringify(error)).toContain('The model fell over.');
  });

  it('sends half of an answer that is not streamed', async () => {
    await start([faulty({ fault: { kind: 'end', after: 0 } }), faulty({ fault: { kind: 'cut', after: 0 } })]);
    await expect(generateText({ model: model(), ...asked })).rejects.toThrow(/JSON/);
    await expect(generateText({ model: model(), ...asked })).rejects.toThrow();
  });

  it('hangs before the headers and in the middle of a stream until the client gives up', async () => {
    await start([{ connection: 'hang' }, faulty({ fault: { kind: 'hang', after: 1 } })]);
    for (const number of [1, 2]) {
      const abort = new AbortController();
      const following = follow(model(), abort.signal);
      const request = await server.received(number);
      await until(() => request.outcome === 'held');
      abort.abort();
      await following;
      await until(() => request.outcome === 'gone');
    }
  });

  it('waits in the middle of a stream for a promise', async () => {
    const gate = Promise.withResolvers<void>();
    await start([faulty({ pauses: [{ after: 1, until: gate.promise }] })]);
    let text = '';
    for await (const piece of streamText({ model: model(), ...asked }).textStream) {
      if (text === '') {
        expect(piece).toBe('01234');
        expect(server.requests[0]?.outcome).toBe('open');
        gate.resolve();
      }
      text += piece;
    }
    expect(text).toBe('012345678901234');
  });

  it('refuses connections, and takes them again', async () => {
    await start([{ text: 'back' }]);
    await server.refuse();
    await expect(generateText({ model: model(), ...asked })).rejects.toThrow(/connect|fetch/i);
    await server.accept();
    expect((await generateText({ model: model(), ...asked })).text).toBe('back');
  });

  it('takes a key, and refuses a wrong one', async () => {
    await start([{ text: 'in' }], { apiKey: 'another' });
    const error = await generateText({ model: model(), ...asked }).catch((thrown: unknown) => thrown);
    expect(APICallError.isInstance(error) && error.statusCode).toBe(401);
    expect(server.requests).toEqual([]);
  });

  it('takes images and files', async () => {
    await start([{ text: 'seen' }]);
    const image = Buffer.from('89504e470d0a1a0a', 'hex');
    const messages: ModelMessage[] = [
      {
        role: 'user',
        content: [
          { type: 'text', text: 'What is it?' },
          { type: 'file', data: image, mediaType: 'image/png' },
        ],
      },
    ];
    await generateText({ model: model(), maxRetries: 0, messages });
    expect(server.requests[0]?.messages).toMatchObject([
      { role: 'user', text: 'What is it?', attachments: [{ mediaType: 'image/png', data: image.toString('base64') }] },
    ]);
  });
});

describe('the script', () => {
  it('is a function of the request, and is told to the client when it fails', async () => {
    await start(({ number, model }) => {
      if (number === 1) throw new Error('The test is wrong.');
      return { text: `${model} was asked` };
    });
    const model = createOpenAI({ apiKey, baseURL: server.baseUrls.openai })('gpt-4.1');
    expect((await generateText({ model, ...asked })).text).toBe('gpt-4.1 was asked');
    await expect(generateText({ model, ...asked })).rejects.toThrow('The test is wrong.');
  });

  it('says so when a list is used up', async () => {
    await start([]);
    const model = createOpenAI({ apiKey, baseURL: server.baseUrls.openai })('gpt-4.1');
    await expect(generateText({ model, ...asked })).rejects.toThrow('The script has no answer for request 0.');
  });
});

describe('the listing', () => {
  it('has the form of each provider', async () => {
    await start([], { models: ['m-1'], apiKey });
    const get = async (url: string, headers: Record<string, string>) => (await fetch(url, { headers })).json();
    expect(await get(`${server.baseUrls.compatible}/models`, { authorization: `Bearer ${apiKey}` })).toMatchObject({
      data: [{ id: 'm-1', object: 'model' }],
    });
    expect(await get(`${server.baseUrls.anthropic}/models`, { 'x-api-key': apiKey, 'anthropic-version': '2023-06-01' })).toMatchObject({
      data: [{ id: 'm-1', type: 'model' }],
    });
    expect(await get(`${server.baseUrls.google}/models`, { 'x-goog-api-key': apiKey })).toMatchObject({ models: [{ name: 'models/m-1' }] });
    expect((await fetch(`${server.baseUrls.openai}/models`)).status).toBe(401);
  });
});

function faulty(delivery: Delivery): ScriptedAnswer {
  return { text: '012345678901234', delivery: { pieces: 5, ...delivery } };
}

async function ask(model: LanguageModel, stream: boolean) {
  if (!stream) return generateText({ model, ...asked });
  const result = streamText({ model, ...asked });
  return { text: await result.text, finishReason: await result.finishReason };
}

/** Everything that a stream gives, its first error too. */
async function follow(model: LanguageModel, abortSignal?: AbortSignal) {
  const seen: { text: string; error?: unknown; finishReason?: string } = { text: '' };
  const result = streamText({ model, ...asked, ...(abortSignal === undefined ? {} : { abortSignal }), onError: () => undefined });
  try {
    for await (const part of result.fullStream) {
      if (part.type === 'text-delta') seen.text += part.text;
      if (part.type === 'error') seen.error ??= part.error;
      if (part.type === 'finish') seen.finishReason = part.finishReason;
    }
  } catch (error) {
    // A connection that breaks fails the stream itself; other errors are parts of it.
    seen.error ??= error;
  }
  return seen;
}

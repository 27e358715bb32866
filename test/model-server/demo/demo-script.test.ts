import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { generateText, jsonSchema, Output, stepCountIs, tool } from 'ai';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../shared/lib/json.ts';
import { type ModelServer, startModelServer } from '../model-server.ts';
import type { ScriptedRequest } from '../script.ts';
import { demoScript } from './demo-script.ts';

let server: ModelServer;
beforeAll(async () => {
  server = await startModelServer({ script: demoScript });
});
afterAll(() => server.close());

const model = () => createOpenAICompatible({ name: 'demo', baseURL: server.baseUrls.compatible, supportsStructuredOutputs: true })('demo');
const say = async (prompt: string) => (await generateText({ model: model(), prompt })).text;

/** The data of a demo answer, which fits the schema. */
async function give(prompt: string, schema: JsonObject) {
  const { output } = await generateText({
    model: model(),
    prompt,
    output: Output.object({ schema: jsonSchema<JsonObject>({ ...schema }) }),
  });
  const ajv = new Ajv();
  expect(ajv.validate(schema, output), ajv.errorsText()).toBe(true);
  return output;
}
const object = (properties: JsonObject): JsonObject => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});
/** A request without anything in it. */
const bare: ScriptedRequest = {
  number: 0,
  kind: 'compatible',
  api: 'chat',
  model: 'demo',
  stream: false,
  system: '',
  messages: [],
  tools: [],
  json: false,
  headers: {},
  path: '',
  raw: '',
};
const text = { type: 'string' };
const number = { type: 'number' };

const code = [
  'export function pay(order) {',
  '  console.log(order);',
  '  if (order.total == null) return eval(order.rule);',
  '  // TODO: refunds',
  '}',
].join('\n');
const diff = `diff --git a/src/pay.ts b/src/pay.ts
--- a/src/pay.ts
+++ b/src/pay.ts
@@ -10,2 +10,3 @@ import
 const a = 1;
-console.log('old');
+export function refund(order) {
+  console.log('new');
`;

describe('the demo model', () => {
  it('reviews code, and finds what is there', async () => {
    const review = await say(`Review this code:\n\n${code}`);
    expect(review).toContain('line 2: Output for finding a fault');
    expect(review).toContain('line 3: Runs text as code');
    expect(review).toContain('line 4: Something was put off');
    expect(await say('Review this code:\n\nexport const one = 1;')).toContain('nothing to object to');
  });

  it('reviews in the form that is asked for, and of a diff only what it adds', async () => {
    const finding = object({ severity: { enum: ['info', 'warning', 'error'] }, line: { type: 'integer' }, file: text, message: text });
    const schema = object({ severity: { enum: ['none', 'info', 'warning', 'error'] }, findings: { type: 'array', items: finding } });
    expect(await give(`Review this change:\n\n${diff}`, schema)).toMatchObject({
      severity: 'warning',
      findings: [{ severity: 'warning', file: 'src/pay.ts', line: 12, message: expect.stringContaining('Output') }],
    });
    expect(await give('Review this code:\n\nconst one = 1;', schema)).toEqual({ severity: 'none', findings: [] });
  });

  it('writes a commit message from a diff', async () => {
    expect(await say(`Write a commit message for this diff.\n\n${diff}`)).toBe('feat: add refund to src/pay.ts');
    const docs = 'diff --git a/README.md b/README.md\n--- a/README.md\n+++ b/README.md\n@@ -1 +1,2 @@\n # Hi\n+## Install\n';
    expect(await say(`Write a commit message.\n\n${docs}`)).toBe('docs: add Install to README.md');
  });

  it('classifies by what the text says', async () => {
    const schema = object({ label: { enum: ['billing', 'technical', 'other'] }, confidence: { type: 'number', minimum: 0, maximum: 1 } });
    expect(await give('Which kind?\n\nMy card was charged twice for one invoice.', schema)).toMatchObject({ label: 'billing' });
    expect(await give('Which kind?\n\nThe page shows an error and crashes.', schema)).toMatchObject({ label: 'technical' });
    expect(await give('Which kind?\n\nGood morning.', schema)).toMatchObject({ label: 'other' });
  });

  it('takes an order out of a letter', async () => {
    const item = object({ name: text, quantity: { type: 'integer' }, price: number });
    const schema = object({ order_id: text, customer: text, email: text, total: number, items: { type: 'array', items: item } });
    const letter =
      'From: ada@example.com\nOrder #A-17\n\n- 2 x Blue mug at €12.50\n- 1 x Tea pot at €30\n\nTotal: €55.00\n\nBest regards,\nAda Byron';
    expect(await give(`Extract the order.\n\n<mail>\n${letter}\n</mail>`, schema)).toEqual({
      order_id: 'A-17',
      customer: 'Ada Byron',
      email: 'ada@example.com',
      total: 55,
      items: [
        { name: 'Blue mug', quantity: 2, price: 12.5 },
        { name: 'Tea pot', quantity: 1, price: 30 },
      ],
    });
  });

  it('finds who promised what in notes', async () => {
    const task = object({ task: text, owner: text, due: text });
    const notes = 'We met on Monday.\nGrace will send the offer by Friday.\n- [ ] Book the room (Alan)\nIt rained.';
    expect(await give(`Find the tasks.\n\n<notes>\n${notes}\n</notes>`, object({ tasks: { type: 'array', items: task } }))).toEqual({
      tasks: [
        { task: 'Send the offer', owner: 'Grace', due: 'Friday' },
        { task: 'Book the room', owner: 'Alan', due: '' },
      ],
    });
  });

  it('sums up in the first sentences', async () => {
    expect(await say('Summarize:\n\nOne. Two! Three? Four.')).toBe('One. Two! Three?');
  });

  it('calls the tool that the question names, then answers from what it gave', async () => {
    const file_read = tool({
      description: 'Reads a file',
      inputSchema: jsonSchema<{ path: string }>({
        type: 'object',
        properties: { path: text, encoding: text },
        required: ['path'],
      } as never),
      execute: async ({ path }) => ({ content: `// ${path}\nconsole.log(1)` }),
    });
    const result = await generateText({
      model: model(),
      prompt: 'Read the file src/a.ts and review it.',
      tools: { file_read },
      stopWhen: stepCountIs(4),
    });
    expect(result.steps[0]?.toolCalls).toMatchObject([{ toolName: 'file_read', input: { path: 'src/a.ts' } }]);
    expect(result.text).toContain('line 2: Output for finding a fault');
    expect(result.steps).toHaveLength(2);
  });

  it('looks into the file that the question names, and gives what it found again in another form', () => {
    const messages = [
      { role: 'user', text: 'Parse src/pay.ts and extract the functions' },
      { role: 'assistant', text: '', toolCalls: [{ id: '1', tool: 'file_read', input: { path: 'src/pay.ts' } }] },
      { role: 'tool', callId: '1', tool: 'file_read', output: { content: code } },
    ] as const;
    const parameters = object({ path: text });
    const request = { ...bare, tools: [{ name: 'file_read', description: '', parameters }] };
    expect(demoScript({ ...request, messages: messages.slice(0, 1) })).toEqual({
      toolCalls: [{ tool: 'file_read', input: { path: 'src/pay.ts' } }],
    });
    expect(demoScript({ ...request, messages }).toolCalls).toBeUndefined();
    const again = { role: 'user', text: 'Give this answer once more as JSON that fits the schema' } as const;
    expect(demoScript({ ...bare, messages: [...messages, again], schema: object({ functions: {} }) })).toEqual({
      data: { functions: 'pay' },
    });
  });

  it('fills any schema with something that fits', async () => {
    const schema = object({
      kind: { const: 'note' },
      pages: { type: 'integer', minimum: 3, maximum: 5 },
      maybe: { anyOf: [{ type: 'null' }, { type: 'string', maxLength: 4 }] },
      flags: { type: 'array', items: { type: 'boolean' } },
      tags: { type: 'array', items: text, maxItems: 1 },
      nested: object({ total: number, done: { type: 'boolean' } }),
    });
    await give('Do it.\n\n- first\n- second', schema);
    await give('', schema);
  });
});

import { z } from 'zod';
import type { ModelAttachment, ModelMessage } from '../../shared/ai/model-call.ts';
import type { JsonObject } from '../../shared/lib/json.ts';
import { readDataUrl } from './chat-wire.ts';
import { openaiError } from './openai-error.ts';
import { cutIntoPieces, type WholeAnswer } from './script.ts';
import { type Frame, frame, given, parseOutput, type Wire, type WireRequest } from './wire.ts';

const inputPartSchema = z.union([
  z.object({ type: z.enum(['input_text', 'output_text']), text: z.string() }),
  z
    .object({ type: z.literal('refusal'), refusal: z.string() })
    .transform(({ refusal }) => ({ type: 'output_text' as const, text: refusal })),
  z.object({ type: z.literal('input_image'), image_url: z.string() }),
  z.object({ type: z.literal('input_file'), filename: z.string().optional(), file_data: z.string().optional() }),
]);
const contentSchema = z.union([z.string(), z.array(inputPartSchema)]);
const callSchema = z.object({ type: z.literal('function_call'), call_id: z.string(), name: z.string(), arguments: z.string() });
const callOutputSchema = z.object({ type: z.literal('function_call_output'), call_id: z.string(), output: contentSchema });
const referenceSchema = z.object({ type: z.literal('item_reference'), id: z.string() });
/** Nothing is kept at the provider: reasoning that does not come back encrypted cannot be read. */
const reasoningSchema = z.object({
  type: z.literal('reasoning'),
  encrypted_content: z.string(),
  summary: z.array(z.object({ type: z.literal('summary_text'), text: z.string() })),
});
const messageSchema = z.object({ role: z.enum(['system', 'developer', 'user', 'assistant']), content: contentSchema });
const formatSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text') }),
  z.object({ type: z.literal('json_object') }),
  z.object({ type: z.literal('json_schema'), name: z.string(), schema: z.record(z.string(), z.json()) }),
]);

/** The Responses API: https://platform.openai.com/docs/api-reference/responses */
const requestSchema = z.object({
  model: z.string(),
  instructions: z.string().nullish(),
  input: z.union([z.string(), z.array(z.union([callSchema, callOutputSchema, referenceSchema, reasoningSchema, messageSchema])).min(1)]),
  tools: z
    .array(
      z.object({
        type: z.literal('function'),
        name: z.string(),
        description: z.string().nullish(),
        parameters: z.record(z.string(), z.json()).nullish(),
      }),
    )
    .optional(),
  text: z.object({ format: formatSchema.optional() }).optional(),
  stream: z.boolean().optional(),
  max_output_tokens: z.int().positive().nullish(),
  temperature: z.number().nullish(),
});
type Body = z.output<typeof requestSchema>;
type SentItem = Exclude<Body['input'], string>[number];
type Item = Exclude<SentItem, z.output<typeof referenceSchema> | z.output<typeof reasoningSchema>>;

/** Keeps what it has answered, since clients name earlier answers by their ids instead of sending them again. */
export function responsesWire(): Wire {
  const kept = new Map<string, Item>();
  const keep = (answer: WholeAnswer) => {
    for (const { id, done } of outputs({ ...answer, thinking: undefined })) kept.set(id, z.union([callSchema, messageSchema]).parse(done));
  };
  const resolve = (item: SentItem): readonly Item[] => {
    if (!('type' in item)) return [item];
    if (item.type === 'reasoning') return [];
    if (item.type !== 'item_reference') return [item];
    const found = kept.get(item.id);
    if (found === undefined) throw new SyntaxError(`Item with id '${item.id}' not found.`);
    return [found];
  };
  return {
    kind: 'openai',
    read: (body) => read(requestSchema.parse(body), resolve),
    whole: (answer) => {
      keep(answer);
      return whole(answer);
    },
    frames: (answer, _request, pieces) => {
      keep(answer);
      return frames(answer, pieces);
    },
    error: openaiError,
    errorFrame,
  };
}

function read(body: Body, resolve: (item: SentItem) => readonly Item[]): WireRequest {
  const items: readonly Item[] = typeof body.input === 'string' ? [{ role: 'user', content: body.input }] : body.input.flatMap(resolve);
  const format = body.text?.format;
  return {
    api: 'responses',
    model: body.model,
    stream: body.stream === true,
    system: [body.instructions ?? '', ...items.filter(isSystem).map((item) => textOf(item.content))]
      .filter((text) => text !== '')
      .join('\n'),
    messages: mergeCalls(items.filter((item) => !isSystem(item)).map(readItem(items))),
    tools: (body.tools ?? []).map((tool) => ({
      name: tool.name,
      description: tool.description ?? '',
      parameters: tool.parameters ?? {},
    })),
    json: format !== undefined && format.type !== 'text',
    ...given({
      schema: format?.type === 'json_schema' ? format.schema : undefined,
      maxTokens: body.max_output_tokens ?? undefined,
      temperature: body.temperature ?? undefined,
    }),
  };
}

function isSystem(item: Item): item is z.output<typeof messageSchema> {
  return 'role' in item && (item.role === 'system' || item.role === 'developer');
}

function readItem(items: readonly Item[]) {
  const toolOf = new Map(items.flatMap((item) => ('name' in item ? [[item.call_id, item.name] as const] : [])));
  return (item: Item): ModelMessage => {
    if ('arguments' in item) {
      return { role: 'assistant', text: '', toolCalls: [{ id: item.call_id, tool: item.name, input: parseOutput(item.arguments) }] };
    }
    if ('output' in item) {
      return { role: 'tool', callId: item.call_id, tool: toolOf.get(item.call_id) ?? '', output: parseOutput(textOf(item.output)) };
    }
    if (item.role === 'assistant') return { role: 'assistant', text: textOf(item.content) };
    const attachments = attachmentsOf(item.content);
    return { role: 'user', text: textOf(item.content), ...(attachments.length > 0 ? { attachments } : {}) };
  };
}

/** The API sends the text of a turn and each of its calls as items of their own. */
function mergeCalls(messages: readonly ModelMessage[]): ModelMessage[] {
  const merged: ModelMessage[] = [];
  for (const message of messages) {
    const last = merged.at(-1);
    if (last?.role === 'assistant' && message.role === 'assistant' && message.text === '') {
      merged[merged.length - 1] = { ...last, toolCalls: [...(last.toolCalls ?? []), ...(message.toolCalls ?? [])] };
    } else merged.push(message);
  }
  return merged;
}

function textOf(content: z.output<typeof contentSchema>): string {
  if (typeof content === 'string') return content;
  return content.flatMap((part) => ('text' in part ? [part.text] : [])).join('\n');
}

function attachmentsOf(content: z.output<typeof contentSchema>): ModelAttachment[] {
  if (typeof content === 'string') return [];
  return content.flatMap((part) => {
    if (part.type === 'input_image') return [readDataUrl('image', part.image_url)];
    return part.type === 'input_file' ? [readDataUrl(part.filename ?? 'file', part.file_data ?? '')] : [];
  });
}

function whole(answer: WholeAnswer): JsonObject {
  return {
    ...head(answer, answer.finish === 'length' ? 'incomplete' : 'completed'),
    output: outputs(answer).map((output) => output.done),
    incomplete_details: answer.finish === 'length' ? { reason: 'max_output_tokens' } : null,
    ...(answer.tokens === undefined ? {} : { usage: usage(answer.tokens) }),
  };
}

function frames(answer: WholeAnswer, pieces: Parameters<Wire['frames']>[2]): readonly Frame[] {
  const body = outputs(answer).flatMap((output, output_index): Frame[] => {
    const place = { item_id: output.id, output_index };
    return [
      event('start', 'response.output_item.added', { output_index, item: output.added }),
      ...cutIntoPieces(output.text, pieces).map((delta) =>
        event('piece', `${output.delta}.delta`, { ...place, content_index: 0, summary_index: 0, delta }),
      ),
      event('end', `${output.delta}.done`, { ...place, content_index: 0, [output.whole]: output.text }),
      event('end', 'response.output_item.done', { output_index, item: output.done }),
    ];
  });
  const started = { ...head(answer, 'in_progress'), output: [] };
  const last = event('end', answer.finish === 'length' ? 'response.incomplete' : 'response.completed', { response: whole(answer) });
  const all = [
    event('start', 'response.created', { response: started }),
    event('start', 'response.in_progress', { response: started }),
    ...body,
    last,
  ];
  return all.map((one, sequence_number) => ({ ...one, data: JSON.stringify({ ...JSON.parse(one.data), sequence_number }) }));
}

interface Output {
  readonly id: string;
  readonly added: JsonObject;
  readonly done: JsonObject;
  readonly delta: string;
  /** The field in which the `done` event says all of it. */
  readonly whole: string;
  readonly text: string;
}

function outputs(answer: WholeAnswer): readonly Output[] {
  const calls = answer.toolCalls.map((call, index): Output => {
    const id = `fc_${answer.id}_${index}`;
    const item = { type: 'function_call', id, call_id: call.id, name: call.tool };
    const text = JSON.stringify(call.input);
    return {
      id,
      added: { ...item, status: 'in_progress', arguments: '' },
      done: { ...item, status: 'completed', arguments: text },
      delta: 'response.function_call_arguments',
      whole: 'arguments',
      text,
    };
  });
  const text = answer.refusal ?? answer.text;
  const thoughts = answer.thinking === undefined ? [] : [reasoning(answer.id, answer.thinking)];
  if (text === '') return [...thoughts, ...calls];
  const id = `msg_${answer.id}`;
  const item = { type: 'message', id, role: 'assistant' };
  const refused = answer.refusal !== undefined;
  const content: JsonObject = refused ? { type: 'refusal', refusal: text } : { type: 'output_text', text, annotations: [] };
  const message: Output = {
    id,
    added: { ...item, status: 'in_progress', content: [] },
    done: { ...item, status: 'completed', content: [content] },
    delta: refused ? 'response.refusal' : 'response.output_text',
    whole: refused ? 'refusal' : 'text',
    text,
  };
  return [...thoughts, message, ...calls];
}

function reasoning(of: string, { text, signature }: NonNullable<WholeAnswer['thinking']>): Output {
  const id = `rs_${of}`;
  return {
    id,
    added: { type: 'reasoning', id, summary: [], encrypted_content: signature },
    done: { type: 'reasoning', id, summary: [{ type: 'summary_text', text }], encrypted_content: signature },
    delta: 'response.reasoning_summary_text',
    whole: 'text',
    text,
  };
}

function head(answer: WholeAnswer, status: string): JsonObject {
  return { id: `resp_${answer.id}`, object: 'response', created_at: 1_700_000_000, status, error: null, model: answer.model };
}

function usage({ input, output }: { readonly input: number; readonly output: number }): JsonObject {
  return {
    input_tokens: input,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: input + output,
  };
}

function errorFrame(status: number, message: string): Frame {
  const { error } = openaiError(status, message) as { error: JsonObject };
  return event('piece', 'error', { sequence_number: 0, error });
}

function event(part: Frame['part'], type: string, fields: JsonObject): Frame {
  return frame(part, { type, ...fields }, type);
}

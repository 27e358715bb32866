import { z } from 'zod';
import type { ModelAttachment, ModelMessage } from '../../shared/ai/model-call.ts';
import type { JsonObject } from '../../shared/lib/json.ts';
import { cutIntoPieces, type WholeAnswer } from './script.ts';
import { type Frame, frame, given, parseOutput, type Wire, type WireRequest } from './wire.ts';

const textSchema = z.object({ type: z.literal('text'), text: z.string() });
const fileSchema = z.object({
  type: z.enum(['image', 'document']),
  title: z.string().nullish(),
  source: z.object({ type: z.string(), media_type: z.string().optional(), data: z.string().optional() }),
});
const resultSchema = z.object({
  type: z.literal('tool_result'),
  tool_use_id: z.string(),
  content: z.union([z.string(), z.array(textSchema)]).default(''),
  is_error: z.boolean().nullish(),
});
const useSchema = z.object({ type: z.literal('tool_use'), id: z.string(), name: z.string(), input: z.json() });

const thinkingSchema = z.object({ type: z.literal('thinking'), thinking: z.string(), signature: z.string() });

/** The Messages API: https://docs.anthropic.com/en/api/messages */
const requestSchema = z.object({
  model: z.string(),
  max_tokens: z.int().positive(),
  system: z.union([z.string(), z.array(textSchema)]).optional(),
  messages: z
    .array(
      z.discriminatedUnion('role', [
        z.object({ role: z.literal('user'), content: z.union([z.string(), z.array(z.union([textSchema, fileSchema, resultSchema]))]) }),
        z.object({
          role: z.literal('assistant'),
          content: z.union([z.string(), z.array(z.union([textSchema, useSchema, thinkingSchema]))]),
        }),
      ]),
    )
    .min(1),
  tools: z
    .array(z.object({ name: z.string(), description: z.string().optional(), input_schema: z.record(z.string(), z.json()) }))
    .optional(),
  tool_choice: z.object({ type: z.string(), name: z.string().optional() }).nullish(),
  output_config: z
    .object({ format: z.object({ type: z.literal('json_schema'), schema: z.record(z.string(), z.json()) }).optional() })
    .optional(),
  stream: z.boolean().optional(),
  temperature: z.number().optional(),
});
type Body = z.output<typeof requestSchema>;

export const anthropicWire: Wire = { kind: 'anthropic', read, whole, frames, error: errorBody, errorFrame };

function read(value: unknown): WireRequest {
  const body = requestSchema.parse(value);
  const jsonTool = body.tools?.find((tool) => tool.name === 'json' && ['any', 'tool'].includes(body.tool_choice?.type ?? ''));
  const schema = body.output_config?.format?.schema ?? jsonTool?.input_schema;
  return {
    api: 'messages',
    model: body.model,
    stream: body.stream === true,
    system: typeof body.system === 'string' ? body.system : (body.system ?? []).map((part) => part.text).join('\n'),
    messages: body.messages.flatMap(readMessage(body)),
    tools: (body.tools ?? [])
      .filter((tool) => tool !== jsonTool)
      .map((tool) => ({ name: tool.name, description: tool.description ?? '', parameters: tool.input_schema })),
    json: schema !== undefined,
    maxTokens: body.max_tokens,
    ...given({ schema, temperature: body.temperature, jsonTool: jsonTool?.name }),
  };
}

function readMessage(body: Body) {
  const toolOf = new Map<string, string>();
  for (const message of body.messages) {
    if (message.role !== 'assistant' || typeof message.content === 'string') continue;
    for (const part of message.content) if (part.type === 'tool_use') toolOf.set(part.id, part.name);
  }
  return (message: Body['messages'][number]): ModelMessage[] => {
    if (typeof message.content === 'string') return [{ role: message.role, text: message.content }];
    const text = message.content.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n');
    if (message.role === 'assistant') {
      const toolCalls = message.content.flatMap((part) =>
        part.type === 'tool_use' ? [{ id: part.id, tool: part.name, input: part.input }] : [],
      );
      return [{ role: 'assistant', text, ...(toolCalls.length > 0 ? { toolCalls } : {}) }];
    }
    const results = message.content.flatMap((part): ModelMessage[] => {
      if (part.type !== 'tool_result') return [];
      const output = parseOutput(typeof part.content === 'string' ? part.content : part.content.map((one) => one.text).join('\n'));
      const failed = part.is_error === true ? { failed: true } : {};
      return [{ role: 'tool', callId: part.tool_use_id, tool: toolOf.get(part.tool_use_id) ?? '', output, ...failed }];
    });
    const attachments = message.content.flatMap((part): ModelAttachment[] =>
      part.type === 'image' || part.type === 'document'
        ? [{ name: part.title ?? part.type, mediaType: part.source.media_type ?? '', data: part.source.data ?? '' }]
        : [],
    );
    if (text === '' && attachments.length === 0) return results;
    return [...results, { role: 'user', text, ...(attachments.length > 0 ? { attachments } : {}) }];
  };
}

function whole(answer: WholeAnswer, request: WireRequest): JsonObject {
  return {
    id: `msg_${answer.id}`,
    type: 'message',
    role: 'assistant',
    model: answer.model,
    content: blocks(answer, request).map((block) =>
      block.type === 'tool_use' ? { ...block, input: parseOutput(block.input) } : { ...block },
    ),
    stop_reason: stopReason(answer, request),
    stop_sequence: null,
    usage: usage(answer),
  };
}

function frames(answer: WholeAnswer, request: WireRequest, pieces: Parameters<Wire['frames']>[2]): readonly Frame[] {
  const message = { ...whole(answer, request), content: [], stop_reason: null, usage: { ...usage(answer), output_tokens: 1 } };
  const body = blocks(answer, request).flatMap((block, index): Frame[] => {
    return [
      event('start', 'content_block_start', { index, content_block: beginOf(block) }),
      ...deltasOf(block, pieces).map((delta) => event('piece', 'content_block_delta', { index, delta })),
      event('end', 'content_block_stop', { index }),
    ];
  });
  return [
    event('start', 'message_start', { message }),
    event('start', 'ping', {}),
    ...body,
    event('end', 'message_delta', {
      delta: { stop_reason: stopReason(answer, request), stop_sequence: null },
      usage: { output_tokens: answer.tokens?.output ?? 0 },
    }),
    event('end', 'message_stop', {}),
  ];
}

function beginOf(block: Block): JsonObject {
  if (block.type === 'text') return { type: 'text', text: '' };
  if (block.type === 'thinking') return { type: 'thinking', thinking: '', signature: '' };
  return { type: 'tool_use', id: block.id, name: block.name, input: {} };
}

function deltasOf(block: Block, pieces: Parameters<Wire['frames']>[2]): JsonObject[] {
  if (block.type === 'text') return cutIntoPieces(block.text, pieces).map((text) => ({ type: 'text_delta', text }));
  if (block.type === 'tool_use')
    return cutIntoPieces(block.input, pieces).map((partial_json) => ({ type: 'input_json_delta', partial_json }));
  const thought = cutIntoPieces(block.thinking, pieces).map((thinking) => ({ type: 'thinking_delta', thinking }));
  return [...thought, { type: 'signature_delta', signature: block.signature }];
}

type Block =
  | { readonly type: 'thinking'; readonly thinking: string; readonly signature: string }
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'tool_use'; readonly id: string; readonly name: string; readonly input: string };

function blocks(answer: WholeAnswer, { jsonTool }: WireRequest): readonly Block[] {
  const text = answer.refusal ?? answer.text;
  const asTool = jsonTool !== undefined && answer.refusal === undefined && text !== '';
  const { thinking } = answer;
  return [
    ...(thinking === undefined ? [] : [{ type: 'thinking' as const, thinking: thinking.text, signature: thinking.signature }]),
    ...(asTool ? [{ type: 'tool_use' as const, id: `toolu_${answer.id}`, name: jsonTool, input: text }] : []),
    ...(text !== '' && !asTool ? [{ type: 'text' as const, text }] : []),
    ...answer.toolCalls.map((call) => ({ type: 'tool_use' as const, id: call.id, name: call.tool, input: JSON.stringify(call.input) })),
  ];
}

function stopReason({ refusal, finish }: WholeAnswer, { jsonTool }: WireRequest): string {
  if (refusal !== undefined) return 'refusal';
  if (finish === 'length') return 'max_tokens';
  return finish === 'tool_calls' || jsonTool !== undefined ? 'tool_use' : 'end_turn';
}

function usage({ tokens }: WholeAnswer): JsonObject {
  return {
    input_tokens: tokens?.input ?? 0,
    output_tokens: tokens?.output ?? 0,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 0,
  };
}

const errorTypes: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  529: 'overloaded_error',
};

function errorBody(status: number, message: string): JsonObject {
  return { type: 'error', error: { type: errorTypes[status] ?? 'api_error', message }, request_id: 'req_scripted' };
}

function errorFrame(status: number, message: string): Frame {
  return frame('piece', errorBody(status, message), 'error');
}

function event(part: Frame['part'], type: string, fields: JsonObject): Frame {
  return frame(part, { type, ...fields }, type);
}

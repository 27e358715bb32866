import { z } from 'zod';
import type { ProviderKind } from '../../shared/ai/model.ts';
import type { ModelAttachment, ModelMessage } from '../../shared/ai/model-call.ts';
import type { Json, JsonObject } from '../../shared/lib/json.ts';
import { openaiError } from './openai-error.ts';
import { cutIntoPieces, type WholeAnswer } from './script.ts';
import { type Frame, frame, given, parseOutput, type Wire, type WireRequest } from './wire.ts';

const partSchema = z.union([
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({ type: z.literal('image_url'), image_url: z.object({ url: z.string() }) }),
  z.object({ type: z.literal('file'), file: z.object({ filename: z.string().optional(), file_data: z.string().optional() }) }),
]);
const contentSchema = z.union([z.string(), z.array(partSchema)]);
const callSchema = z.object({
  id: z.string(),
  type: z.literal('function'),
  function: z.object({ name: z.string(), arguments: z.string() }),
});

/** Chat completions: https://platform.openai.com/docs/api-reference/chat */
const requestSchema = z.object({
  model: z.string(),
  messages: z
    .array(
      z.discriminatedUnion('role', [
        z.object({ role: z.enum(['system', 'developer', 'user']), content: contentSchema }),
        z.object({
          role: z.literal('assistant'),
          content: contentSchema.nullish(),
          tool_calls: z.array(callSchema).optional(),
          reasoning_content: z.string().optional(),
        }),
        z.object({ role: z.literal('tool'), tool_call_id: z.string(), content: contentSchema }),
      ]),
    )
    .min(1),
  tools: z
    .array(
      z.object({
        type: z.literal('function'),
        function: z.object({
          name: z.string(),
          description: z.string().optional(),
          parameters: z.record(z.string(), z.json()).default({}),
        }),
      }),
    )
    .optional(),
  response_format: z
    .discriminatedUnion('type', [
      z.object({ type: z.literal('text') }),
      z.object({ type: z.literal('json_object') }),
      z.object({ type: z.literal('json_schema'), json_schema: z.object({ name: z.string(), schema: z.record(z.string(), z.json()) }) }),
    ])
    .optional(),
  stream: z.boolean().optional(),
  stream_options: z.object({ include_usage: z.boolean().optional() }).nullish(),
  max_tokens: z.int().positive().optional(),
  max_completion_tokens: z.int().positive().optional(),
  temperature: z.number().optional(),
});
type Body = z.output<typeof requestSchema>;

/** `openai` itself, and everything that speaks its chat completions. */
export function chatWire(kind: ProviderKind & ('openai' | 'compatible')): Wire {
  return { kind, read, whole, frames, error: openaiError, errorFrame: (status, message) => frame('piece', openaiError(status, message)) };
}

function read(value: unknown): WireRequest {
  const body = requestSchema.parse(value);
  const format = body.response_format;
  const schema = format?.type === 'json_schema' ? format.json_schema.schema : undefined;
  const isSystem = (message: Body['messages'][number]) => message.role === 'system' || message.role === 'developer';
  return {
    api: 'chat',
    model: body.model,
    stream: body.stream === true,
    system: body.messages
      .filter(isSystem)
      .map((message) => textOf(message.content))
      .join('\n'),
    messages: body.messages.filter((message) => !isSystem(message)).map(readMessage(body)),
    tools: (body.tools ?? []).map((tool) => ({
      name: tool.function.name,
      description: tool.function.description ?? '',
      parameters: tool.function.parameters,
    })),
    json: format !== undefined && format.type !== 'text',
    streamUsage: body.stream_options?.include_usage === true,
    ...given({ schema, maxTokens: body.max_completion_tokens ?? body.max_tokens, temperature: body.temperature }),
  };
}

function readMessage(body: Body) {
  const toolOf = new Map(
    body.messages.flatMap((message) =>
      message.role === 'assistant' ? (message.tool_calls ?? []).map((call) => [call.id, call.function.name] as const) : [],
    ),
  );
  return (message: Body['messages'][number]): ModelMessage => {
    const text = textOf(message.content);
    if (message.role === 'tool') {
      return { role: 'tool', callId: message.tool_call_id, tool: toolOf.get(message.tool_call_id) ?? '', output: parseOutput(text) };
    }
    if (message.role === 'assistant') {
      const toolCalls = message.tool_calls?.map((call) => ({
        id: call.id,
        tool: call.function.name,
        input: parseOutput(call.function.arguments),
      }));
      return { role: 'assistant', text, ...given({ toolCalls }) };
    }
    const attachments = attachmentsOf(message.content);
    return { role: 'user', text, ...(attachments.length > 0 ? { attachments } : {}) };
  };
}

type Content = z.output<typeof contentSchema> | null | undefined;

function textOf(content: Content): string {
  if (typeof content === 'string') return content;
  return (content ?? []).flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n');
}

function attachmentsOf(content: Content): ModelAttachment[] {
  if (typeof content === 'string') return [];
  return (content ?? []).flatMap((part) => {
    if (part.type === 'text') return [];
    return part.type === 'image_url'
      ? [readDataUrl('image', part.image_url.url)]
      : [readDataUrl(part.file.filename ?? 'file', part.file.file_data ?? '')];
  });
}

/** `data:image/png;base64,…` as an attachment. */
export function readDataUrl(name: string, url: string): ModelAttachment {
  const [, mediaType = '', data = ''] = /^data:([^;,]*);base64,(.*)$/s.exec(url) ?? [];
  return { name, mediaType, data: data === '' ? url : data };
}

function whole(answer: WholeAnswer): JsonObject {
  const message = {
    role: 'assistant',
    content: answer.refusal !== undefined || answer.text === '' ? null : answer.text,
    ...(answer.refusal === undefined ? {} : { refusal: answer.refusal }),
    ...(answer.toolCalls.length > 0
      ? { tool_calls: answer.toolCalls.map((call) => ({ id: call.id, type: 'function', function: written(call) })) }
      : {}),
  };
  return {
    ...head(answer, 'chat.completion'),
    choices: [{ index: 0, message, logprobs: null, finish_reason: answer.finish }],
    ...(answer.tokens === undefined ? {} : { usage: usage(answer.tokens) }),
  };
}

function frames(answer: WholeAnswer, request: WireRequest, pieces: Parameters<Wire['frames']>[2]): readonly Frame[] {
  const key = answer.refusal === undefined ? 'content' : 'refusal';
  const delta = (part: Frame['part'], fields: JsonObject, finish: string | null = null) =>
    frame(part, {
      ...head(answer, 'chat.completion.chunk'),
      choices: [{ index: 0, delta: fields, logprobs: null, finish_reason: finish }],
    });
  const call = (index: number, fields: Json) => delta('piece', { tool_calls: [{ index, ...(fields as JsonObject) }] });
  return [
    delta('start', { role: 'assistant', content: '' }),
    ...cutIntoPieces(answer.thinking?.text ?? '', pieces).map((reasoning_content) => delta('piece', { reasoning_content })),
    ...cutIntoPieces(answer.refusal ?? answer.text, pieces).map((text) => delta('piece', { [key]: text })),
    ...answer.toolCalls.flatMap((one, index) => {
      const { name, arguments: input } = written(one);
      return [
        call(index, { id: one.id, type: 'function', function: { name, arguments: '' } }),
        ...cutIntoPieces(input, pieces).map((piece) => call(index, { function: { arguments: piece } })),
      ];
    }),
    delta('end', {}, answer.finish),
    ...(request.streamUsage === true && answer.tokens !== undefined
      ? [frame('end', { ...head(answer, 'chat.completion.chunk'), choices: [], usage: usage(answer.tokens) })]
      : []),
    { part: 'end', data: '[DONE]' },
  ];
}

function head(answer: WholeAnswer, object: string): JsonObject {
  return { id: `chatcmpl-${answer.id}`, object, created: 1_700_000_000, model: answer.model };
}

function written(call: WholeAnswer['toolCalls'][number]) {
  return { name: call.tool, arguments: JSON.stringify(call.input) };
}

function usage({ input, output }: { readonly input: number; readonly output: number }): JsonObject {
  return { prompt_tokens: input, completion_tokens: output, total_tokens: input + output };
}

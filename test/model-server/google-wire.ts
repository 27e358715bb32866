import { z } from 'zod';
import type { ModelAttachment, ModelMessage } from '../../shared/ai/model-call.ts';
import type { Json, JsonObject } from '../../shared/lib/json.ts';
import { cutIntoPieces, type WholeAnswer } from './script.ts';
import { type Frame, frame, given, type Wire, type WireRequest } from './wire.ts';

const partSchema = z.union([
  // Google signs calls and texts, and tells thoughts from answers.
  z.object({ thought: z.literal(true), text: z.string() }),
  z.object({ functionCall: z.object({ id: z.string().optional(), name: z.string(), args: z.json() }) }),
  z.object({ functionResponse: z.object({ id: z.string().optional(), name: z.string(), response: z.json() }) }),
  z.object({ inlineData: z.object({ mimeType: z.string(), data: z.string() }) }),
  z.object({ text: z.string() }),
]);

/** generateContent: https://ai.google.dev/api/generate-content */
const requestSchema = z.object({
  contents: z.array(z.object({ role: z.enum(['user', 'model']).optional(), parts: z.array(partSchema) })).min(1),
  systemInstruction: z.object({ parts: z.array(z.object({ text: z.string() })) }).optional(),
  tools: z
    .array(
      z.object({
        functionDeclarations: z
          .array(
            z.object({
              name: z.string(),
              description: z.string().optional(),
              parameters: z.record(z.string(), z.json()).optional(),
              parametersJsonSchema: z.record(z.string(), z.json()).optional(),
            }),
          )
          .optional(),
      }),
    )
    .optional(),
  toolConfig: z
    .object({ functionCallingConfig: z.object({ mode: z.string(), allowedFunctionNames: z.array(z.string()).optional() }).optional() })
    .optional(),
  generationConfig: z
    .object({
      maxOutputTokens: z.int().positive().optional(),
      temperature: z.number().optional(),
      responseMimeType: z.string().optional(),
      responseSchema: z.record(z.string(), z.json()).optional(),
      responseJsonSchema: z.record(z.string(), z.json()).optional(),
    })
    .optional(),
});

export const googleWire: Wire = { kind: 'google', read, whole, frames, error: errorBody, errorFrame };

function read(value: unknown, path: string): WireRequest {
  const body = requestSchema.parse(value);
  const [, model = '', method = ''] = /\/models\/([^/:]+):(\w+)/.exec(path) ?? [];
  const config = body.generationConfig;
  const declared = (body.tools ?? []).flatMap((tool) => tool.functionDeclarations ?? []);
  const forced = body.toolConfig?.functionCallingConfig?.mode === 'ANY';
  const jsonTool = forced ? declared.find((tool) => tool.name === 'json') : undefined;
  const schema = config?.responseJsonSchema ?? config?.responseSchema ?? jsonTool?.parametersJsonSchema ?? jsonTool?.parameters;
  return {
    api: 'generateContent',
    model,
    stream: method === 'streamGenerateContent',
    system: (body.systemInstruction?.parts ?? []).map((part) => part.text).join('\n'),
    messages: body.contents.flatMap(readContent),
    tools: declared
      .filter((tool) => tool !== jsonTool)
      .map((tool) => ({
        name: tool.name,
        description: tool.description ?? '',
        parameters: tool.parametersJsonSchema ?? tool.parameters ?? {},
      })),
    json: schema !== undefined || config?.responseMimeType === 'application/json',
    ...given({ schema, maxTokens: config?.maxOutputTokens, temperature: config?.temperature, jsonTool: jsonTool?.name }),
  };
}

function readContent({ role, parts }: z.output<typeof requestSchema>['contents'][number]): ModelMessage[] {
  const text = parts.flatMap((part) => ('text' in part && !('thought' in part) ? [part.text] : [])).join('\n');
  if (role === 'model') {
    const toolCalls = parts.flatMap((part) =>
      'functionCall' in part
        ? [{ id: part.functionCall.id ?? part.functionCall.name, tool: part.functionCall.name, input: part.functionCall.args }]
        : [],
    );
    return [{ role: 'assistant', text, ...(toolCalls.length > 0 ? { toolCalls } : {}) }];
  }
  const results = parts.flatMap((part): ModelMessage[] => {
    if (!('functionResponse' in part)) return [];
    const { id, name, response } = part.functionResponse;
    return [{ role: 'tool', callId: id ?? name, tool: name, output: unwrap(response) }];
  });
  const attachments = parts.flatMap((part): ModelAttachment[] =>
    'inlineData' in part ? [{ name: 'file', mediaType: part.inlineData.mimeType, data: part.inlineData.data }] : [],
  );
  if (text === '' && attachments.length === 0) return results;
  return [...results, { role: 'user', text, ...(attachments.length > 0 ? { attachments } : {}) }];
}

/** Clients wrap a tool's output as `{name, content}`, since Gemini takes objects only. */
function unwrap(response: Json): Json {
  const isWrapped = typeof response === 'object' && response !== null && !Array.isArray(response) && 'content' in response;
  return isWrapped ? (response['content'] ?? null) : response;
}

function whole(answer: WholeAnswer, request: WireRequest): JsonObject {
  return response(answer, parts(answer, request), finishReason(answer), true);
}

function frames(answer: WholeAnswer, request: WireRequest, pieces: Parameters<Wire['frames']>[2]): readonly Frame[] {
  const body = parts(answer, request).flatMap((part): readonly JsonObject[] =>
    typeof part['text'] === 'string' ? cutIntoPieces(part['text'], pieces).map((text) => ({ ...part, text })) : [part],
  );
  return [
    ...body.map((part) => frame('piece', response(answer, [part], undefined, false))),
    frame('end', response(answer, [{ text: '' }], finishReason(answer), true)),
  ];
}

function parts(answer: WholeAnswer, request: WireRequest): readonly JsonObject[] {
  const said = answerParts(answer, request);
  const { thinking } = answer;
  if (thinking === undefined) return said;
  // The first call bears the signature, and the answer where there is none.
  const signed = said.findIndex((part) => 'functionCall' in part);
  const at = signed < 0 ? said.length - 1 : signed;
  const withSignature = said.map((part, index) => (index === at ? { ...part, thoughtSignature: thinking.signature } : part));
  return [{ thought: true, text: thinking.text }, ...withSignature];
}

function answerParts(answer: WholeAnswer, { jsonTool }: WireRequest): readonly JsonObject[] {
  // Gemini gives no words when it blocks an answer.
  if (answer.refusal !== undefined) return [];
  const calls = answer.toolCalls.map((call) => ({ functionCall: { id: call.id, name: call.tool, args: call.input } }));
  if (answer.text === '') return calls;
  if (jsonTool !== undefined) return [{ functionCall: { name: jsonTool, args: JSON.parse(answer.text) as Json } }, ...calls];
  return [{ text: answer.text }, ...calls];
}

function finishReason({ refusal, finish }: WholeAnswer): string {
  if (refusal !== undefined) return 'SAFETY';
  return finish === 'length' ? 'MAX_TOKENS' : 'STOP';
}

function response(answer: WholeAnswer, content: readonly JsonObject[], finish: string | undefined, withUsage: boolean): JsonObject {
  const candidate = {
    content: { role: 'model', parts: [...content] },
    index: 0,
    ...(finish === undefined ? {} : { finishReason: finish }),
  };
  return {
    candidates: [candidate],
    ...(withUsage && answer.tokens !== undefined
      ? {
          usageMetadata: {
            promptTokenCount: answer.tokens.input,
            candidatesTokenCount: answer.tokens.output,
            totalTokenCount: answer.tokens.input + answer.tokens.output,
          },
        }
      : {}),
    modelVersion: answer.model,
    responseId: answer.id,
  };
}

const statuses: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  429: 'RESOURCE_EXHAUSTED',
  500: 'INTERNAL',
  503: 'UNAVAILABLE',
};

function errorBody(code: number, message: string, retryAfter?: string): JsonObject {
  // Gemini says in the body, not in a header, how long to wait.
  const details =
    retryAfter !== undefined && /^\d+$/.test(retryAfter)
      ? { details: [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: `${retryAfter}s` }] }
      : {};
  return { error: { code, message, status: statuses[code] ?? 'UNKNOWN', ...details } };
}

function errorFrame(status: number, message: string): Frame {
  return frame('piece', errorBody(status, message));
}

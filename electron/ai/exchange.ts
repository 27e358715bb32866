import {
  type FilePart,
  type JSONSchema7,
  type JSONValue,
  jsonSchema,
  type LanguageModelMiddleware,
  type ModelMessage as SdkMessage,
  streamText,
  type ToolSet,
  tool,
  wrapLanguageModel,
} from 'ai';
import type { ModelMessage, ModelTool, ModelToolCall, TracePart } from '../../shared/ai/model-call.ts';
import { isStrictSchema } from '../../shared/ai/strict-schema.ts';
import type { Json, JsonObject } from '../../shared/lib/json.ts';
import type { LanguageModelObject } from './language-model.ts';
import { partsOf, traceOf } from './trace.ts';

/** One question as it goes out. */
export interface Question {
  readonly system: string | undefined;
  readonly messages: readonly ModelMessage[];
  readonly tools: readonly ModelTool[];
  /** Of an object: the provider is to give nothing else. */
  readonly schema: JsonObject | undefined;
  readonly maxTokens: number | undefined;
  readonly temperature: number | undefined;
}

/** What came of it, whole or not. */
export interface Exchange {
  readonly text: string;
  readonly toolCalls: readonly ModelToolCall[];
  /** Undefined: nothing has to go back beside text and calls. */
  readonly trace: readonly TracePart[] | undefined;
  /** Why the model stopped, as its provider's package understands it; undefined: there was no end. */
  readonly finish: string | undefined;
  /** In the provider's own word. */
  readonly rawFinish: string | undefined;
  /** Undefined: the provider did not tell. */
  readonly inputTokens: number | undefined;
  readonly outputTokens: number | undefined;
  /** The first thing that went wrong. */
  readonly failure: { readonly thrown: unknown } | undefined;
}

/** Asks once, and reads what comes to its end. Throws nothing. */
export async function exchange(
  model: LanguageModelObject,
  question: Question,
  signal: AbortSignal,
  onText: (text: string) => void,
): Promise<Exchange> {
  // It would write to the terminal that a model does not know a setting.
  Object.assign(globalThis, { AI_SDK_LOG_WARNINGS: false });
  const { schema, maxTokens, temperature } = question;
  const tools: ToolSet = Object.fromEntries(
    question.tools.map(({ name, description, parameters }) => [
      name,
      tool({ description, inputSchema: jsonSchema(parameters as JSONSchema7) }),
    ]),
  );
  const got = {
    text: '',
    toolCalls: [] as ModelToolCall[],
    finish: undefined as string | undefined,
    rawFinish: undefined as string | undefined,
  };
  const tokens = { inputTokens: undefined as number | undefined, outputTokens: undefined as number | undefined };
  let trace: Exchange['trace'];
  let failure: Exchange['failure'];
  const fail = (thrown: unknown): void => {
    failure ??= { thrown };
  };
  try {
    const result = streamText({
      model: schema === undefined ? model : wrapLanguageModel({ model, middleware: answerIn(schema) }),
      ...(question.system === undefined ? {} : { instructions: question.system }),
      messages: question.messages.map(toSdkMessage),
      ...(question.tools.length === 0 ? {} : { tools }),
      ...(maxTokens === undefined ? {} : { maxOutputTokens: maxTokens }),
      ...(temperature === undefined ? {} : { temperature }),
      providerOptions: optionsFor(schema),
      maxRetries: 0,
      abortSignal: signal,
      telemetry: { isEnabled: false },
      onError: () => {},
    });
    for await (const part of result.stream) {
      if (part.type === 'text-delta') {
        got.text += part.text;
        if (failure === undefined) onText(part.text);
      } else if (part.type === 'tool-call') {
        got.toolCalls.push({ id: part.toolCallId, tool: part.toolName, input: part.input as Json });
      } else if (part.type === 'finish-step') {
        got.finish = part.finishReason;
        got.rawFinish = part.rawFinishReason;
        tokens.inputTokens = part.usage.inputTokens;
        tokens.outputTokens = part.usage.outputTokens;
      } else if (part.type === 'error') fail(part.error);
      else if (part.type === 'abort') fail(signal.reason);
    }
    if (failure === undefined) trace = traceOf(await result.responseMessages);
  } catch (thrown) {
    fail(thrown);
  }
  return { ...got, ...tokens, trace, failure };
}

/** What the providers call structured output, without the partial parsing that the package adds to it. */
function answerIn(schema: JsonObject): LanguageModelMiddleware {
  return {
    specificationVersion: 'v4',
    transformParams: async ({ params }) => ({ ...params, responseFormat: { type: 'json', schema: schema as JSONSchema7, name: 'answer' } }),
  };
}

/** Nothing is kept at the provider, and its guarantee is asked for only where the schema allows it. */
function optionsFor(schema: JsonObject | undefined) {
  const strictJsonSchema = schema !== undefined && isStrictSchema(schema);
  return { openai: { store: false, strictJsonSchema }, openaiCompatible: { strictJsonSchema } };
}

function toSdkMessage(message: ModelMessage): SdkMessage {
  switch (message.role) {
    case 'user': {
      const files = (message.attachments ?? []).map(
        ({ name, mediaType, data }): FilePart => ({ type: 'file', filename: name, mediaType, data: { type: 'data', data } }),
      );
      return { role: 'user', content: [...files, { type: 'text', text: message.text }] };
    }
    case 'assistant':
      return { role: 'assistant', content: partsOf(message) };
    case 'tool': {
      const { callId, tool, output, failed = false } = message;
      const value = output as JSONValue;
      return {
        role: 'tool',
        content: [
          {
            type: 'tool-result',
            toolCallId: callId,
            toolName: tool,
            output: failed ? { type: 'error-json', value } : typeof value === 'string' ? { type: 'text', value } : { type: 'json', value },
          },
        ],
      };
    }
  }
}

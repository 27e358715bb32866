import type { Json, JsonObject } from '../lib/json.ts';
import type { ModelTask, OptimizeFor } from './model.ts';

/** One question to a model, whoever asks: an AI step, an agent's round, a chat. Texts hold no secrets any more. */
export interface ModelRequest {
  readonly task: ModelTask;
  /** `provider/model`, or a model's name alone where one provider has it. Undefined: the router chooses. */
  readonly model?: string;
  /** The router chooses among its models only. */
  readonly provider?: string;
  readonly optimizeFor?: OptimizeFor;
  readonly system?: string;
  readonly messages: readonly ModelMessage[];
  readonly tools?: readonly ModelTool[];
  /** A JSON Schema that the answer must fit; an answer that does not is repaired once. */
  readonly schema?: JsonObject;
  /** Of the answer. */
  readonly maxTokens?: number;
  readonly temperature?: number;
  /** What may still be spent; a call that would go over it is not made. */
  readonly budget?: ModelBudget;
}

/** `cost` in US dollars. */
export interface ModelBudget {
  readonly tokens?: number;
  readonly cost?: number;
}

export type ModelMessage =
  | { readonly role: 'user'; readonly text: string; readonly attachments?: readonly ModelAttachment[] }
  | { readonly role: 'assistant'; readonly text: string; readonly toolCalls?: readonly ModelToolCall[]; readonly trace?: ModelTrace }
  /** What one tool call gave; `failed`: it is an error's text. */
  | { readonly role: 'tool'; readonly callId: string; readonly tool: string; readonly output: Json; readonly failed?: boolean };

/**
 * An answer in the parts that it came in, with what its provider wants back when the talk goes on: thinking with its signature, encrypted
 * reasoning. Only the model that gave it can read it; it goes back as it came, or not at all.
 */
export interface ModelTrace {
  /** `provider/model`. */
  readonly model: string;
  readonly parts: readonly TracePart[];
}

/** `options`: by provider, opaque. `call`: its number in the answer's `toolCalls`. */
export type TracePart = { readonly options?: Readonly<Record<string, JsonObject>> } & (
  | { readonly type: 'thinking' | 'text'; readonly text: string }
  | { readonly type: 'call'; readonly call: number }
);

export interface ModelAttachment {
  readonly name: string;
  readonly mediaType: string;
  /** Base64. */
  readonly data: string;
}

export interface ModelTool {
  /** `[A-Za-z0-9_-]{1,64}`: what all providers take. */
  readonly name: string;
  readonly description: string;
  /** JSON Schema of an object. */
  readonly parameters: JsonObject;
}

export interface ModelToolCall {
  readonly id: string;
  readonly tool: string;
  readonly input: Json;
}

export interface ModelAnswer {
  readonly text: string;
  /** With `schema`: what fits it. */
  readonly data?: Json;
  readonly toolCalls: readonly ModelToolCall[];
  /** To be given with this answer when the talk goes on; left out where the provider wants nothing back. */
  readonly trace?: ModelTrace;
  readonly finish: 'stop' | 'length' | 'tool_calls';
  /** `provider/model`. */
  readonly model: string;
  readonly tokens: ModelTokens;
  /** US dollars; null where the model has no price. */
  readonly cost: number | null;
  /** Why this model: one line for people. */
  readonly reason: string;
  /** Whether the first answer did not fit the schema. */
  readonly repaired: boolean;
}

/** Of all calls that the answer took, failed ones too where the provider told. */
export interface ModelTokens {
  readonly input: number;
  readonly output: number;
  readonly total: number;
}

/** How a call ended: what `model_performance` records. */
export type ModelOutcome = 'ok' | 'repaired' | 'schema_error' | 'refused' | 'timeout' | 'rate_limit' | 'error' | 'cancelled';

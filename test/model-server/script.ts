import type { ProviderKind } from '../../shared/ai/model.ts';
import type { ModelMessage, ModelTool } from '../../shared/ai/model-call.ts';
import type { Json, JsonObject } from '../../shared/lib/json.ts';

/** What a model was asked, in one form for all providers. */
export interface ScriptedRequest {
  /** Counted from 0, over all providers. */
  readonly number: number;
  readonly kind: ProviderKind;
  readonly api: 'messages' | 'responses' | 'chat' | 'generateContent';
  /** As the provider names it. */
  readonly model: string;
  readonly stream: boolean;
  readonly system: string;
  readonly messages: readonly ModelMessage[];
  /** Without the tool that some clients send to get JSON back. */
  readonly tools: readonly ModelTool[];
  /** The answer must be JSON; `schema` where the request holds one. */
  readonly json: boolean;
  readonly schema?: JsonObject;
  readonly maxTokens?: number;
  readonly temperature?: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly path: string;
  /** The body byte for byte, to look for what must not be in it. */
  readonly raw: string;
}

export interface ScriptedToolCall {
  readonly id?: string;
  readonly tool: string;
  readonly input: Json;
}

export interface ScriptedThinking {
  readonly text: string;
  readonly signature: string;
}

export interface ScriptedAnswer {
  /** What the model thinks before it answers, with what its provider signs or encrypts it to: it must come back with the answer. */
  readonly thinking?: ScriptedThinking;
  readonly text?: string;
  /** Sent as JSON, the way that the provider sends what a schema asked for. */
  readonly data?: Json;
  readonly toolCalls?: readonly ScriptedToolCall[];
  /** The model refuses, in the provider's own way of saying so. */
  readonly refusal?: string;
  readonly finish?: 'stop' | 'length';
  /** Left out: a quarter of the characters. Null: the provider does not tell. */
  readonly tokens?: { readonly input: number; readonly output: number } | null;
  readonly delivery?: Delivery;
}

/** How the bytes of an answer go out. A *piece* is one delta of text, JSON or a tool's input. */
export interface Delivery {
  /** The text cut up by hand, or characters in each piece (default 12). */
  readonly pieces?: number | readonly string[];
  /** Written in packets of so many bytes, which cuts characters and lines in the middle. */
  readonly packetBytes?: number;
  /** Waits for the promise once `after` pieces are out. 0: before the first, when headers and the start are out. */
  readonly pauses?: readonly { readonly after: number; readonly until: Promise<unknown> }[];
  readonly fault?: Fault;
}

/** Happens once `after` pieces are out; `Infinity`: after all of them, before the end marker. Without streaming, in the middle of the body. */
export interface Fault {
  readonly after: number;
  /**
   * `cut`: the connection breaks. `end`: the answer ends as if it were whole, without the provider's end marker. `hang`: nothing more comes.
   * `bad_json`: a piece that is no JSON, and the rest after it. `error`: the provider's error event inside the 200.
   */
  readonly kind: 'cut' | 'end' | 'hang' | 'bad_json' | 'error';
  readonly message?: string;
  /** Of `error`: the kind of error by its HTTP status (default 529 for Anthropic, 500 elsewhere). */
  readonly status?: number;
}

/** An HTTP error, in the provider's own body. */
export interface ScriptedError {
  readonly status: number;
  readonly message?: string;
  /** The header as it is: seconds, a date, nonsense. */
  readonly retryAfter?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Instead of the provider's error: what a proxy says. */
  readonly body?: string;
}

export type ScriptedReply =
  | ScriptedAnswer
  | { readonly error: ScriptedError }
  /** `hang`: no headers ever. `reset`: the connection breaks before them. */
  | { readonly connection: 'hang' | 'reset' };

/** A list is used up from the front; past its end the server answers 500 and says so. */
export type Script = readonly ScriptedReply[] | ((request: ScriptedRequest) => ScriptedReply | Promise<ScriptedReply>);

export interface Tokens {
  readonly input: number;
  readonly output: number;
}

/** An answer with everything decided: what the wires write. */
export interface WholeAnswer {
  readonly id: string;
  readonly model: string;
  readonly thinking: ScriptedThinking | undefined;
  readonly text: string;
  readonly toolCalls: readonly Required<ScriptedToolCall>[];
  readonly refusal: string | undefined;
  readonly finish: 'stop' | 'length' | 'tool_calls';
  readonly tokens: Tokens | undefined;
}

/** Fills in what the script left open. */
export function completeAnswer(answer: ScriptedAnswer, request: ScriptedRequest): WholeAnswer {
  const text = answer.text ?? (answer.data === undefined ? '' : JSON.stringify(answer.data));
  const toolCalls = (answer.toolCalls ?? []).map((call, index) => ({ id: `call_${request.number}_${index}`, ...call }));
  const written = text.length + (answer.refusal?.length ?? 0) + JSON.stringify(toolCalls).length - 2;
  return {
    id: `answer_${request.number}`,
    model: request.model,
    thinking: answer.thinking,
    text,
    toolCalls,
    refusal: answer.refusal,
    finish: answer.finish ?? (toolCalls.length > 0 ? 'tool_calls' : 'stop'),
    tokens:
      answer.tokens === null
        ? undefined
        : (answer.tokens ?? { input: Math.max(1, Math.ceil(request.raw.length / 4)), output: Math.max(1, Math.ceil(written / 4)) }),
  };
}

/** The text of one part in the pieces that the delivery asks for; never cut inside a character made of two units. */
export function cutIntoPieces(text: string, pieces: Delivery['pieces'] = 12): readonly string[] {
  if (typeof pieces !== 'number') return pieces.join('') === text ? pieces : cutIntoPieces(text);
  const characters = [...text];
  return Array.from({ length: Math.ceil(characters.length / pieces) }, (_, index) =>
    characters.slice(index * pieces, (index + 1) * pieces).join(''),
  );
}

import type { IncomingHttpHeaders } from 'node:http';
import type { ProviderKind } from '../../shared/ai/model.ts';
import type { Json, JsonObject } from '../../shared/lib/json.ts';
import type { Delivery, ScriptedRequest, WholeAnswer } from './script.ts';

/** One server-sent event. */
export interface Frame {
  readonly event?: string;
  readonly data: string;
  /** `piece`: a delta that counts for `Delivery`. `end`: from here on it is what marks the end. */
  readonly part: 'start' | 'piece' | 'end';
}

/** The wire format of one API of a provider. */
export interface Wire {
  readonly kind: ProviderKind;
  /** Throws a ZodError for a body that the provider would refuse with 400. */
  read(body: unknown, path: string): WireRequest;
  whole(answer: WholeAnswer, request: WireRequest): Json;
  frames(answer: WholeAnswer, request: WireRequest, pieces: Delivery['pieces']): readonly Frame[];
  error(status: number, message: string, retryAfter: string | undefined): Json;
  errorFrame(status: number, message: string): Frame;
}

export interface WireRequest extends Omit<ScriptedRequest, 'number' | 'kind' | 'headers' | 'path' | 'raw'> {
  /** The tool by which the client wants its JSON, where it asks in that way. */
  readonly jsonTool?: string;
  /** Chat completions send usage in a stream only to who asks for it. */
  readonly streamUsage?: boolean;
}

export function flattenHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
  );
}

export function frame(part: Frame['part'], data: JsonObject, event?: string): Frame {
  return { part, data: JSON.stringify(data), ...(event === undefined ? {} : { event }) };
}

/** What a tool gave, as the providers carry it: text that is JSON where the client sent JSON. */
export function parseOutput(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

/** What is given and not undefined. */
export function given<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

import { formatByteSize } from '../../../shared/actions/file/byte-size.ts';
import { ActionError } from '../../../shared/lib/action-error.ts';
import type { Json } from '../../../shared/lib/json.ts';
import { parseJson } from '../data/parse-json.ts';
import type { StepContext } from '../executor.ts';

export interface Limit {
  readonly maxBytes: number;
  /** Who answered, for the error. */
  readonly from: string;
}

export interface Content {
  readonly body: string;
  readonly encoding: 'utf8' | 'base64';
  readonly data: Json;
  readonly bytes: number;
  readonly path?: string;
}

const EXCERPT_BYTES = 2000;

/** Text in the character set that the server names; what is not valid in it is base64. JSON is parsed, by the content type. */
export async function readContent(response: Response, limit: Limit, context: StepContext): Promise<Content> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of limitBytes(response, limit)) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  const type = response.headers.get('content-type') ?? '';
  const text = decode(bytes, /charset="?([^\s;"]+)/i.exec(type)?.[1] ?? 'utf-8');
  if (text === undefined) return { body: bytes.toString('base64'), encoding: 'base64', data: null, bytes: bytes.length };
  const data = /[/+]json\b/i.test(type) && text !== '' ? readData(text, context) : null;
  return { body: text, encoding: 'utf8', data, bytes: bytes.length };
}

/** The answer, unpacked. Hangs up and throws ActionError `RESPONSE_TOO_LARGE` as soon as it is longer than the limit. */
export async function* limitBytes(response: Response, { maxBytes, from }: Limit): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > maxBytes) {
      throw new ActionError('RESPONSE_TOO_LARGE', `${from} answered with more than ${formatByteSize(maxBytes)}`, {
        hint: 'Raise maxBytes; with saveTo a long answer needs no memory.',
        details: { maxBytes },
      });
    }
    yield chunk;
  }
}

/** The start of an answer, for an error's details. */
export async function readExcerpt(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= EXCERPT_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, EXCERPT_BYTES).toString('utf8');
}

/** Headers by name in small letters; several cookies stand on a line each, as commas are part of them. */
export function headersOf(response: Response): Record<string, string> {
  const cookies = response.headers.getSetCookie();
  return { ...Object.fromEntries(response.headers), ...(cookies.length === 0 ? {} : { 'set-cookie': cookies.join('\n') }) };
}

function decode(bytes: Uint8Array, charset: string): string | undefined {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    // Undefined is the answer: an unknown character set and bytes that are no text both mean base64.
    return undefined;
  }
}

function readData(text: string, context: StepContext): Json {
  try {
    return parseJson(text);
  } catch (error) {
    if (!(error instanceof ActionError)) throw error;
    context.log('info', `warning: the answer calls itself JSON. ${error.message}\n`);
    return null;
  }
}

import type { Json } from '../../../shared/lib/json.ts';
import type { Limits } from './limits.ts';
import { Refusal } from './refusal.ts';

const [quote, backslash, comma] = ['"', '\\', ','].map((character) => character.charCodeAt(0));
const openers = new Set(['[', '{'].map((character) => character.charCodeAt(0)));
const closers = new Set([']', '}'].map((character) => character.charCodeAt(0)));

/**
 * Parses a body that somebody sent. How deep it goes and how many values it has is counted first: what works on it later recurses, and
 * many small values take far more memory than their text. Throws Refusal 400.
 */
export function parseJson(bytes: Buffer, { jsonDepth, jsonValues }: Pick<Limits, 'jsonDepth' | 'jsonValues'>): Json {
  let depth = 0;
  let values = 1;
  let inString = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (inString) {
      if (byte === backslash) at += 1;
      else if (byte === quote) inString = false;
    } else if (byte === quote) inString = true;
    else if (openers.has(byte)) {
      depth += 1;
      values += 1;
    } else if (closers.has(byte)) depth -= 1;
    else if (byte === comma) values += 1;
    if (depth > jsonDepth) throw malformed(`The body is nested more than ${jsonDepth} levels deep`);
    if (values > jsonValues) throw malformed(`The body has more than ${jsonValues} values`);
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as Json;
  } catch {
    throw malformed('The body is not valid JSON');
  }
}

function malformed(message: string): Refusal {
  return new Refusal(400, 'BAD_REQUEST', message);
}

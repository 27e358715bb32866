/** Texts that give a value away: the value, and what the common encodings make of it. */
export interface Needles {
  readonly plain: readonly string[];
  /** Programs break these into lines. */
  readonly wrapped: readonly string[];
}

const SHORTEST_LINE = 12;
const SHORTEST_ENCODED = 6;
/** Of longer values (keys in files) only what programs are likely to print. */
const LONG_CHARACTERS = 2048;

export function needlesOf(value: string): Needles {
  const json = inJson(value);
  const trimmed = value.trim();
  const plain = [value, ...(trimmed.length >= 4 ? [trimmed] : []), json, inJson(json), ...linesOf(value)];
  const bytes = Buffer.from(value, 'utf8');
  const wrapped = [0, 1, 2].flatMap((offset) => base64At(bytes, offset));
  if (value.length <= LONG_CHARACTERS) {
    const url = encodeURIComponent(value.toWellFormed());
    const strict = url.replaceAll(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
    const hex = bytes.toString('hex');
    plain.push(url, strict, lowerEscapes(url), strict.replaceAll('%20', '+'), inXml(value));
    wrapped.push(hex, hex.toUpperCase(), ...wrapped.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')));
  }
  return {
    plain: [...new Set(plain)].filter((text) => text.length >= 4),
    wrapped: [...new Set(wrapped)].filter((text) => text.length >= SHORTEST_ENCODED),
  };
}

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function inXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

function lowerEscapes(url: string): string {
  return url.replaceAll(/%[0-9A-F]{2}/g, (written) => written.toLowerCase());
}

/** A value of many lines may be printed with something before each; lines such as BEGIN and END are no secret. */
function linesOf(value: string): string[] {
  if (!/[\r\n]/.test(value)) return [];
  const lines = value.split(/[\r\n]+/).map((line) => line.trim());
  return lines.filter((line) => line.length >= SHORTEST_LINE && !line.startsWith('-----'));
}

/** What stays the same in base64 whatever stands before (`offset` bytes of a group) and behind it. */
function base64At(bytes: Buffer, offset: number): string[] {
  const text = Buffer.concat([Buffer.alloc(offset), bytes])
    .toString('base64')
    .replaceAll('=', '');
  const from = Math.ceil((offset * 8) / 6);
  const to = Math.floor(((offset + bytes.length) * 8) / 6);
  return [text.slice(from, to)];
}

import { isBuiltin, isKeyword } from './javascript-names.ts';

export interface Token {
  /** `template` is the text between backticks and `${ }`; `unclosed` is a string, template, regex or comment without an end, and the last token. */
  readonly kind: 'name' | 'number' | 'string' | 'template' | 'regex' | 'punctuator' | 'unclosed';
  readonly text: string;
  readonly offset: number;
  readonly end: number;
}

const BLANK = /\s+/y;
const NAME = /#?[\p{ID_Start}_$][\p{ID_Continue}$\u200c\u200d]*/uy;
const NUMBER = /(?:0[xXbBoO][\da-fA-F_]+|(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d+)?)n?/y;
/** Those of more than one character that change what the characters after them mean. */
const PUNCTUATOR = /=>|\?\.(?!\d)|\?\?|\.\.\.|\+\+|--|[\s\S]/uy;
const VALUE_ENDS = new Set([')', ']', '}', '++', '--']);

/**
 * The words of JavaScript source from `start` on, without blanks and comments. It knows what a string, a template and a regex is, and
 * never fails: it is for finding names and closing braces, the sandbox's own parser is the judge of the rest.
 */
export function* tokenize(text: string, start = 0): Generator<Token, void> {
  const openBraces: string[] = [];
  let previous: Token | undefined;
  let offset = start;
  const token = (kind: Token['kind'], end: number): Token => {
    const made: Token = { kind, text: text.slice(offset, end), offset, end };
    previous = made;
    offset = end;
    return made;
  };

  while (offset < text.length) {
    const blankEnd = endOf(BLANK, text, offset);
    if (blankEnd !== undefined) {
      offset = blankEnd;
      continue;
    }
    const char = text[offset];
    const next = text[offset + 1];
    if (char === '/' && (next === '/' || next === '*')) {
      const end = next === '/' ? endOfLine(text, offset) : endAfter('*/', text, offset + 2);
      if (end === undefined) return yield token('unclosed', text.length);
      offset = end;
    } else if (char === "'" || char === '"') {
      const end = endOfString(text, offset);
      if (end === undefined) return yield token('unclosed', text.length);
      yield token('string', end);
    } else if (char === '`' || (char === '}' && openBraces.at(-1) === '${')) {
      if (char === '}') {
        openBraces.pop();
        yield token('punctuator', offset + 1);
      }
      const chunk = endOfTemplateChunk(text, char === '`' ? offset + 1 : offset);
      if (chunk === undefined) return yield token('unclosed', text.length);
      yield token('template', chunk.end);
      if (chunk.opensHole) {
        openBraces.push('${');
        yield token('punctuator', chunk.end + 2);
      }
    } else {
      const nameEnd = endOf(NAME, text, offset);
      const numberEnd = nameEnd ?? endOf(NUMBER, text, offset);
      const regexEnd = char === '/' && !endsValue(previous) ? endOfRegex(text, offset) : undefined;
      if (char === '{') openBraces.push('{');
      if (char === '}') openBraces.pop();
      if (nameEnd !== undefined) yield token('name', nameEnd);
      else if (numberEnd !== undefined) yield token('number', numberEnd);
      else if (regexEnd !== undefined) yield token('regex', regexEnd);
      else yield token('punctuator', endOf(PUNCTUATOR, text, offset) ?? offset + 1);
    }
  }
}

/** After a value, a slash divides; anywhere else it starts a regex. */
function endsValue(token: Token | undefined): boolean {
  if (token === undefined) return false;
  if (token.kind === 'punctuator') return VALUE_ENDS.has(token.text);
  return token.kind !== 'name' || isBuiltin(token.text) || !isKeyword(token.text);
}

function endOf(pattern: RegExp, text: string, offset: number): number | undefined {
  pattern.lastIndex = offset;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

function endAfter(mark: string, text: string, from: number): number | undefined {
  const at = text.indexOf(mark, from);
  return at === -1 ? undefined : at + mark.length;
}

function endOfLine(text: string, from: number): number {
  const at = text.indexOf('\n', from);
  return at === -1 ? text.length : at;
}

function endOfString(text: string, start: number): number | undefined {
  for (let at = start + 1; at < text.length && text[at] !== '\n'; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === text[start]) return at + 1;
  }
  return undefined;
}

function endOfTemplateChunk(text: string, from: number): { end: number; opensHole: boolean } | undefined {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '`') return { end: at + 1, opensHole: false };
    else if (text.startsWith('${', at)) return { end: at, opensHole: true };
  }
  return undefined;
}

function endOfRegex(text: string, start: number): number | undefined {
  let inClass = false;
  for (let at = start + 1; at < text.length && text[at] !== '\n'; at++) {
    const char = text[at];
    if (char === '\\') at++;
    else if (char === '[') inClass = true;
    else if (char === ']') inClass = false;
    else if (char === '/' && !inClass) return endOf(/[a-z]*/y, text, at + 1);
  }
  return undefined;
}

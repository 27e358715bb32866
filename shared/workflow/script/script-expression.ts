import { tokenize } from '../expression/lexer.ts';

/** What an expression in a line ends with, besides the line: `THEN`, outside strings. */
export type ExpressionEnd = 'line' | 'THEN';

const NAME_CHAR = /[\w$]/;

/** Where the expression that begins at `start` ends: at its stop word, at a comment, or with its line. Blanks at its end are left out. */
export function endOfExpression(text: string, start: number, stop: ExpressionEnd): number {
  let at = start;
  for (; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '\n' || char === '\r') break;
    if (char === '"' || char === '`' || char === "'") {
      const end = endOfString(text, at);
      // A quote that is never closed begins a comment.
      if (end === undefined && char === "'") break;
      at = end ?? at;
    } else if (stop === 'THEN' && isWord(text, at, 'THEN')) break;
  }
  while (at > start && /\s/.test(text.charAt(at - 1))) at--;
  return at;
}

/** Whether the expression comes out of a script as it goes in. */
export function fitsInLine(expression: string, stop: ExpressionEnd): boolean {
  if (expression === '' || expression !== expression.trim() || /[\r\n]/.test(expression)) return false;
  if (/(?:^|\s)REM(?:\s|$)/.test(expression)) return false;
  const line = stop === 'THEN' ? `${expression} THEN` : expression;
  return endOfExpression(line, 0, stop) === expression.length && fromBasic(expression) === expression;
}

const WORDS: Readonly<Record<string, string>> = { AND: '&&', OR: '||', TRUE: 'true', FALSE: 'false' };

/**
 * The operators of BASIC as those of JavaScript: `=` asks whether two are equal, `<>` whether they differ. Code that has
 * functions or assignments of its own is left as it is.
 */
export function fromBasic(expression: string): string {
  const tokens = [...tokenize(expression)];
  if (tokens.some(({ kind, text }) => text === '=>' || text === '{' || text === ';' || (kind === 'name' && text === 'function')))
    return expression;
  let made = '';
  let end = 0;
  let depth = 0;
  // NOT reaches as far as the comparison behind it: the parentheses that it opened, by their depth.
  const open: number[] = [];
  const close = (): string => (open.at(-1) === depth ? `${')'.repeat(open.splice(open.indexOf(depth)).length)}` : '');
  for (const { kind, text, offset, end: after } of tokens) {
    const isWord = kind === 'name' && expression[offset - 1] !== '.';
    const blank = expression.slice(end, offset);
    let now = text;
    let before = '';
    if (isWord && text === 'NOT') {
      now = '!(';
      open.push(depth);
    } else if (isWord && Object.hasOwn(WORDS, text)) {
      before = text === 'AND' || text === 'OR' ? close() : '';
      now = WORDS[text] ?? text;
    } else if (kind === 'punctuator') {
      if (text === ')' || text === ']' || text === ',' || text === '&' || text === '|' || text === '?' || text === ':') before = close();
      if (text === '(' || text === '[') depth++;
      if (text === ')' || text === ']') depth--;
      if (text === '=' && !/[=!<>+\-*/%&|^?]/.test(expression.charAt(offset - 1)) && !/[=>]/.test(expression.charAt(after))) now = '==';
      else if (text === '<' && expression[after] === '>') now = '!=';
      else if (text === '>' && expression[offset - 1] === '<') now = '';
    }
    made += before + (end > 0 && made.endsWith('!(') ? '' : blank) + now;
    end = after;
  }
  made += close();
  return made + expression.slice(end);
}

function endOfString(text: string, start: number): number | undefined {
  const quote = text[start];
  for (let at = start + 1; at < text.length && text[at] !== '\n' && text[at] !== '\r'; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === quote) return at;
  }
  return undefined;
}

function isWord(text: string, at: number, word: string): boolean {
  return text.startsWith(word, at) && !NAME_CHAR.test(text.charAt(at - 1)) && !NAME_CHAR.test(text.charAt(at + word.length));
}

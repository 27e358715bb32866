import { EOF, type ILexingError, type IRecognitionException, type IToken } from 'chevrotain';
import type { JsonPath } from '../json-path.ts';
import type { Problem } from '../problem.ts';
import { isOversized, MAX_NESTING, type ParsedScript, type Position } from '../yaml.ts';
import { unknownBeginning } from './error-messages.ts';
import { ScriptParser } from './grammar.ts';
import { lowerScript } from './lower-script.ts';
import { readLiteral } from './script-text.ts';
import { createScriptLexer, joinLines, tokenTypes as t } from './tokens.ts';

const MAX_REPORTED_ERRORS = 50;
/** Bounds the time that a text within the size limit can take: 10,000 steps stay below. */
const MAX_WORDS = 100_000;

export type ParseScriptResult =
  | { readonly ok: true; readonly source: ParsedScript }
  | { readonly ok: false; readonly problems: readonly Problem[] };

interface Tools {
  readonly lexer: ReturnType<typeof createScriptLexer>;
  readonly parser: ScriptParser;
}

/** Building them costs far more than most scripts. */
let tools: Tools | undefined;

/**
 * Reads an ORCHESTRATE script: every problem with its line and column, or the document that it says, as a YAML text would say it, which
 * is still to be held against the schema.
 */
export function parseScript(text: string): ParseScriptResult {
  if (isOversized(text)) return refuse([{ code: 'TOO_LARGE', message: 'The script is larger than 2 MB', at: 0 }], text);
  const tooMany = placeOfWord(text, MAX_WORDS);
  if (tooMany !== undefined) return refuse([{ code: 'TOO_LARGE', message: TOO_MANY_WORDS, at: tooMany }], text);
  tools ??= { lexer: createScriptLexer(), parser: new ScriptParser() };
  const { lexer, parser } = tools;
  const { tokens, errors, groups } = lexer.tokenize(text);
  const joined = joinLines(tokens);
  const deep = tooDeep(joined);
  if (deep !== undefined) return refuse([deep], text);

  parser.input = joined;
  const tree = parser.script();
  const faults = [...errors.map((error) => ofLexing(error, text)), ...escapesOf(tokens), ...parser.errors.map((error) => ofParsing(error))];
  if (faults.length > 0) return refuse(faults, text);

  const words = tokens.filter(({ tokenType }) => tokenType !== t.NewLine);
  const { value, places, faults: wrong } = lowerScript(tree, groups['comments'] ?? [], words);
  if (wrong.length > 0) return refuse(wrong, text);
  const range = (path: JsonPath) => {
    const { span, isExact } = places.find(value, path);
    return isExact ? span : undefined;
  };
  return {
    ok: true,
    source: {
      format: 'script',
      value,
      range,
      locate: (path, _side, offset = 0) => {
        const { span, isExact, value: found } = places.find(value, path);
        const from = span?.from ?? 0;
        return positionOf(text, from + (isExact && typeof found === 'string' ? offsetInside(text, from, found, offset) : 0));
      },
    },
  };
}

const TOO_MANY_WORDS = `The script has more than ${MAX_WORDS.toLocaleString('en')} words, signs and lines. Keep a workflow of this size as YAML`;

/** Where the word, sign or line end with this number stands; undefined when there are fewer. A text in quotes and a comment are one. */
function placeOfWord(text: string, number: number): number | undefined {
  const word = /"{3}[\s\S]*?"{3}|"(?:\\.|[^"\\\r\n])*"?|'[^\r\n]*|[\w.$-]+|[^\s\w]|\n/g;
  for (let count = 0; word.test(text); count++) if (count === number) return word.lastIndex;
  return undefined;
}

interface Fault {
  readonly code: string;
  readonly message: string;
  readonly at: number;
}

function refuse(faults: readonly Fault[], text: string): ParseScriptResult {
  const problems = faults
    .toSorted((a, b) => a.at - b.at)
    .slice(0, MAX_REPORTED_ERRORS)
    .map(({ code, message, at }): Problem => ({ code, message, severity: 'error', ...positionOf(text, at) }));
  return { ok: false, problems };
}

function ofLexing({ offset, length }: ILexingError, text: string): Fault {
  return {
    code: 'SCRIPT_SYNTAX',
    message: `\`${text.slice(offset, offset + Math.min(length, 40))}\` is no word of the language`,
    at: offset,
  };
}

function ofParsing({ message, token, ...rest }: IRecognitionException): Fault {
  const previous = 'previousToken' in rest ? (rest.previousToken as IToken | undefined) : undefined;
  // A name begins a line only where a value is given to it.
  const isUnknownWord = previous?.tokenType === t.Identifier && rest.context.ruleStack.at(-1) === 'step';
  if (isUnknownWord) return { code: 'SCRIPT_SYNTAX', message: unknownBeginning(previous), at: previous.startOffset };
  const isEnd = token.tokenType === EOF || Number.isNaN(token.startOffset);
  return { code: 'SCRIPT_SYNTAX', message, at: isEnd ? (previous?.endOffset ?? -1) + 1 : token.startOffset };
}

function escapesOf(tokens: readonly IToken[]): Fault[] {
  return tokens.flatMap(({ tokenType, image, startOffset }) => {
    const read = tokenType === t.Text && image.includes('\\') ? readLiteral(image) : undefined;
    return read === undefined || read.ok ? [] : [{ code: 'SCRIPT_SYNTAX', message: read.message, at: startOffset + read.at }];
  });
}

const OPENERS: ReadonlySet<unknown> = new Set([t.IF, t.SWITCH, t.FOR, t.WHILE, t.REPEAT, t.PARALLEL, t.OpenBrace, t.OpenBracket]);
const CLOSERS: ReadonlySet<unknown> = new Set([t.END, t.NEXT, t.CloseBrace, t.CloseBracket]);

/** Recursion over the tree is safe only so far. */
function tooDeep(tokens: readonly IToken[]): Fault | undefined {
  let depth = 0;
  for (const [index, { tokenType, startOffset }] of tokens.entries()) {
    const isAfterEnd = tokens[index - 1]?.tokenType === t.END;
    if (CLOSERS.has(tokenType)) depth = Math.max(0, depth - 1);
    else if (OPENERS.has(tokenType) && !isAfterEnd && !isPlain(tokens, index)) depth++;
    if (depth > MAX_NESTING) return { code: 'TOO_DEEP', message: `Blocks are nested more than ${MAX_NESTING} deep`, at: startOffset };
  }
  return undefined;
}

/** `OPTIMIZE FOR` and `WAIT FOR` open nothing. */
function isPlain(tokens: readonly IToken[], index: number): boolean {
  return tokens[index]?.tokenType === t.FOR && tokens[index + 1]?.tokenType !== t.EACH;
}

/** Followed only where the text is written without escapes. */
function offsetInside(text: string, from: number, value: string, offset: number): number {
  if (offset === 0) return 0;
  const quote = text[from] === '"' ? 1 : 0;
  // A bare name stands for a placeholder: its braces are not in the text.
  if (quote === 0 && value.startsWith('{{ ')) return Math.max(0, offset - 3);
  return text.startsWith(value.slice(0, offset), from + quote) ? quote + offset : 0;
}

function positionOf(text: string, offset: number): Position {
  const before = text.slice(0, Math.max(0, Math.min(offset, text.length)));
  const line = before.split('\n').length;
  return { line, column: before.length - before.lastIndexOf('\n') };
}

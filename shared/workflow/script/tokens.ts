import { type CustomPatternMatcherFunc, createToken, type IToken, Lexer, type TokenType } from 'chevrotain';
import { type Keyword, keywords } from './keywords.ts';
import { type ExpressionEnd, endOfExpression } from './script-expression.ts';

/** Whatever can stand where a name is asked for: words of the language too. */
const AnyName = createToken({ name: 'Name', pattern: Lexer.NA, label: 'a name' });
const Identifier = createToken({ name: 'Identifier', pattern: /[A-Za-z_][A-Za-z0-9_-]*/, categories: AnyName, label: 'a name' });
const Path = createToken({ name: 'Path', pattern: /[A-Za-z_$][\w$-]*(?:\.[A-Za-z_$][\w$-]*|\[\d+\])+/, label: 'a name' });

const words = Object.fromEntries(
  keywords.map((word) => [
    word,
    createToken({ name: word, pattern: word, longer_alt: [Path, Identifier], categories: AnyName, label: word }),
  ]),
) as Record<Keyword, TokenType>;

const literal = (name: string, pattern: RegExp): TokenType =>
  createToken({ name, pattern, longer_alt: [Path, Identifier], categories: AnyName, label: name.toLowerCase() });

/** The rest of the line after these words is an expression, not words of the language. */
const openers: ReadonlyMap<TokenType, ExpressionEnd> = new Map([
  [words.IF, 'THEN'],
  [words.WHILE, 'line'],
  [words.WHEN, 'line'],
  [words.SWITCH, 'line'],
  [words.MATCH, 'line'],
  [words.UNTIL, 'line'],
  [words.COLLECT, 'line'],
  [words.IN, 'line'],
]);

const matchExpression: CustomPatternMatcherFunc = (text, offset, tokens) => {
  const before = tokens.at(-1);
  const stop = before === undefined ? undefined : openers.get(before.tokenType);
  if (before === undefined || stop === undefined || isEndOfBlock(tokens)) return null;
  const end = endOfExpression(text, offset, stop);
  return end === offset ? null : [text.slice(offset, end)];
};

/** `END IF`, `END WHILE` and `END SWITCH` ask nothing. */
function isEndOfBlock(tokens: readonly IToken[]): boolean {
  return tokens.at(-2)?.tokenType === words.END;
}

/**
 * An expression may begin with any character. Said by one of each of the lexer's groups of characters, so that it can tell by the first one
 * which patterns to try: without that it would try them all at each word.
 */
const anyCharacter: readonly number[] = [
  ...Array.from({ length: 256 }, (_, code) => code),
  ...Array.from({ length: 256 }, (_, group) => 256 + group * 255),
];

export const tokenTypes = {
  ...words,
  AnyName,
  Identifier,
  Path,
  Expression: createToken({
    name: 'Expression',
    pattern: matchExpression,
    start_chars_hint: [...anyCharacter],
    line_breaks: false,
    label: 'an expression',
  }),
  Text: createToken({
    name: 'Text',
    pattern: /"""[ \t]*\r?\n(?:[\s\S]*?\n)?[ \t]*"""|"(?:""|\\[^\r\n]|[^"\\\r\n])*"/,
    line_breaks: true,
    label: 'a text in quotes',
  }),
  UnclosedText: createToken({ name: 'UnclosedText', pattern: /"[^\r\n]*/, label: 'a text without an end' }),
  Duration: createToken({ name: 'Duration', pattern: /(?:\d+(?:\.\d+)?(?:ms|[smhdw]))+(?![A-Za-z0-9_])/, label: 'a time such as 5m' }),
  Number: createToken({ name: 'Number', pattern: /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/, label: 'a number' }),
  True: literal('TRUE', /TRUE|true/),
  False: literal('FALSE', /FALSE|false/),
  Null: literal('NULL', /NULL|null/),
  Colon: createToken({ name: 'Colon', pattern: ':', label: '`:`' }),
  Comma: createToken({ name: 'Comma', pattern: ',', label: '`,`' }),
  Equals: createToken({ name: 'Equals', pattern: '=', label: '`=`' }),
  OpenBracket: createToken({ name: 'OpenBracket', pattern: '[', label: '`[`' }),
  CloseBracket: createToken({ name: 'CloseBracket', pattern: ']', label: '`]`' }),
  OpenBrace: createToken({ name: 'OpenBrace', pattern: '{', label: '`{`' }),
  CloseBrace: createToken({ name: 'CloseBrace', pattern: '}', label: '`}`' }),
  NewLine: createToken({ name: 'NewLine', pattern: /\r?\n/, line_breaks: true, label: 'the end of the line' }),
} as const;

const comment = createToken({ name: 'Comment', pattern: /(?:'|REM(?![\w.-]))[^\r\n]*/, group: 'comments' });
const blank = createToken({ name: 'Blank', pattern: /[ \t\uFEFF]+/, group: Lexer.SKIPPED });

const t = tokenTypes;

/** In the order in which they are tried. */
export const vocabulary: TokenType[] = [
  blank,
  t.NewLine,
  t.Expression,
  comment,
  t.Text,
  t.UnclosedText,
  t.Duration,
  t.Number,
  // Of two words that begin alike the longer is tried first.
  ...Object.values(words).sort((a, b) => b.name.length - a.name.length),
  t.True,
  t.False,
  t.Null,
  t.Path,
  t.Identifier,
  t.Colon,
  t.Comma,
  t.Equals,
  t.OpenBracket,
  t.CloseBracket,
  t.OpenBrace,
  t.CloseBrace,
  AnyName,
];

/** Lines that begin with one of these go on with the line above. */
const continuing: ReadonlySet<TokenType> = new Set([
  t.AFTER,
  t.WHEN,
  t.TIMEOUT,
  t.RETRY,
  t.OPTIONAL,
  t.WITH,
  t.TOOLS,
  t.OPTIMIZE,
  t.BUDGET,
  t.FIELDS,
  t.REWIND,
  t.MATCH,
  t.CONCURRENCY,
  t.MAX,
  t.COLLECT,
  t.SETS,
  t.CloseBrace,
  t.CloseBracket,
]);
/** Lines that end with one of these go on with the line below. */
const unfinished: ReadonlySet<TokenType> = new Set([
  t.Comma,
  t.Equals,
  t.OpenBrace,
  t.OpenBracket,
  t.WITH,
  t.SET,
  t.SETS,
  t.SETTINGS,
  t.RETURN,
]);

/** Leaves only those line ends that end a statement. */
export function joinLines(tokens: readonly IToken[]): IToken[] {
  const kept: IToken[] = [];
  let depth = 0;
  for (const [index, token] of tokens.entries()) {
    const type = token.tokenType;
    if (type === t.OpenBrace || type === t.OpenBracket) depth++;
    if (type === t.CloseBrace || type === t.CloseBracket) depth = Math.max(0, depth - 1);
    if (type !== t.NewLine) {
      kept.push(token);
      continue;
    }
    const before = kept.at(-1);
    if (before === undefined || before.tokenType === t.NewLine || depth > 0 || unfinished.has(before.tokenType)) continue;
    const next = tokens.slice(index + 1, index + 1 + LOOK_AHEAD).find(({ tokenType }) => tokenType !== t.NewLine);
    const after = next === undefined ? undefined : tokens[tokens.indexOf(next, index) + 1];
    if (next !== undefined && (continuing.has(next.tokenType) || (next.tokenType === t.ON && after?.tokenType === t.TIMEOUT))) continue;
    kept.push(token);
  }
  return kept;
}

/** Blank lines between a statement and a clause of it: more are not looked through. */
const LOOK_AHEAD = 50;

export function createScriptLexer(): Lexer {
  return new Lexer(vocabulary, { positionTracking: 'full', ensureOptimizations: true, recoveryEnabled: true });
}

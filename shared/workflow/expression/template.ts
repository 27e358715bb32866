import { tokenize } from './lexer.ts';

/** A text with placeholders, cut into what stands as it is and what is evaluated. */
export interface Template {
  /** `expression` is trimmed; `offset` is where it starts in the text. */
  readonly parts: readonly (string | TemplateExpression)[];
  /** The first thing wrong; the parts are then no use. */
  readonly problem?: { readonly message: string; readonly offset: number };
}

export interface TemplateExpression {
  readonly expression: string;
  readonly offset: number;
}

const OPEN = /\\?\{\{/g;

/**
 * Finds `{{ … }}`. A placeholder ends at the first `}}` that is not inside a string, a template, a comment or braces of its expression;
 * `\{{` is a literal `{{`.
 */
export function parseTemplate(text: string): Template {
  const parts: (string | TemplateExpression)[] = [];
  let literal = '';
  let offset = 0;
  for (let open = nextOpen(text, 0); open; open = nextOpen(text, offset)) {
    literal += text.slice(offset, open.index);
    offset = open.index + open[0].length;
    if (open[0].startsWith('\\')) {
      literal += '{{';
      continue;
    }
    const close = findClose(text, offset);
    if (typeof close === 'string') return { parts: [text], problem: { message: close, offset: open.index } };
    const inner = text.slice(offset, close);
    const expression = inner.trim();
    if (expression === '') return { parts: [text], problem: { message: 'A placeholder is empty', offset: open.index } };
    if (literal !== '') parts.push(literal);
    literal = '';
    parts.push({ expression, offset: offset + inner.indexOf(expression) });
    offset = close + 2;
  }
  literal += text.slice(offset);
  if (literal !== '' || parts.length === 0) parts.push(literal);
  return { parts };
}

/** Exactly one placeholder and nothing else: such a value keeps the type of what the placeholder gives. */
export function templateIsExpression(text: string): boolean {
  const { parts, problem } = parseTemplate(text);
  return problem === undefined && parts.length === 1 && typeof parts[0] === 'object';
}

function nextOpen(text: string, from: number): RegExpExecArray | null {
  OPEN.lastIndex = from;
  return OPEN.exec(text);
}

/** Where the closing `}}` starts, or what is wrong. */
function findClose(text: string, from: number): number | string {
  let depth = 0;
  for (const token of tokenize(text, from)) {
    if (token.kind === 'unclosed') return `A placeholder holds ${describeUnclosed(token.text)} that never ends`;
    if (token.kind !== 'punctuator') continue;
    if (token.text === '{' || token.text === '${') depth++;
    if (token.text !== '}') continue;
    if (depth === 0 && text[token.end] === '}') return token.offset;
    depth = Math.max(0, depth - 1);
  }
  return 'A placeholder is not closed with }}';
}

function describeUnclosed(text: string): string {
  if (text.startsWith('/')) return 'a comment';
  return text.startsWith('"') || text.startsWith("'") ? `a string (${text[0]})` : 'a template string (`)';
}

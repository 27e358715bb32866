import { isBuiltin, isKeyword } from './javascript-names.ts';
import { type Token, tokenize } from './lexer.ts';
import { findLocalNames } from './local-names.ts';
import { type PathSegment, parsePath } from './path.ts';
import { decodeStringLiteral } from './string-literal.ts';

/** A value of the run that an expression names. */
export interface Reference {
  /** From the root as far as the text alone tells: `items` of `items[i].name`, `name` of `name.trim()`. */
  readonly path: readonly PathSegment[];
  /** False when the expression goes on from here by a call or a computed member, so that it may use anything below. */
  readonly exact: boolean;
  /** Where the root's name stands in the expression. */
  readonly offset: number;
}

/**
 * Every value that an expression (a path or JavaScript) may read, in the order of the text. Names that the expression declares itself,
 * object keys, JavaScript's own names and everything inside strings, regexes and comments are left out.
 */
export function findReferences(expression: string): readonly Reference[] {
  const path = parsePath(expression);
  if (path) return [{ path: path.segments, exact: true, offset: expression.search(/\S/) }];
  const tokens = [...tokenize(expression)];
  const locals = findLocalNames(tokens);
  return tokens.flatMap((token, index) => {
    if (locals.has(index) || !standsForValue(tokens, index)) return [];
    return [{ ...followMembers(tokens, index), offset: token.offset }];
  });
}

function standsForValue(tokens: readonly Token[], index: number): boolean {
  const token = tokens[index];
  if (token?.kind !== 'name' || token.text.startsWith('#') || isKeyword(token.text) || isBuiltin(token.text)) return false;
  const before = tokens[index - 1];
  if (isPunctuator(before, '.') || isPunctuator(before, '?.')) return false;
  const isKey = isPunctuator(tokens[index + 1], ':') && (isPunctuator(before, '{') || isPunctuator(before, ','));
  return !isKey;
}

function followMembers(tokens: readonly Token[], rootIndex: number): { path: readonly PathSegment[]; exact: boolean } {
  const path: PathSegment[] = [tokens[rootIndex]?.text ?? ''];
  let index = rootIndex + 1;
  for (;;) {
    const member = readMember(tokens, index);
    if (member === 'none') return { path, exact: !isCall(tokens, index) };
    if (member === 'computed' || isCall(tokens, member.next)) return { path, exact: false };
    path.push(member.segment);
    index = member.next;
  }
}

function readMember(tokens: readonly Token[], start: number): { segment: PathSegment; next: number } | 'none' | 'computed' {
  const isOptional = isPunctuator(tokens[start], '?.');
  const isDot = isPunctuator(tokens[start], '.');
  const name = tokens[start + 1];
  if ((isDot || isOptional) && name?.kind === 'name') return { segment: name.text, next: start + 2 };
  const bracket = isOptional ? start + 1 : start;
  if (!isPunctuator(tokens[bracket], '[')) return 'none';
  const inside = tokens[bracket + 1];
  if (!isPunctuator(tokens[bracket + 2], ']')) return 'computed';
  if (inside?.kind === 'string') return { segment: decodeStringLiteral(inside.text), next: bracket + 3 };
  if (inside?.kind === 'number' && /^\d{1,15}$/.test(inside.text)) return { segment: Number(inside.text), next: bracket + 3 };
  return 'computed';
}

function isCall(tokens: readonly Token[], index: number): boolean {
  const at = isPunctuator(tokens[index], '?.') ? index + 1 : index;
  return isPunctuator(tokens[at], '(') || tokens[at]?.kind === 'template';
}

function isPunctuator(token: Token | undefined, text: string): boolean {
  return token?.kind === 'punctuator' && token.text === text;
}

import { isKeyword } from './javascript-names.ts';
import type { Token } from './lexer.ts';

/** Tokens between which a declared name is visible: from inclusive, to exclusive. */
interface Span {
  readonly from: number;
  readonly to: number;
}

const TAKES_A_BLOCK = new Set(['if', 'for', 'while', 'switch', 'with', 'await']);
const STARTS_STATEMENT = new Set('const let var function class return if for while do switch throw try of in'.split(' '));

/**
 * The indexes of the names that JavaScript source declares itself, at the declaration and wherever it is visible: parameters,
 * `const`/`let`/`var`, functions, classes, methods and caught errors. Takes time linear in the source.
 */
export function findLocalNames(tokens: readonly Token[]): ReadonlySet<number> {
  const { text, partner, parent, itemEnd } = readStructure(tokens);
  const visible = new Map<number, { name: string; change: 1 | -1 }[]>();
  const local = new Set<number>();

  const add = (name: string, { from, to }: Span): void => {
    for (const [index, change] of [
      [from, 1],
      [to, -1],
    ] as const) {
      const changes = visible.get(index);
      if (changes) changes.push({ name, change });
      else visible.set(index, [{ name, change }]);
    }
  };
  /** Declares the names of parameters or of a destructuring pattern, without its keys and default values. */
  const declare = (from: number, to: number, span: Span): void => {
    for (let at = from; at < to; at++) {
      const token = tokens[at];
      if (text(at) === '=') at = itemEnd(at + 1) - 1;
      else if (text(at) === '[' && text(partner(at) + 1) === ':') at = partner(at);
      else if (token?.kind === 'name' && text(at + 1) !== ':' && !isKeyword(token.text)) add(token.text, span);
    }
  };
  /** The block that a declaration is visible in; for a loop's variable, the loop. */
  const blockAround = (index: number): Span => {
    for (let open = parent(index); open !== undefined; open = parent(open)) {
      if (text(open) === '{') return { from: open, to: partner(open) };
      if (text(open) === '(' && text(open - 1) === 'for') return { from: open, to: bodyEnd(partner(open) + 1) };
    }
    return { from: 0, to: tokens.length };
  };
  const bodyEnd = (start: number): number => (text(start) === '{' ? partner(start) : itemEnd(start));
  const declarationEnd = (start: number): number => {
    let at = start;
    for (; at < tokens.length; at++) {
      const here = text(at) ?? '';
      if (STARTS_STATEMENT.has(here) || here === ';' || isClosing(here)) break;
      if (isOpening(here)) at = partner(at);
    }
    return at;
  };

  for (const index of tokens.keys()) {
    const isMember = text(index - 1) === '.' || text(index - 1) === '?.';
    const word = isMember ? undefined : text(index);
    if (word === '=>') {
      const start = text(index - 1) === ')' ? partner(index - 1) : index - 1;
      declare(start, index, { from: start, to: bodyEnd(index + 1) });
    } else if (word === 'const' || word === 'let' || word === 'var') {
      declare(index + 1, declarationEnd(index + 1), blockAround(index));
    } else if (word === 'function' || word === 'class') {
      const name = text(index + 1) === '*' ? index + 2 : index + 1;
      if (tokens[name]?.kind === 'name') declare(name, name + 1, blockAround(index));
    } else if (word === ')' && text(index + 1) === '{') {
      const open = partner(index);
      const owner = tokens[open - 1];
      if (owner?.kind === 'name' && TAKES_A_BLOCK.has(owner.text)) continue;
      if (owner?.kind === 'name') local.add(open - 1);
      declare(open, index, { from: open, to: partner(index + 1) });
    }
  }

  const depth = new Map<string, number>();
  for (const [index, token] of tokens.entries()) {
    for (const { name, change } of visible.get(index) ?? []) depth.set(name, (depth.get(name) ?? 0) + change);
    if (token.kind === 'name' && (depth.get(token.text) ?? 0) > 0) local.add(index);
  }
  return local;
}

interface Structure {
  /** Undefined for what stands in quotes, which can look like anything. */
  text(index: number): string | undefined;
  /** The other bracket; the end of the source for one without. */
  partner(index: number): number;
  /** The bracket that is open around a token. */
  parent(index: number): number | undefined;
  /** The comma, semicolon or closing bracket that ends the list item or statement a token is in. */
  itemEnd(index: number): number;
}

function readStructure(tokens: readonly Token[]): Structure {
  const texts = tokens.map(({ kind, text }) => (kind === 'punctuator' || kind === 'name' ? text : undefined));
  const partners = new Map<number, number>();
  const parents: (number | undefined)[] = [];
  const open: number[] = [];
  for (const [index, text] of texts.entries()) {
    if (isClosing(text)) {
      const start = open.pop();
      if (start !== undefined) partners.set(start, index).set(index, start);
    }
    parents.push(open.at(-1));
    if (isOpening(text)) open.push(index);
  }
  const itemEnds: number[] = new Array(tokens.length);
  const ends = [tokens.length];
  for (let index = tokens.length - 1; index >= 0; index--) {
    const text = texts[index];
    if (isOpening(text) && ends.length > 1) ends.pop();
    if (isClosing(text)) itemEnds[index] = index;
    else if (text === ',' || text === ';') itemEnds[index] = ends[ends.length - 1] = index;
    else itemEnds[index] = ends.at(-1) ?? tokens.length;
    if (isClosing(text)) ends.push(index);
  }
  return {
    text: (index) => texts[index],
    partner: (index) => partners.get(index) ?? tokens.length,
    parent: (index) => parents[index],
    itemEnd: (index) => itemEnds[index] ?? tokens.length,
  };
}

function isOpening(text: string | undefined): boolean {
  return text === '(' || text === '[' || text === '{' || text === '${';
}

function isClosing(text: string | undefined): boolean {
  return text === ')' || text === ']' || text === '}';
}

import type { Json } from '../../lib/json.ts';
import { isBuiltin } from './javascript-names.ts';
import { decodeStringLiteral } from './string-literal.ts';

/** A property name, or an index that was written as a number. */
export type PathSegment = string | number;

export interface ParsedPath {
  /** At least one; the first is the root's name. */
  readonly segments: readonly PathSegment[];
  /** What `?? <literal>` gives where the path leads to nothing or to null. */
  readonly fallback?: { readonly value: Json };
}

const NAME = /[\p{ID_Start}_$][\p{ID_Continue}$-]*/uy;
const MEMBER = /\.([\p{ID_Start}_$][\p{ID_Continue}$-]*)|\[(\d{1,15})\]|\[("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')\]/uy;
const FALLBACK = /\s*\?\?\s*(\S[\s\S]*)/y;
const SINGLE_QUOTED = /^'(?:[^'\\\n]|\\.)*'$/;

/**
 * Reads `a.b-c[0].d`, `a["x y"]` and `a.b ?? <JSON literal or 'text'>`; undefined for everything else, which is JavaScript.
 * A dash belongs to the name, because step ids may hold one: a subtraction of names needs spaces (`a - b`).
 * Names that JavaScript itself gives a value (`true`, `Math`) are no roots.
 */
export function parsePath(text: string): ParsedPath | undefined {
  const source = text.trim();
  const root = matchAt(NAME, source, 0)?.[0];
  if (root === undefined || isBuiltin(root)) return undefined;
  const segments: PathSegment[] = [root];
  let offset = root.length;
  for (let member = matchAt(MEMBER, source, offset); member; member = matchAt(MEMBER, source, offset)) {
    const [whole, name, index, quoted] = member;
    segments.push(name ?? (index === undefined ? decodeStringLiteral(quoted ?? '""') : Number(index)));
    offset += whole.length;
  }
  if (offset === source.length) return { segments };
  const literal = matchAt(FALLBACK, source, offset)?.[1];
  const fallback = literal === undefined ? undefined : parseLiteral(literal);
  return fallback && { segments, fallback };
}

/** The path as somebody would write it: `steps["x y"].output[0]`. */
export function formatPath(segments: readonly PathSegment[]): string {
  return segments.map((segment, index) => formatSegment(segment, index === 0)).join('');
}

function formatSegment(segment: PathSegment, isRoot: boolean): string {
  if (typeof segment === 'number') return `[${segment}]`;
  if (matchAt(NAME, segment, 0)?.[0] !== segment) return `[${JSON.stringify(segment)}]`;
  return isRoot ? segment : `.${segment}`;
}

function parseLiteral(text: string): { value: Json } | undefined {
  if (SINGLE_QUOTED.test(text)) return { value: decodeStringLiteral(text) };
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function matchAt(pattern: RegExp, text: string, offset: number): RegExpExecArray | null {
  pattern.lastIndex = offset;
  return pattern.exec(text);
}

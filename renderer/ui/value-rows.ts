import type { PathSegment } from '../../shared/workflow/expression/path.ts';
import type { Found } from './value-search.ts';

/** One line of a value drawn as a tree. */
export interface ValueRow {
  /** Unique in the tree, and the same for as long as the value's shape is. */
  readonly key: string;
  readonly kind: 'value' | 'range' | 'text';
  readonly depth: number;
  /** What it is called in what holds it; of a range: its bounds. */
  readonly name: PathSegment | undefined;
  /** From the root of the value; of a range or a piece of text: of what holds it. */
  readonly segments: readonly PathSegment[];
  readonly value: unknown;
  /** Undefined when it cannot be opened. */
  readonly open: boolean | undefined;
  readonly isHit: boolean;
}

/** What was opened and closed by hand, by key; everything else stands as it is by default. */
export type Opened = ReadonlyMap<string, boolean>;

/** More entries than this are shown in ranges of this many. */
export const rangeSize = 1000;
const inlineLetters = 120;
const pieceLetters = 2000;
const pieceLines = 40;

/** The lines that are visible. With `found`, only what was found and what leads there. */
export function rowsOf(value: unknown, opened: Opened, found?: Found): ValueRow[] {
  const rows: ValueRow[] = [];

  function add(
    value: unknown,
    name: PathSegment | undefined,
    segments: readonly PathSegment[],
    key: string,
    depth: number,
    found?: Found,
  ): void {
    const leads = found !== undefined && found.children.size > 0;
    const open = canOpen(value) ? (opened.get(key) ?? (leads || (found === undefined && isOpenFirst(value, depth)))) : undefined;
    rows.push({ key, kind: 'value', depth, name, segments, value, open, isHit: found?.isHit ?? false });
    if (open !== true) return;
    if (typeof value === 'string') return addText(value, segments, key, depth + 1);
    if (leads) {
      for (const [child, inner] of found.children) addChild(value, child, segments, key, depth, inner);
      return;
    }
    const names = Array.isArray(value) ? undefined : Object.keys(Object(value));
    addEntries(value, names, 0, names?.length ?? (value as unknown[]).length, segments, key, depth + 1);
  }

  function addChild(parent: unknown, name: PathSegment, segments: readonly PathSegment[], key: string, depth: number, found?: Found): void {
    add(entryOf(parent, name), name, [...segments, name], `${key}/${escaped(name)}`, depth + 1, found);
  }

  function addEntries(
    parent: unknown,
    names: readonly string[] | undefined,
    from: number,
    to: number,
    segments: readonly PathSegment[],
    key: string,
    depth: number,
  ): void {
    const count = to - from;
    if (count <= rangeSize) {
      for (let index = from; index < to; index++) addChild(parent, names?.[index] ?? index, segments, key, depth - 1);
      return;
    }
    const step = count > rangeSize * rangeSize ? rangeSize * rangeSize : rangeSize;
    for (let start = from; start < to; start += step) {
      const end = Math.min(start + step, to);
      const rangeKey = `${key}/\0${start}-${end}`;
      const open = opened.get(rangeKey) ?? false;
      rows.push({ key: rangeKey, kind: 'range', depth, name: `${start} … ${end - 1}`, segments, value: undefined, open, isHit: false });
      if (open) addEntries(parent, names, start, end, segments, key, depth + 1);
    }
  }

  function addText(text: string, segments: readonly PathSegment[], key: string, depth: number): void {
    let number = 0;
    for (const piece of piecesOf(text)) {
      rows.push({
        key: `${key}/\0${number++}`,
        kind: 'text',
        depth,
        name: undefined,
        segments,
        value: piece,
        open: undefined,
        isHit: false,
      });
    }
  }

  add(value, undefined, [], '', 0, found);
  return rows;
}

/** A text in pieces that can each be drawn at once. */
export function* piecesOf(text: string): Generator<string> {
  let start = 0;
  while (start < text.length) {
    let end = start;
    for (let lines = 0; lines < pieceLines && end < text.length && end - start < pieceLetters; lines++) {
      const newline = text.indexOf('\n', end);
      end = newline < 0 ? text.length : newline + 1;
    }
    end = Math.min(end, start + pieceLetters);
    // A letter of two halves stays whole.
    if (isHighHalf(text.charCodeAt(end - 1)) && end < text.length) end++;
    yield text.slice(start, end).replace(/\n$/, '');
    start = end;
  }
}

/** In a line: what it is, cut where a line ends. */
export function previewOf(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value === 'string') {
    const start = value.slice(0, inlineLetters);
    return `${JSON.stringify(start).slice(0, -1)}${value.length > start.length ? '…' : ''}"`;
  }
  if (Array.isArray(value)) return value.length === 0 ? '[]' : `[${value.length}]`;
  if (typeof value === 'object') {
    const names = Object.keys(value);
    if (names.length === 0) return '{}';
    const first = names.slice(0, 4).map((name) => (name.length > 24 ? `${name.slice(0, 23)}…` : name));
    return `{ ${first.join(', ')}${names.length > first.length ? `, … ${names.length} keys` : ''} }`;
  }
  return String(value);
}

export function escaped(name: PathSegment): string {
  return typeof name === 'number' ? String(name) : name.replaceAll('\0', '\\0').replaceAll('/', '\0/');
}

export function entryOf(parent: unknown, name: PathSegment): unknown {
  if (Array.isArray(parent)) return parent[Number(name)];
  return Object.hasOwn(Object(parent), name) ? (parent as Record<PathSegment, unknown>)[name] : undefined;
}

function canOpen(value: unknown): boolean {
  if (typeof value === 'string') return value.length > inlineLetters || value.includes('\n');
  if (Array.isArray(value)) return value.length > 0;
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}

function isOpenFirst(value: unknown, depth: number): boolean {
  if (depth === 0) return true;
  if (typeof value === 'string') return false;
  return depth === 1 && Object.keys(Object(value)).length <= 8;
}

function isHighHalf(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}

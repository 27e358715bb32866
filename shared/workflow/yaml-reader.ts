import { isMap, isScalar, isSeq, type Node, type YAMLSeq } from 'yaml';
import type { JsonPath } from './json-path.ts';
import { isOversized, type ParsedText, type ParseResult, type Position, parseYaml } from './yaml.ts';
import { locateNode, type NodeTree, rangeOfNode } from './yaml-position.ts';

export type ReadResult = { readonly ok: true; readonly source: ParsedText } | Extract<ParseResult, { readonly ok: false }>;

/**
 * Reads one text after the other, as `parseYaml` does, and where a change lies inside one item of a list at the top (a step), reads that item
 * alone: a key then costs as much as its step, not as the whole text.
 */
export function createYamlReader(): (text: string) => ReadResult {
  let last: Held | undefined;
  return (text) => {
    const held = last === undefined ? undefined : changeHeld(last, text);
    if (held !== undefined) {
      last = held;
      return { ok: true, source: sourceOf(held) };
    }
    const parsed = parseYaml(text);
    last = parsed.ok ? hold(parsed.source.tree, parsed.source.value) : undefined;
    return parsed;
  };
}

/** A text, the tree of how it was when it was read whole, and what has been read anew since. */
interface Held {
  readonly text: string;
  readonly tree: NodeTree;
  readonly value: Readonly<Record<string, readonly unknown[]>>;
  /** In the order of the text. */
  readonly pieces: readonly Piece[];
}

/** One item of a list at the top: whole lines, from the one of its dash to the one of the next. */
interface Piece {
  readonly list: string;
  readonly index: number;
  /** Before the dash. */
  readonly indent: number;
  readonly from: number;
  readonly to: number;
  /** In the text that was read whole. */
  readonly first: { readonly from: number; readonly to: number };
  /** Of the item alone, behind `wrapper`; undefined as long as it says what it said. */
  readonly own: NodeTree | undefined;
}

/** Lists and maps are as deep below it as in the whole text. */
const wrapper = 'steps:\n';

function hold(tree: NodeTree, value: unknown): Held | undefined {
  const { root, targets, text } = tree;
  // What an alias stands for may lie in another item, and a directive changes how all of them are read.
  if (!isMap<Node, Node | null>(root) || root.flow === true || targets.size > 0 || /^%/m.test(text)) return undefined;
  const starts = root.items.map(({ key }) => key.range?.[0] ?? 0);
  if (starts.some((start) => start > 0 && text[start - 1] !== '\n')) return undefined;
  const pieces = root.items.flatMap(({ key, value: list }, place) =>
    isScalar(key) && isSeq<Node>(list) ? piecesOf(String(key.value), list, text, starts[place + 1] ?? text.length) : [],
  );
  return { text, tree, value: value as Held['value'], pieces };
}

/** None of a list that is written otherwise than one item below the other. */
function piecesOf(name: string, list: YAMLSeq<Node>, text: string, end: number): Piece[] {
  const written = list.srcToken;
  if (written?.type !== 'block-seq') return [];
  // A comment after the last item stands as one without a dash.
  const dashes = written.items.flatMap(({ start }) => start.find(({ type }) => type === 'seq-item-ind')?.offset ?? []);
  const lines = dashes.map((dash) => text.lastIndexOf('\n', dash - 1) + 1);
  if (dashes.length !== list.items.length || dashes.some((dash, index) => text.slice(lines[index], dash).trim() !== '')) return [];
  return lines.map((from, index) => {
    const to = lines[index + 1] ?? end;
    return { list: name, index, indent: (dashes[index] ?? 0) - from, from, to, first: { from, to }, own: undefined };
  });
}

/** Undefined where more than one item may be another now. */
function changeHeld(held: Held, text: string): Held | undefined {
  const { at, removed, added } = stretchBetween(held.text, text);
  if (removed === 0 && added === 0) return held;
  const index = held.pieces.findIndex(({ from, to }) => from <= at && at < to);
  const piece = held.pieces[index];
  if (piece === undefined || isOversized(text)) return undefined;
  const isLast = piece.to === held.text.length;
  // The dash stays where it is, and so does the end of the line before the next item.
  if (at <= piece.from + piece.indent || at + removed > (isLast ? piece.to : piece.to - 1)) return undefined;
  const shift = added - removed;
  const item = readItem(text.slice(piece.from, piece.to + shift), piece.indent);
  const list = held.value[piece.list];
  if (item === undefined || list === undefined) return undefined;
  const pieces = held.pieces.map((one, place): Piece => {
    if (place < index) return one;
    if (place > index) return { ...one, from: one.from + shift, to: one.to + shift };
    return { ...one, to: one.to + shift, own: item.tree };
  });
  return { ...held, text, pieces, value: { ...held.value, [piece.list]: list.with(piece.index, item.value) } };
}

/** Lines that end a document, begin one or say how it is to be read: what comes after them is not of this text, or read otherwise. */
const documentMarker = /^(?:---|\.\.\.|%)/m;

/** Undefined for anything but one whole item with this indent. */
function readItem(text: string, indent: number): { readonly tree: NodeTree; readonly value: unknown } | undefined {
  if (documentMarker.test(text)) return undefined;
  const parsed = parseYaml(wrapper + text);
  if (!parsed.ok || parsed.source.tree.targets.size > 0) return undefined;
  const { tree } = parsed.source;
  const { root } = tree;
  const only = isMap<Node, Node | null>(root) && root.items.length === 1 ? root.items[0]?.value : undefined;
  if (!isSeq<Node>(only) || only.items.length !== 1) return undefined;
  const [piece, ...others] = piecesOf('', only, tree.text, tree.text.length);
  const { steps } = parsed.source.value as { readonly steps: readonly unknown[] };
  return piece?.from === wrapper.length && piece.indent === indent && others.length === 0 ? { tree, value: steps[0] } : undefined;
}

function sourceOf({ text, tree, value, pieces }: Held): ParsedText {
  const lines = lineStarts(text);
  const read = pieces.filter(({ own }) => own !== undefined);
  const pieceOf = (path: JsonPath) => read.find(({ list, index }) => path[0] === list && path[1] === index);
  const tell = (offset: number) => positionOf(lines, Math.min(offset, text.length));
  const inside = (path: JsonPath): JsonPath => ['steps', 0, ...path.slice(2)];

  /** Where a place of the text that was read whole is now, unless it lies inside an item that was read anew. */
  function placeNow(before: number): number {
    const piece = pieces.findLast(({ first }) => first.from <= before);
    if (piece === undefined) return before;
    return before < piece.first.to ? piece.from + before - piece.first.from : piece.to + before - piece.first.to;
  }

  return {
    format: 'yaml',
    value,
    locate(path, side = 'value', offset = 0) {
      const piece = pieceOf(path);
      if (piece?.own === undefined) return tell(placeNow(locateNode(tree, path, side, offset)));
      return tell(piece.from + locateNode(piece.own, inside(path), side, offset) - wrapper.length);
    },
    range(path) {
      // Where a list ends depends on all that stands in its last item.
      if (path.length < 2 && read.length > 0) return rangeInWhole(text, path);
      const piece = pieceOf(path);
      const range = rangeOfNode(piece?.own ?? tree, piece === undefined ? path : inside(path));
      if (range === undefined) return undefined;
      const now = piece === undefined ? placeNow : (place: number) => piece.from + place - wrapper.length;
      return { from: now(range.from), to: now(range.to) };
    },
  };
}

function rangeInWhole(text: string, path: JsonPath): ReturnType<ParsedText['range']> {
  const parsed = parseYaml(text);
  return parsed.ok ? parsed.source.range(path) : undefined;
}

function stretchBetween(before: string, after: string): { readonly at: number; readonly removed: number; readonly added: number } {
  const most = Math.min(before.length, after.length);
  let at = 0;
  while (at < most && before.charCodeAt(at) === after.charCodeAt(at)) at++;
  let same = 0;
  while (same < most - at && before.charCodeAt(before.length - 1 - same) === after.charCodeAt(after.length - 1 - same)) same++;
  return { at, removed: before.length - same - at, added: after.length - same - at };
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) starts.push(end + 1);
  return starts;
}

/** Lines and columns count from 1. */
function positionOf(starts: readonly number[], offset: number): Position {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
}

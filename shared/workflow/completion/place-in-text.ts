import { isMap, isScalar, isSeq, type Node, type Pair, parseDocument } from 'yaml';
import { isJsonObject } from '../../lib/json.ts';
import { type JsonPath, valueAt } from '../json-path.ts';

/** Where the caret stands in a document that is being written. */
export interface PlaceInText {
  /** From the root: of the map or list for a key, of the value itself for a value. Indexes of `steps` that stand alone are 0. */
  readonly path: JsonPath;
  /** `either`: nothing tells yet whether a key or a value is being begun. */
  readonly side: 'key' | 'value' | 'either';
  /** The part of the document around the place, as a value; the word under the caret stands in it as `MARK`. */
  readonly value: unknown;
  /** The word under the caret. */
  readonly from: number;
  readonly to: number;
}

/** Takes the place of the word under the caret while the text around it is read. */
export const MARK = 'caretPlace7f';
const WORD_END = /[\w.$-]*$/;
const WORD_START = /^[\w.$-]*/;

/** Reads only what is around the caret, so that it takes no longer in a long document. Undefined inside comments and longer texts. */
export function placeInText(text: string, caret: number): PlaceInText | undefined {
  const from = caret - (WORD_END.exec(text.slice(Math.max(0, caret - 200), caret))?.[0].length ?? 0);
  const to = caret + (WORD_START.exec(text.slice(caret, caret + 200))?.[0].length ?? 0);
  const section = sectionAround(text, from);
  const source = `${text.slice(section.from, from)}${MARK}${text.slice(to, section.to)}`;
  const yaml = parseDocument(`${section.head}${source}`, { uniqueKeys: false, stringKeys: true, logLevel: 'silent' });
  const found = findMark(yaml.contents, []);
  if (found === undefined) return undefined;
  const isAlone = /(?:^|\n)[ \t]*(?:- +)*$/.test(text.slice(0, from)) && found.side === 'value';
  let value: unknown;
  try {
    value = yaml.toJS({ maxAliasCount: 0 });
  } catch {
    // An alias whose anchor stands in another part.
    value = undefined;
  }
  return { path: found.path, side: isAlone ? 'either' : found.side, value, from, to };
}

/** The keys that the map at the place has already. */
export function keysBeside({ path, value }: Pick<PlaceInText, 'path' | 'value'>): readonly string[] {
  const map = valueAt(value, path);
  return isJsonObject(map) ? Object.keys(map).filter((key) => key !== MARK) : [];
}

interface Section {
  readonly from: number;
  readonly to: number;
  /** What leads to the section, when only a part of it is read. */
  readonly head: string;
}

/** The top-level key around the place, and of a list in it only the entry. */
function sectionAround(text: string, at: number): Section {
  const whole = { from: 0, to: text.length, head: '' };
  if (/^\s*[[{]/.test(text)) return whole;
  const lines = linesOf(text);
  const here = lines.findLastIndex(({ from }) => from <= at);
  const isTop = (index: number): boolean => /^[^\s#-]/.test(lines[index]?.text ?? '');
  let first = here;
  while (first > 0 && !isTop(first)) first--;
  // What begins at the edge of the page is a key of the document, whose other keys count.
  if (!isTop(first) || first === here || lines[here]?.from === at) return whole;
  let last = here + 1;
  while (last < lines.length && !isTop(last)) last++;
  const head = lines[first]?.text ?? '';
  const end = lines[last]?.from ?? text.length;

  const dash = (index: number): number => /^( *)- /.exec(`${lines[index]?.text.trimEnd()} `)?.[1]?.length ?? -1;
  const depth = Math.min(
    ...Array.from({ length: last - first - 1 }, (_, index) => dash(first + 1 + index)).filter((column) => column >= 0),
  );
  if (!Number.isFinite(depth) || !/^[\w-]+:\s*(?:#.*)?$/.test(head)) return { from: lines[first]?.from ?? 0, to: end, head: '' };
  let entry = here;
  while (entry > first && dash(entry) !== depth) entry--;
  if (entry === first) return { from: lines[first]?.from ?? 0, to: end, head: '' };
  let next = here + 1;
  while (next < last && dash(next) !== depth) next++;
  return { from: lines[entry]?.from ?? 0, to: lines[next]?.from ?? end, head: `${head}\n` };
}

function linesOf(text: string): { readonly from: number; readonly text: string }[] {
  let from = 0;
  return text.split('\n').map((line) => {
    const made = { from, text: line };
    from += line.length + 1;
    return made;
  });
}

function findMark(node: Node | null, path: JsonPath): { readonly path: JsonPath; readonly side: 'key' | 'value' } | undefined {
  if (isScalar(node)) return node.value === MARK ? { path, side: 'value' } : undefined;
  if (isSeq<Node>(node)) return firstOf(node.items, (item, index) => findMark(item, [...path, index]));
  if (!isMap<Node, Node | null>(node)) return undefined;
  return firstOf(node.items, (pair: Pair<Node, Node | null>) => {
    const key = isScalar(pair.key) ? String(pair.key.value) : '';
    return key === MARK ? { path, side: 'key' as const } : findMark(pair.value, [...path, key]);
  });
}

function firstOf<T, R>(items: readonly T[], find: (item: T, index: number) => R | undefined): R | undefined {
  for (const [index, item] of items.entries()) {
    const found = find(item, index);
    if (found !== undefined) return found;
  }
  return undefined;
}

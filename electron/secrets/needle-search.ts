/** A part of a text, from `start` up to `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Search {
  readonly spans: readonly Span[];
  /** From here on the text may be the beginning of a needle; its length when it is not. */
  readonly openFrom: number;
  /** What is open is so much of a needle that it gives it away. */
  readonly tellsMuch: boolean;
}

export type NeedleSearch = (text: string) => Search;

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const MUCH_CHARACTERS = 12;
const FEW_CHARACTERS = 6;

/** Finds all needles in one pass (Aho and Corasick). With `skipsLineBreaks`, a line break may stand anywhere inside of one. */
export function searchFor(needles: readonly string[], { skipsLineBreaks }: { readonly skipsLineBreaks: boolean }): NeedleSearch {
  const next = new Map<number, number>();
  const first = new Uint8Array(0x1_0000);
  /** By state: its depth, the length of the longest needle that ends there, of the longest that goes through it, and where a miss leads. */
  const depth = [0];
  const ends = [0];
  const longest = [0];
  const fallback = [0];
  const key = (state: number, code: number): number => state * 0x1_0000 + code;

  for (const needle of needles) {
    let state = 0;
    for (let at = 0; at < needle.length; at++) {
      const code = needle.charCodeAt(at);
      let child = next.get(key(state, code));
      if (child === undefined) {
        child = depth.push(at + 1) - 1;
        ends.push(0);
        longest.push(0);
        fallback.push(0);
        next.set(key(state, code), child);
      }
      longest[child] = Math.max(longest[child] ?? 0, needle.length);
      state = child;
    }
    ends[state] = needle.length;
    first[needle.charCodeAt(0)] = 1;
  }
  linkFallbacks();

  /** Level by level: where a miss leads lies always nearer to the root. */
  function linkFallbacks(): void {
    const edges = [...next].map(([of, child]) => ({ parent: Math.floor(of / 0x1_0000), code: of % 0x1_0000, child }));
    edges.sort((a, b) => (depth[a.child] ?? 0) - (depth[b.child] ?? 0));
    for (const { parent, code, child } of edges) {
      if (parent === 0) continue;
      const target = step(fallback[parent] ?? 0, code);
      fallback[child] = target;
      ends[child] = Math.max(ends[child] ?? 0, ends[target] ?? 0);
    }
  }

  function step(from: number, code: number): number {
    for (let state = from; ; state = fallback[state] ?? 0) {
      const child = next.get(key(state, code));
      if (child !== undefined) return child;
      if (state === 0) return 0;
    }
  }

  return (text) => {
    const spans: Span[] = [];
    let state = 0;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (state === 0 && first[code] === 0) continue;
      if (skipsLineBreaks && (code === LINE_FEED || code === CARRIAGE_RETURN)) continue;
      state = step(state, code);
      const length = ends[state] ?? 0;
      if (length > 0) spans.push({ start: goBack(text, at + 1, length, skipsLineBreaks), end: at + 1 });
    }
    const open = depth[state] ?? 0;
    const half = Math.ceil((longest[state] ?? 0) / 2);
    return {
      spans,
      openFrom: open === 0 ? text.length : goBack(text, text.length, open, skipsLineBreaks),
      tellsMuch: open >= MUCH_CHARACTERS || (open >= FEW_CHARACTERS && open >= half),
    };
  };
}

/** Where the last `count` characters before `end` begin, line breaks not counted. */
function goBack(text: string, end: number, count: number, skipsLineBreaks: boolean): number {
  if (!skipsLineBreaks) return end - count;
  let at = end;
  for (let left = count; left > 0; ) {
    at--;
    const code = text.charCodeAt(at);
    if (code !== LINE_FEED && code !== CARRIAGE_RETURN) left--;
  }
  return at;
}

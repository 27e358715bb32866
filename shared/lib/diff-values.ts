import type { Json } from './json.ts';

/** One place where two values differ. */
export interface ValueDifference {
  readonly segments: readonly (string | number)[];
  readonly kind: 'changed' | 'added' | 'removed';
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

export interface ValueDiff {
  readonly differences: readonly ValueDifference[];
  /** There are more than were asked for. */
  readonly isCut: boolean;
}

/**
 * Where `after` differs from `before`, in the order of `before`. What a list has gained or lost in one place is told as such: what follows it
 * is not taken as changed. A number in `segments` is the place in `before`, of something added the place in `after`.
 */
export function diffValues(before: Json, after: Json, most = 2000): ValueDiff {
  const differences: ValueDifference[] = [];
  let isCut = false;

  function add(difference: ValueDifference): void {
    if (differences.length < most) differences.push(difference);
    else isCut = true;
  }

  function compare(segments: readonly (string | number)[], a: Json, b: Json): void {
    if (isCut || a === b) return;
    if (Array.isArray(a) && Array.isArray(b)) compareLists(segments, a, b);
    else if (isObject(a) && isObject(b)) compareObjects(segments, a, b);
    else if (JSON.stringify(a) !== JSON.stringify(b)) add({ segments, kind: 'changed', before: a, after: b });
  }

  function compareObjects(segments: readonly (string | number)[], a: JsonRecord, b: JsonRecord): void {
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
      const place = [...segments, key];
      const [left, right] = [Object.hasOwn(a, key) ? a[key] : undefined, Object.hasOwn(b, key) ? b[key] : undefined];
      if (left === undefined && right !== undefined) add({ segments: place, kind: 'added', before: undefined, after: right });
      else if (left !== undefined && right === undefined) add({ segments: place, kind: 'removed', before: left, after: undefined });
      else if (left !== undefined && right !== undefined) compare(place, left, right);
    }
  }

  function compareLists(segments: readonly (string | number)[], a: readonly Json[], b: readonly Json[]): void {
    if (a.length === b.length) {
      for (const [index, item] of a.entries()) compare([...segments, index], item, b[index] ?? null);
      return;
    }
    const left = a.map((item) => JSON.stringify(item));
    const right = b.map((item) => JSON.stringify(item));
    const shorter = Math.min(left.length, right.length);
    let start = 0;
    while (start < shorter && left[start] === right[start]) start++;
    let end = 0;
    while (end < shorter - start && left[left.length - 1 - end] === right[right.length - 1 - end]) end++;
    const [lost, gained] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
    for (let index = 0; index < Math.max(lost.length, gained.length); index++) {
      const place = [...segments, start + index];
      const [was, is] = [lost[index], gained[index]];
      if (was === undefined && is !== undefined) add({ segments: place, kind: 'added', before: undefined, after: is });
      else if (was !== undefined && is === undefined) add({ segments: place, kind: 'removed', before: was, after: undefined });
      else if (was !== undefined && is !== undefined) compare(place, was, is);
    }
  }

  compare([], before, after);
  return { differences, isCut };
}

type JsonRecord = { readonly [key: string]: Json };

function isObject(value: Json): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

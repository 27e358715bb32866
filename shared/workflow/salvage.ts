import type { z } from 'zod';
import { isJsonObject } from '../lib/json.ts';
import type { JsonPath } from './json-path.ts';

/**
 * The value without the parts that the schema refuses, over `fallback`: of what is wrong deep inside, only that is left out where that is
 * enough, else what holds it. Undefined when nothing is.
 */
export function salvage<T>(schema: z.ZodType<T>, value: unknown, fallback: object): T | undefined {
  const wrong = (schema.safeParse(value).error?.issues ?? []).flatMap(refusedBy);
  const deepest = Math.max(1, ...new Set(wrong.map(({ length }) => length)));
  for (let depth = deepest; depth > 0; depth--) {
    const kept = without(
      value,
      wrong.map((path) => cutAt(path, depth)),
    );
    const read = schema.safeParse({ ...fallback, ...(isJsonObject(kept) ? kept : {}) });
    if (read.success) return read.data;
  }
  return undefined;
}

function refusedBy(issue: z.core.$ZodIssue): JsonPath[] {
  const path = issue.path.filter((segment) => typeof segment !== 'symbol');
  return issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...path, key]) : [path];
}

/** An entry of a list goes with its list: without it the others would be others. */
function cutAt(path: JsonPath, depth: number): JsonPath {
  const cut = path.slice(0, depth);
  const end = cut.findLastIndex((segment) => typeof segment === 'string') + 1;
  return cut.slice(0, end);
}

function without(value: unknown, paths: readonly JsonPath[]): unknown {
  const below = Map.groupBy(
    paths.filter(({ length }) => length > 0),
    ([head]) => head,
  );
  if (below.size === 0) return value;
  const goOn = (inner: unknown, key: string | number): unknown =>
    without(
      inner,
      (below.get(key) ?? []).map((path) => path.slice(1)),
    );
  if (Array.isArray(value)) return value.map(goOn);
  if (!isJsonObject(value)) return value;
  const kept = Object.entries(value).filter(([key]) => below.get(key)?.some(({ length }) => length === 1) !== true);
  return Object.fromEntries(kept.map(([key, inner]) => [key, goOn(inner, key)]));
}

import { isJsonObject } from '../lib/json.ts';

/** From the root of a document to a value in it: keys of objects and indexes of lists. Written by `formatPath`. */
export type JsonPath = readonly (string | number)[];

/** The value at the path, by own properties only; undefined when there is none. */
export function valueAt(root: unknown, path: JsonPath): unknown {
  let value = root;
  for (const segment of path) {
    if (Array.isArray(value)) value = typeof segment === 'number' ? value[segment] : undefined;
    else if (isJsonObject(value) && Object.hasOwn(value, segment)) value = value[segment];
    else return undefined;
  }
  return value;
}

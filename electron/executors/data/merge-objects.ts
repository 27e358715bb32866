import { ActionError } from '../../../shared/lib/action-error.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../shared/lib/json.ts';

/** Far more than data has, far less than what overflows the stack. */
const MAX_DEPTH = 500;

/** The later wins. `Object.fromEntries` defines keys, where assigning `__proto__` would set the prototype. */
export function mergeShallow(objects: readonly JsonObject[]): JsonObject {
  return Object.fromEntries(objects.flatMap((object) => Object.entries(object)));
}

/** Objects are merged key by key, other values replaced. Throws ActionError `TOO_DEEP`. */
export function mergeDeep(objects: readonly JsonObject[], lists: 'replace' | 'concat'): JsonObject {
  return objects.reduce<JsonObject>((under, over) => layOver(under, over, lists, 0), {});
}

function layOver(under: JsonObject, over: JsonObject, lists: 'replace' | 'concat', depth: number): JsonObject {
  if (depth > MAX_DEPTH) throw new ActionError('TOO_DEEP', `Cannot merge objects nested more than ${MAX_DEPTH} deep`);
  const merged = new Map<string, Json>(Object.entries(under));
  for (const [key, value] of Object.entries(over)) {
    const old = merged.get(key);
    if (isJsonObject(old) && isJsonObject(value)) merged.set(key, layOver(old, value, lists, depth + 1));
    else if (lists === 'concat' && Array.isArray(old) && Array.isArray(value)) merged.set(key, [...old, ...value]);
    else merged.set(key, value);
  }
  return Object.fromEntries(merged);
}

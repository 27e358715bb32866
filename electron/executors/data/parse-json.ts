import type { Json } from '../../../shared/lib/json.ts';
import { parseFailed } from './parse-failed.ts';

/** `JSON.parse` takes any nesting, `JSON.stringify` overflows the stack at some thousands: what could not be stored is refused here. */
const MAX_DEPTH = 1000;

/** Keys such as `__proto__` become plain keys: `JSON.parse` defines, it does not assign. Throws `PARSE_ERROR`. */
export function parseJson(text: string): Json {
  const value = readJson(text);
  if (isTooDeep(value)) throw parseFailed('JSON', `it is nested more than ${MAX_DEPTH} deep`);
  return value;
}

function readJson(text: string): Json {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw parseFailed('JSON', cause);
  }
}

/** Level by level, since recursion is what must not happen. */
function isTooDeep(value: Json): boolean {
  let level: readonly unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH) return true;
    level = level.flatMap((part) => (typeof part === 'object' && part !== null ? Object.values(part) : []));
  }
  return false;
}

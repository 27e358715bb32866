import { isJsonObject, type Json } from '../../shared/lib/json.ts';

const mostLetters = 500;
const mostEntries = 20;
const mostNames = 200;
const deepest = 6;

/** The value with its shape kept as far as people look: long texts and lists end early, and so does what lies deep. */
export function cutLarge(value: Json, depth = 0): Json {
  if (typeof value === 'string') return value.length > mostLetters ? `${value.slice(0, mostLetters)}…` : value;
  if (typeof value !== 'object' || value === null) return value;
  if (depth === deepest) return Array.isArray(value) ? [] : {};
  if (isJsonObject(value)) {
    const entries = Object.entries(value).slice(0, mostNames);
    return Object.fromEntries(entries.map(([name, one]) => [name, cutLarge(one, depth + 1)]));
  }
  return value.slice(0, mostEntries).map((one) => cutLarge(one, depth + 1));
}

import type { Json } from '../../../shared/lib/json.ts';

export type Comparison = 'auto' | 'text' | 'number' | 'natural';
export type Compare = (left: Json, right: Json) => number;

/** Text order is that of one fixed language, so that a workflow sorts alike on every machine. */
export function comparerFor(comparison: Comparison): Compare {
  const collator = new Intl.Collator('en', { numeric: comparison === 'natural' });
  const byText: Compare = (left, right) => collator.compare(asText(left), asText(right));
  if (comparison === 'text' || comparison === 'natural') return byText;
  const read = comparison === 'number' ? asNumber : (value: Json) => (typeof value === 'number' ? value : undefined);
  return (left, right) => {
    const leftNumber = read(left);
    const rightNumber = read(right);
    if (leftNumber !== undefined && rightNumber !== undefined) return leftNumber - rightNumber;
    if (leftNumber !== undefined) return -1;
    return rightNumber !== undefined ? 1 : byText(left, right);
  };
}

/** A number, or a text that is one, as CSV gives it; otherwise undefined. */
export function asNumber(value: Json): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

/** A text as it is, anything else as JSON. */
export function asText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Equal for values that are the same whatever the order of their keys. */
export function identityOf(value: Json): string {
  return JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).sort(([left], [right]) => (left < right ? -1 : 1)));
  });
}

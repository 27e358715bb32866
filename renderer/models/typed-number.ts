/** What stands in a number field: text while it is being typed (`0.`), empty for nothing. */
export type Typed = number | string;

export function typed(value: number | null | undefined): Typed {
  return value ?? '';
}

/** Null for nothing, and for what is no number yet. */
export function numberOf(value: Typed): number | null {
  const number = typeof value === 'number' ? value : Number.parseFloat(value);
  return Number.isFinite(number) ? number : null;
}

export function positiveOf(value: Typed): number | null {
  const number = numberOf(value);
  return number !== null && number > 0 ? number : null;
}

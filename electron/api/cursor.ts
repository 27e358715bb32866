import { invalidInput } from './failures.ts';

/** Pages are told apart by the key of their last row. Throws INVALID_INPUT for a cursor that none of ours is. */
export function readCursor(cursor: string | undefined): number | undefined {
  if (cursor === undefined) return undefined;
  const key = Number(cursor);
  if (Number.isSafeInteger(key) && key > 0) return key;
  throw invalidInput([
    { code: 'INVALID_CURSOR', message: `${JSON.stringify(cursor)} is no cursor of this list`, severity: 'error', path: 'cursor' },
  ]);
}

/** One row more than the page was asked for: is there a next page? */
export function cutPage<T extends { readonly key: number }>(
  rows: readonly T[],
  limit: number,
): { rows: readonly T[]; next: string | null } {
  if (rows.length <= limit) return { rows, next: null };
  const page = rows.slice(0, limit);
  return { rows: page, next: String(page.at(-1)?.key) };
}

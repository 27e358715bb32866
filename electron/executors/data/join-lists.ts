import { ActionError } from '../../../shared/lib/action-error.ts';
import type { Json, JsonObject } from '../../../shared/lib/json.ts';
import { identityOf } from './compare-values.ts';
import { readerOf } from './item-path.ts';
import { mergeShallow } from './merge-objects.ts';

/** A key shared by many items on both sides gives every pair: two lists of 10,000 could give 100 million. */
const MAX_EXTRA_ROWS = 100_000;

type Rows = readonly JsonObject[];

/** Joins lists of objects from left to right, like SQL. An item whose key is missing or null has no partner. */
export function joinLists(lists: readonly Rows[], key: string, join: 'inner' | 'left' | 'full'): Rows {
  const readKey = readerOf(key);
  const identify = (row: JsonObject): string | undefined => {
    const value = readKey(row);
    return value === undefined || value === null ? undefined : identityOf(value);
  };
  const [first = [], ...others] = lists;
  return others.reduce<Rows>((left, right) => joinTwo(left, right, identify, join), first);
}

function joinTwo(left: Rows, right: Rows, identify: (row: JsonObject) => string | undefined, join: 'inner' | 'left' | 'full'): Rows {
  const partners = Map.groupBy(right, identify);
  const matched = new Set<Json>();
  const maxRows = left.length + right.length + MAX_EXTRA_ROWS;
  const rows: JsonObject[] = [];
  for (const row of left) {
    const identity = identify(row);
    const found = identity === undefined ? undefined : partners.get(identity);
    if (found === undefined) {
      if (join !== 'inner') rows.push(row);
      continue;
    }
    for (const partner of found) {
      matched.add(partner);
      rows.push(mergeShallow([row, partner]));
    }
    if (rows.length > maxRows) {
      throw new ActionError('RESULT_TOO_LARGE', `The join gives more than ${maxRows} items: many items share the same key`, {
        hint: 'Join by a key that is unique in at least one of the lists.',
      });
    }
  }
  return join === 'full' ? [...rows, ...right.filter((row) => !matched.has(row))] : rows;
}

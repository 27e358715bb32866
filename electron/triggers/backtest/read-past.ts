import { setImmediate } from 'node:timers/promises';
import type { PublishedEvent } from '../../../shared/events/published-event.ts';
import type { FiringRow } from '../../store/firings-table.ts';
import type { Store } from '../../store/store.ts';
import type { PastVerdict, Period } from './past.ts';

/** As many records as one back-test looks at: the latest. */
export const MOST_RECORDS = 10_000;
const PAGE = 500;

/** How long the run of a firing took, in milliseconds, where that is known. */
export type DurationOf = (firing: FiringRow) => number | undefined;

export interface Records<T> {
  /** In order of time. */
  readonly records: readonly T[];
  /** When the oldest of them was, if there are older ones in the period that are not among them. */
  readonly cutAt: number | undefined;
}

/** The journal of these triggers in the period. The event loop turns between pages. */
export function readFirings(store: Store, triggerKeys: readonly number[], { from, until }: Period): Promise<Records<FiringRow>> {
  return readPages(
    (before) => (triggerKeys.length === 0 ? [] : store.firings.list({ triggerKeys, since: from, limit: PAGE, ...before })),
    ({ key }) => key,
    until,
  );
}

export function readEvents(store: Store, { from, until }: Period): Promise<Records<PublishedEvent>> {
  return readPages(
    (before) => store.published.list({ since: from, limit: PAGE, ...before }),
    ({ number }) => number,
    until,
  );
}

async function readPages<T extends { readonly at: number }>(
  read: (before: { readonly before?: number }) => readonly T[],
  keyOf: (record: T) => number,
  until: number,
): Promise<Records<T>> {
  const found: T[] = [];
  let last: number | undefined;
  for (;;) {
    const page = read(last === undefined ? {} : { before: last });
    for (const record of page) if (record.at <= until) found.push(record);
    const end = page.at(-1);
    if (end === undefined || page.length < PAGE) return { records: found.reverse(), cutAt: undefined };
    if (found.length >= MOST_RECORDS) return { records: found.reverse(), cutAt: end.at };
    last = keyOf(end);
    await setImmediate();
  }
}

/** The keys of every trigger of a type that was ever armed. */
export function triggerKeysOf(store: Store, type: string): number[] {
  return store.workflows.list().flatMap((workflow) => {
    const triggers = store.workflows.version(workflow.versionKey)?.document.triggers ?? [];
    return triggers.flatMap((one) => (one.type === type ? (store.triggers.find(workflow.key, one.id ?? '')?.key ?? []) : []));
  });
}

/** A person has fired it by hand: no event of the past. */
export function isByHand({ dedupeKey }: Pick<FiringRow, 'dedupeKey'>): boolean {
  return dedupeKey.startsWith('fired:');
}

export function verdictOf({ verdict, reason, runId }: FiringRow): PastVerdict {
  return { verdict, reason: reason ?? undefined, runId: runId ?? undefined };
}

export function byHandNote(count: number): string[] {
  if (count === 0) return [];
  return [`${count === 1 ? 'One firing by hand is' : `${count} firings by hand are`} left out.`];
}

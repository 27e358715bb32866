import type { RunSummary } from '../../shared/contract/run-view.ts';
import type { RunStatus } from '../../shared/run/status.ts';
import type { Store } from '../store/store.ts';
import { cutPage, readCursor } from './cursor.ts';
import { requireKnown } from './find.ts';
import { runSummary } from './views.ts';

export interface RunQuery {
  readonly cursor?: string | undefined;
  readonly limit: number;
  /** A name or an id. */
  readonly workflow?: string | undefined;
  readonly states?: readonly RunStatus[] | undefined;
  readonly since?: string | undefined;
  /** The beginning of an id. */
  readonly search?: string | undefined;
}

/** Newest first. Throws NOT_FOUND, AMBIGUOUS, and INVALID_INPUT for a strange cursor. */
export function listRuns(
  store: Store,
  { cursor, limit, workflow, states, since, search }: RunQuery,
): { items: RunSummary[]; next: string | null } {
  const before = readCursor(cursor);
  const rows = store.runs.list({
    limit: limit + 1,
    ...(workflow === undefined ? {} : { workflowKey: requireKnown(store, workflow).key }),
    ...(states === undefined ? {} : { statuses: states }),
    ...(since === undefined ? {} : { since: Date.parse(since) }),
    ...(search === undefined ? {} : { idPrefix: search }),
    ...(before === undefined ? {} : { before }),
  });
  const page = cutPage(rows, limit);
  return { items: page.rows.map((row) => runSummary(store, row)), next: page.next };
}

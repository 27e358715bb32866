import { createHash } from 'node:crypto';
import type { InboxCount, InboxDecision, InboxItem } from '../../shared/contract/inbox.ts';
import type { InboxRow } from '../store/inbox-table.ts';
import type { RunRow } from '../store/runs-table.ts';
import type { StepRow } from '../store/steps-table.ts';
import type { Store } from '../store/store.ts';
import { notFound } from './failures.ts';
import { iso, runSummary } from './views.ts';

const OF_INTERRUPTED = ['retry', 'done', 'skip', 'fail'] as const satisfies readonly InboxDecision[];

/** An item as people see it. */
export function viewOfItem(store: Store, row: InboxRow): InboxItem {
  const run = store.runs.byKey(row.runKey);
  if (run === undefined) throw new Error(`The inbox item ${row.id} belongs to no run`);
  const { title, message, subject = null, fields, rewindTo } = row.content;
  const time = (at: number | null): string | null => (at === null ? null : iso(at));
  return {
    ...placeOf(store, run, row.path),
    id: row.id,
    kind: row.kind,
    status: row.status,
    title,
    message,
    subject,
    fields: [...fields],
    decisions: rewindTo === undefined ? ['approve', 'reject'] : ['approve', 'reject', 'push_back'],
    hash: row.contentHash,
    askedOf: row.askedOf,
    severity: row.severity,
    openedAt: iso(row.openedAt),
    dueAt: time(row.dueAt),
    escalatedAt: time(row.escalatedAt),
    closedAt: time(row.closedAt),
    answer: row.answer,
    goesOnAs: row.goesOnAs === null ? null : (store.runs.byKey(row.goesOnAs)?.id ?? null),
  };
}

/** Steps of which nobody can tell whether they took effect, the run that was begun last first. */
export function interruptedItems(store: Store, runId?: string): InboxItem[] {
  const found = store.steps.unknown();
  return found.flatMap(({ runKey, ...step }) => {
    const run = store.runs.byKey(runKey);
    return run === undefined || (runId !== undefined && run.id !== runId) ? [] : [interruptedItem(store, run, step)];
  });
}

function interruptedItem(store: Store, run: RunRow, step: StepRow): InboxItem {
  const place = placeOf(store, run, step.path);
  const title = `Did ${place.stepId} take effect?`;
  const message = step.reason ?? 'Pawl was stopped while it ran, and whether it took effect cannot be told';
  const openedAt = iso(step.endedAt ?? step.startedAt ?? run.queuedAt);
  const hash = createHash('sha256').update(`${run.id}:${step.path}:${step.attempts}:${message}`).digest('hex');
  const nothing = {
    subject: null,
    askedOf: null,
    severity: null,
    dueAt: null,
    escalatedAt: null,
    closedAt: null,
    answer: null,
    goesOnAs: null,
  };
  return {
    ...place,
    ...nothing,
    id: `${run.id}:${step.path}`,
    kind: 'interrupted',
    status: 'open',
    title,
    message,
    fields: [],
    decisions: [...OF_INTERRUPTED],
    hash,
    openedAt,
  };
}

function placeOf(store: Store, run: RunRow, path: string): Pick<InboxItem, 'runId' | 'workflow' | 'workflowId' | 'stepId' | 'path'> {
  const { runId, workflow, workflowId } = runSummary(store, run);
  return { runId, workflow, workflowId, stepId: path.split('/').at(-1) ?? path, path };
}

/** By id or a unique prefix; of an interrupted step `run:path`. Throws NOT_FOUND. */
export function requireItem(store: Store, id: string): InboxItem {
  const exact = store.inbox.byId(id);
  if (exact !== undefined) return viewOfItem(store, exact);
  const [found, ...others] = store.inbox.byIdPrefix(id);
  if (found !== undefined && others.length === 0) return viewOfItem(store, found);
  const [runId] = id.split(':');
  const interrupted = interruptedItems(store, runId).find((item) => item.id === id);
  if (interrupted !== undefined) return interrupted;
  const open = store.inbox.list({ open: true, limit: 3 }).map((row) => row.id);
  throw notFound('inbox item', id, open);
}

export function countInbox(store: Store): InboxCount {
  const { approval, escalation } = store.inbox.countOpen();
  const interrupted = store.steps.unknown().length;
  return { open: approval + escalation + interrupted, approval, escalation, interrupted };
}

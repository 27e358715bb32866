import type { WorkflowSummary, WorkflowVersion } from '../../shared/contract/workflows.ts';
import type { Store } from '../store/store.ts';
import type { VersionRow, WorkflowRow } from '../store/workflows-table.ts';
import type { TriggerControl } from '../triggers/trigger-control.ts';
import { notFound } from './failures.ts';
import { iso } from './views.ts';

const RECENT = 10;
/** The setting that holds the ids of the workflows that are kept at hand. */
const FAVOURITES = 'favourites';

export function favouritesOf(store: Store): ReadonlySet<string> {
  const ids = store.settings.get(FAVOURITES);
  return new Set(Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : []);
}

/** To be called inside a write. */
export function putFavourite(store: Store, id: string, isOne: boolean): void {
  const others = [...favouritesOf(store)].filter((one) => one !== id);
  store.settings.put(FAVOURITES, isOne ? [...others, id] : others);
}

export function summaryOf(
  store: Store,
  triggers: Pick<TriggerControl, 'list'>,
  workflow: WorkflowRow,
  favourites: ReadonlySet<string> = favouritesOf(store),
): WorkflowSummary {
  const { document } = versionOf(store, workflow);
  const recent = store.runs.recentOf(workflow.key, RECENT);
  const [last] = recent;
  return {
    id: workflow.id,
    name: workflow.name,
    description: document.description ?? null,
    version: document.version,
    enabled: workflow.enabled,
    tags: document.tags ?? [],
    favourite: favourites.has(workflow.id),
    path: workflow.path === '' ? null : workflow.path,
    triggers: triggers.list(workflow).map(({ document: { id, type, enabled }, status }) => ({
      id: id ?? type,
      type,
      enabled: enabled !== false,
      health: status?.health ?? 'disarmed',
      reason: status?.reason ?? null,
    })),
    lastRun: last === undefined ? null : { runId: last.id, state: last.status, at: iso(last.queuedAt) },
    recent: recent.map(({ id, status }) => ({ runId: id, state: status })),
    updatedAt: iso(workflow.updatedAt),
  };
}

export function versionView(workflow: WorkflowRow, version: VersionRow): WorkflowVersion {
  return {
    number: version.number,
    version: version.document.version,
    hash: version.hash,
    createdAt: iso(version.createdAt),
    current: version.key === workflow.versionKey,
  };
}

export function versionOf(store: Store, workflow: WorkflowRow): VersionRow {
  const version = store.workflows.version(workflow.versionKey);
  if (version === undefined) throw new Error(`Workflow ${workflow.name} has no version`);
  return version;
}

/** Throws NOT_FOUND. */
export function numberedVersion(store: Store, workflow: WorkflowRow, number: number): VersionRow {
  const version = store.workflows.versions(workflow.key).find((one) => one.number === number);
  if (version === undefined) throw notFound('version', String(number));
  return version;
}

import type { JsonObject } from '../../shared/lib/json.ts';
import type { SettingsDocument } from '../../shared/workflow/schema.ts';
import type { GivenResult } from '../store/given-results-table.ts';
import type { RunRow } from '../store/runs-table.ts';
import type { Store } from '../store/store.ts';
import type { VersionRow, WorkflowRow } from '../store/workflows-table.ts';

/** Somebody or something asks for a run of one version. */
export interface Admission {
  readonly workflow: WorkflowRow;
  readonly version: VersionRow;
  readonly inputs: JsonObject;
  readonly triggerData: JsonObject;
  /** `manual`, `trigger:<id>`, `run:<id>`, or what the caller says. */
  readonly triggeredBy: string;
  readonly workingDirectory: string;
  readonly priority?: number | undefined;
  /** The last step to run, with everything it needs. */
  readonly until?: string | undefined;
  /** The rendered `settings.concurrency.key`. */
  readonly concurrencyKey?: string | undefined;
  /** Instead of what the workflow says; for what must not be lost. */
  readonly whenBusy?: 'queue';
  /** Two admissions with the same key are one run, for ever. */
  readonly dedupeKey?: string | undefined;
  readonly parent?: { readonly key: number; readonly path: string; readonly depth: number } | undefined;
  /** Results that steps have without being run. */
  readonly given?: readonly GivenResult[] | undefined;
  readonly retry?: { readonly of: number; readonly rerun: readonly string[]; readonly until?: number | undefined } | undefined;
}

export type ConcurrencyPolicy = NonNullable<SettingsDocument['concurrency']>;

export type AdmissionOutcome =
  | { readonly verdict: 'started'; readonly run: RunRow; readonly replaces: readonly RunRow[] }
  | { readonly verdict: 'coalesced'; readonly run: RunRow }
  | { readonly verdict: 'duplicate'; readonly run: RunRow }
  | { readonly verdict: 'skipped'; readonly busy: RunRow };

/**
 * Decides what becomes of an admission and writes it (T0). Call it inside `store.write`: whatever the caller writes beside it (a firing, a
 * cursor) is in the same transaction. `replaces` are runs that the caller has to cancel.
 */
export function admitRun(store: Store, admission: Admission, id: string, at: number): AdmissionOutcome {
  const { workflow, version } = admission;
  if (admission.dedupeKey !== undefined) {
    const known = store.runs.byDedupeKey(admission.dedupeKey);
    if (known !== undefined) return { verdict: 'duplicate', run: known };
  }
  const { concurrency } = version.document.settings ?? {};
  const policy =
    concurrency === undefined || admission.whenBusy === undefined ? concurrency : { ...concurrency, whenBusy: admission.whenBusy };
  const concurrencyKey = policy === undefined ? null : `${workflow.id}:${admission.concurrencyKey ?? ''}`;
  const sharing = concurrencyKey === null ? [] : store.runs.sharing(concurrencyKey);
  const busy = meetBusy(policy, sharing);
  if (busy?.verdict === 'skipped') return { verdict: 'skipped', busy: busy.by };
  if (busy?.verdict === 'coalesced') {
    store.runs.coalesce(busy.by.key, admission.inputs, admission.triggerData, version.key);
    return { verdict: 'coalesced', run: store.runs.byKey(busy.by.key) ?? busy.by };
  }
  const run = store.runs.insert({
    id,
    workflowKey: workflow.key,
    versionKey: version.key,
    priority: admission.priority ?? version.document.settings?.priority ?? 0,
    inputs: admission.inputs,
    triggerData: admission.triggerData,
    triggeredBy: admission.triggeredBy,
    workingDirectory: admission.workingDirectory,
    untilStep: admission.until ?? null,
    concurrencyKey,
    concurrencyLimit: policy?.limit ?? null,
    dedupeKey: admission.dedupeKey ?? null,
    parentKey: admission.parent?.key ?? null,
    parentPath: admission.parent?.path ?? null,
    depth: admission.parent?.depth ?? 0,
    retryOf: admission.retry?.of ?? null,
    rerun: admission.retry?.rerun ?? null,
    reuseUntil: admission.retry?.until ?? null,
    queuedAt: at,
    epoch: store.epoch,
  });
  for (const given of admission.given ?? []) store.givenResults.insert(run.key, given);
  return { verdict: 'started', run, replaces: replacedBy(policy, sharing) };
}

/**
 * What stands against a run of its own for one more; undefined: nothing does. `sharing` are the runs under the same key that have not ended,
 * oldest first.
 */
export function meetBusy<R extends Pick<RunRow, 'status'>>(
  policy: ConcurrencyPolicy | undefined,
  sharing: readonly R[],
): { readonly verdict: 'skipped' | 'coalesced'; readonly by: R } | undefined {
  const newest = sharing.at(-1);
  if (policy === undefined || newest === undefined || sharing.length < policy.limit) return undefined;
  if (policy.whenBusy === 'skip') return { verdict: 'skipped', by: newest };
  const waiting = policy.whenBusy === 'coalesce' ? sharing.findLast((run) => run.status === 'queued') : undefined;
  return waiting === undefined ? undefined : { verdict: 'coalesced', by: waiting };
}

/** The oldest runs, as many as have to go for one more. `sharing` as in `meetBusy`. */
export function replacedBy<R>(policy: ConcurrencyPolicy | undefined, sharing: readonly R[]): readonly R[] {
  return policy?.whenBusy === 'replace' ? sharing.slice(0, Math.max(0, sharing.length - policy.limit + 1)) : [];
}

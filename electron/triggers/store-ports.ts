import type { Clock } from '../../shared/lib/clock.ts';
import type { Json } from '../../shared/lib/json.ts';
import type { Verdict } from '../../shared/triggers/journal.ts';
import type { TriggerDocument } from '../../shared/workflow/schema.ts';
import type { Admission, AdmissionOutcome } from '../queue/admit.ts';
import type { Store } from '../store/store.ts';
import type { TriggerRow } from '../store/triggers-table.ts';
import type { VersionRow, WorkflowRow } from '../store/workflows-table.ts';
import type { OwnWrites } from './own-writes.ts';
import { type InputParts, prepareInputs } from './prepare-inputs.ts';
import type { CursorUpdate, FileFact, Firing, FiringResult, TriggerPorts } from './trigger-ports.ts';

export interface StorePortsOptions extends InputParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly ownWrites: OwnWrites;
  /** Accepts a run; what `beside` writes is in the same transaction. */
  admit(admission: Admission, beside: (outcome: AdmissionOutcome, at: number) => void): Promise<AdmissionOutcome>;
  /** Without the values of secrets. */
  mask<T extends Json>(data: T): T;
  onHealth: TriggerPorts['setHealth'];
}

/** A trigger with everything that a firing of it needs. */
interface Source {
  readonly row: TriggerRow;
  readonly workflow: WorkflowRow;
  readonly version: VersionRow;
  readonly document: TriggerDocument;
}

/** The store's and the queue's side of the triggers. */
export function createStorePorts(options: StorePortsOptions): TriggerPorts {
  const { store } = options;

  function sourceOf(key: string): Source {
    const [workflowId = '', triggerId = ''] = key.split('/');
    const workflow = store.workflows.byId(workflowId);
    const version = workflow === undefined ? undefined : store.workflows.version(workflow.versionKey);
    const document = version?.document.triggers?.find((trigger) => trigger.id === triggerId);
    if (workflow === undefined || version === undefined || document === undefined) throw new Error(`There is no trigger ${key}`);
    return { row: rowOf(workflow, triggerId), workflow, version, document };
  }

  /** Made when it is missing; a read in all other cases, so that a snapshot is loaded without a commit. */
  function rowOf(workflow: WorkflowRow, triggerId: string): TriggerRow {
    return store.triggers.find(workflow.key, triggerId) ?? store.triggers.ensure(workflow.key, triggerId);
  }

  function moveCursor(key: number, cursor: CursorUpdate | undefined): void {
    if (cursor?.position !== undefined) store.triggers.setCursor(key, cursor.position);
    for (const { path, fact } of cursor?.files ?? []) {
      if (fact === null) store.fileFacts.remove(key, path);
      else store.fileFacts.put(key, path, { ...fact });
    }
  }

  function journal(source: Source, firing: Firing, verdict: Verdict, reason: string | null, runKey: number | null): void {
    const { dedupeKey, data, at } = firing;
    store.firings.insert({ triggerKey: source.row.key, dedupeKey, verdict, reason, runKey, data, at });
    moveCursor(source.row.key, firing.cursor);
  }

  async function note(firing: Firing, verdict: Verdict, reason: string): Promise<void> {
    const source = sourceOf(firing.triggerKey);
    await store.write(() => journal(source, firing, verdict, reason, null));
  }

  async function fire(happened: Firing): Promise<FiringResult> {
    const firing = { ...happened, data: options.mask(happened.data) };
    const source = sourceOf(firing.triggerKey);
    const before = store.firings.decided(source.row.key, firing.dedupeKey);
    if (before !== undefined) return resultOf(before.verdict, before.runId ?? undefined, before.reason ?? undefined);
    const admission = await admissionOf(source, firing);
    if ('problem' in admission) {
      await note(firing, 'error', admission.problem);
      return { verdict: 'error', reason: admission.problem };
    }
    let result: FiringResult = { verdict: 'error' };
    await options.admit(admission, (outcome) => {
      result = verdictOf(outcome);
      if (outcome.verdict === 'duplicate') moveCursor(source.row.key, firing.cursor);
      else journal(source, firing, result.verdict, result.reason ?? null, outcome.verdict === 'skipped' ? null : outcome.run.key);
    });
    return result;
  }

  async function admissionOf(source: Source, firing: Firing): Promise<Admission | { readonly problem: string }> {
    const { workflow, version, document } = source;
    const prepared = await prepareInputs(options, version.document, document, firing.data);
    if ('problem' in prepared) return prepared;
    return {
      ...prepared,
      workflow,
      version,
      triggerData: firing.data,
      triggeredBy: `trigger:${document.id ?? document.type}`,
      workingDirectory: workflow.workingDirectory,
      dedupeKey: `${firing.triggerKey}:${firing.dedupeKey}`,
    };
  }

  return {
    fire,
    note,
    advance: async (key, cursor) => {
      const { row } = sourceOf(key);
      await store.write(() => moveCursor(row.key, cursor));
    },
    loadPosition: (key) => sourceOf(key).row.cursor,
    loadSnapshot: (key) => store.fileFacts.load(sourceOf(key).row.key) as unknown as Map<string, FileFact>,
    setHealth: options.onHealth,
    writtenByRun: (workflowId, path, fact) => options.ownWrites.find(workflowId, path, fact),
  };
}

function verdictOf(outcome: AdmissionOutcome): FiringResult {
  switch (outcome.verdict) {
    case 'skipped':
      return resultOf('skipped', undefined, `run ${outcome.busy.id} was still under way`);
    case 'coalesced':
      return resultOf('coalesced', outcome.run.id, `run ${outcome.run.id}, which waited, takes the newest data`);
    default:
      return resultOf('started', outcome.run.id, undefined);
  }
}

function resultOf(verdict: Verdict, runId: string | undefined, reason: string | undefined): FiringResult {
  return { verdict, ...(runId === undefined ? {} : { runId }), ...(reason === undefined ? {} : { reason }) };
}

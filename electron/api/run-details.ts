import type { RunDocument, RunHead, RunValues, SizedValue, StepDetails } from '../../shared/contract/run-details.ts';
import type { RunView } from '../../shared/contract/run-view.ts';
import type { Json } from '../../shared/lib/json.ts';
import { showInputs, showStoredParameters } from '../../shared/secrets/secret-input.ts';
import type { AttemptRow } from '../store/attempts-table.ts';
import type { RunRow } from '../store/runs-table.ts';
import type { StepRow } from '../store/steps-table.ts';
import type { Store } from '../store/store.ts';
import { notFound } from './failures.ts';
import { documentJson, iso, runSummary, stepSummaryOf } from './views.ts';

/** A run, and what stands around it. */
export function runHead(store: Store, run: RunRow): RunHead {
  const { workflow, version } = basisOf(store, run);
  const parent = run.parentKey === null ? undefined : store.runs.byKey(run.parentKey);
  return {
    ...runSummary(store, run),
    ...store.runs.around(run),
    versionNumber: version.number,
    versionIsCurrent: workflow?.versionKey === version.key,
    isImported: workflow?.imported === true,
    sequence: store.events.lastSeq(run.key),
    retryOf: run.retryOf === null ? null : (store.runs.byKey(run.retryOf)?.id ?? null),
    parent: parent === undefined ? null : { runId: parent.id, step: run.parentPath ?? '' },
  };
}

/** A plan of a dry run has no neighbours: it is in no list. */
export function plannedHead({ steps: _, inputs: __, outputs: ___, ...run }: RunView): RunHead {
  const alone = { older: null, newer: null, lastGood: null, retryOf: null, parent: null };
  return { ...run, ...alone, versionNumber: 0, versionIsCurrent: true, isImported: false, sequence: 0 };
}

export function runDocument(store: Store, run: RunRow): RunDocument {
  const { workflow, version } = basisOf(store, run);
  const { document, number, hash, source } = version;
  return {
    name: document.name,
    number,
    version: document.version,
    hash,
    createdAt: iso(version.createdAt),
    isCurrent: workflow?.versionKey === version.key,
    text: source,
    document: documentJson(document),
  };
}

interface Wanted {
  readonly largest: number;
  readonly asText?: boolean;
}

export function runValues({ inputs, triggerData, outputs }: Pick<RunRow, 'inputs' | 'triggerData' | 'outputs'>, wanted: Wanted): RunValues {
  return {
    inputs: sized(showInputs(inputs), wanted),
    context: sized(triggerData, wanted),
    outputs: outputs === null ? null : sized(outputs, wanted),
  };
}

/** Throws NOT_FOUND for a step that has not begun. */
export function stepDetails(store: Store, run: RunRow, step: string, wanted: Wanted): StepDetails {
  const row = findStep(store, run, step);
  const children = store.runs.childrenOf(run.key).filter((child) => child.parentPath === row.path);
  return {
    ...stepSummaryOf(store, run, row),
    output: outputOf(store, row, wanted),
    attemptList: store.attempts.ofStep(run.key, row.path).map((attempt) => attemptView(attempt, wanted)),
    children: children.map((child) => {
      const { runId, workflow, state } = runSummary(store, child);
      return { runId, workflow, state };
    }),
  };
}

/** By path, or the first of that id. */
export function findStep(store: Store, run: RunRow, step: string): StepRow {
  const exact = store.steps.get(run.key, step);
  if (exact !== undefined) return exact;
  const rows = store.steps.list(run.key);
  const found = rows.find((row) => row.path.endsWith(`/${step}`));
  if (found !== undefined) return found;
  throw notFound(
    'step',
    step,
    rows.map((row) => row.path),
  );
}

function outputOf(store: Store, row: StepRow, { largest, asText = false }: Wanted): SizedValue | null {
  const { output, outputBlob } = row;
  if (outputBlob === null && output === null) return null;
  const bytes = outputBlob === null ? Buffer.byteLength(output ?? '') : store.blobs.size(outputBlob);
  if (bytes > largest) return { bytes };
  const text = outputBlob === null ? (output ?? '') : store.blobs.get(outputBlob);
  return asText ? { bytes, text } : { bytes, value: JSON.parse(text) as Json };
}

function attemptView({ attempt, status, effect, input, pid, startedAt, endedAt, error }: AttemptRow, wanted: Wanted) {
  return {
    attempt,
    state: status,
    effect,
    startedAt: iso(startedAt),
    endedAt: endedAt === null ? null : iso(endedAt),
    error,
    pid,
    input: input === null ? null : sized(showStoredParameters(input), wanted),
  };
}

export function sized(value: Json, { largest, asText = false }: Wanted): SizedValue {
  const text = JSON.stringify(value);
  const bytes = Buffer.byteLength(text);
  if (bytes > largest) return { bytes };
  return asText ? { bytes, text } : { bytes, value };
}

function basisOf(store: Store, run: RunRow) {
  const version = store.workflows.version(run.versionKey);
  if (version === undefined) throw new Error(`Run ${run.id} has a version that is not there`);
  return { version, workflow: store.workflows.byKey(run.workflowKey) };
}

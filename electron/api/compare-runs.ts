import type { RunComparison } from '../../shared/contract/run-details.ts';
import type { RunRow } from '../store/runs-table.ts';
import type { StepRow } from '../store/steps-table.ts';
import type { Store } from '../store/store.ts';
import { conflict } from './failures.ts';
import { runSummary, stepSummaryOf } from './views.ts';

const mostSteps = 5000;

/** Two runs of one workflow, step by step. Outputs are compared as they are kept: nothing large is read. */
export function compareRuns(store: Store, before: RunRow, after: RunRow): RunComparison {
  if (before.workflowKey !== after.workflowKey) {
    throw conflict(`Run ${before.id} and run ${after.id} are of two workflows: only runs of one can be compared.`);
  }
  const left = new Map(store.steps.list(before.key).map((row) => [row.path, row]));
  const right = new Map(store.steps.list(after.key).map((row) => [row.path, row]));
  const paths = [...new Set([...right.keys(), ...left.keys()])];
  return {
    before: runSummary(store, before),
    after: runSummary(store, after),
    isSameDocument: before.versionKey === after.versionKey,
    isSameInputs: JSON.stringify(before.inputs) === JSON.stringify(after.inputs),
    items: paths.slice(0, mostSteps).map((path) => {
      const [one, other] = [left.get(path), right.get(path)];
      return {
        path,
        name: nameOf(store, after, other) ?? nameOf(store, before, one) ?? path,
        before: sideOf(store, before, one),
        after: sideOf(store, after, other),
        isSameOutput: isSameOutput(one, other),
      };
    }),
    isCut: paths.length > mostSteps,
  };
}

function nameOf(store: Store, run: RunRow, row: StepRow | undefined): string | undefined {
  return row === undefined ? undefined : stepSummaryOf(store, run, row).name;
}

function sideOf(store: Store, run: RunRow, row: StepRow | undefined) {
  if (row === undefined) return null;
  const { state, startedAt, durationMs, attempts } = stepSummaryOf(store, run, row);
  return { state, startedAt, durationMs, attempts };
}

function isSameOutput(one: StepRow | undefined, other: StepRow | undefined): boolean | null {
  if (one === undefined || other === undefined || !hasOutput(one) || !hasOutput(other)) return null;
  return one.output === other.output && one.outputBlob === other.outputBlob;
}

function hasOutput({ output, outputBlob }: StepRow): boolean {
  return output !== null || outputBlob !== null;
}

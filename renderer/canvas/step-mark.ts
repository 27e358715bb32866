import type { StepSummary } from '../../shared/contract/run-view.ts';
import { isTerminalStep, type StepStatus } from '../../shared/run/status.ts';

/** How a step fares in a run. */
export interface StepMark {
  readonly state: StepStatus;
  readonly attempts: number;
  readonly durationMs: number | null;
  readonly startedAt: string | null;
  /** In a loop the step has run more than once, and the rest of the mark is of the iteration that says most. */
  readonly times?: { readonly ended: number; readonly begun: number; readonly failed: number };
  /** Why it failed, waits or was skipped. */
  readonly note?: string | undefined;
  /** The way an if or a switch pointed. */
  readonly branch?: string | undefined;
  /** Said in place of the state. */
  readonly word?: string | undefined;
}

export function isSameMark(a: StepMark | undefined, b: StepMark | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && JSON.stringify(a) === JSON.stringify(b));
}

/** What says most of several iterations stands first. */
const weight: readonly StepStatus[] = [
  'unknown',
  'failed',
  'timed_out',
  'waiting',
  'running',
  'ready',
  'pending',
  'cancelled',
  'succeeded',
  'skipped',
];

/** The marks of a run's steps by step id, those of a loop's iterations brought together. `branches`: the way each if or switch pointed, by path. */
export function marksOf(steps: readonly StepSummary[], branches: ReadonlyMap<string, string> = new Map()): Map<string, StepMark> {
  const marks = new Map<string, StepMark>();
  for (const [id, own] of Map.groupBy(steps, (step) => step.id)) {
    const first = [...own].sort((a, b) => weight.indexOf(a.state) - weight.indexOf(b.state))[0];
    if (first === undefined) continue;
    const isInLoop = own.some(({ path }) => path.includes('['));
    marks.set(id, {
      state: first.state,
      attempts: first.attempts,
      durationMs: first.durationMs,
      startedAt: first.startedAt,
      note: first.error?.message ?? first.reason ?? undefined,
      branch: branches.get(first.path),
      ...(isInLoop && {
        times: {
          ended: own.filter(({ state }) => isTerminalStep(state)).length,
          begun: own.length,
          failed: own.filter(({ state }) => state === 'failed' || state === 'timed_out').length,
        },
      }),
    });
  }
  return marks;
}

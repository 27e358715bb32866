/** The states of a run. */
export const runStatuses = [
  'queued',
  'running',
  'paused',
  'waiting',
  'needs_attention',
  'completed',
  'completed_with_errors',
  'failed',
  'cancelled',
  'timed_out',
] as const;
export type RunStatus = (typeof runStatuses)[number];

/** How a run can end. A run in one of these never changes again. */
export const terminalRunStatuses = ['completed', 'completed_with_errors', 'failed', 'cancelled', 'timed_out'] as const;
export type TerminalRunStatus = (typeof terminalRunStatuses)[number];

/** A run in one of these has not ended. */
export const liveRunStatuses = ['queued', 'running', 'paused', 'waiting', 'needs_attention'] as const;

export const stepStatuses = [
  'pending',
  'ready',
  'running',
  'waiting',
  'succeeded',
  'failed',
  'skipped',
  'cancelled',
  'timed_out',
  'unknown',
] as const;
export type StepStatus = (typeof stepStatuses)[number];

export type TerminalStepStatus = 'succeeded' | 'failed' | 'skipped' | 'cancelled' | 'timed_out';

const runTransitions: Readonly<Record<RunStatus, readonly RunStatus[]>> = {
  queued: ['running', 'paused', 'cancelled', 'failed'],
  running: ['paused', 'waiting', 'needs_attention', 'queued', ...terminalRunStatuses],
  paused: ['queued', 'running', 'waiting', 'needs_attention', ...terminalRunStatuses],
  waiting: ['running', 'paused', 'needs_attention', ...terminalRunStatuses],
  needs_attention: ['running', 'paused', 'waiting', ...terminalRunStatuses],
  completed: [],
  completed_with_errors: [],
  failed: [],
  cancelled: [],
  timed_out: [],
};

const stepTransitions: Readonly<Record<StepStatus, readonly StepStatus[]>> = {
  pending: ['ready', 'skipped', 'cancelled'],
  ready: ['running', 'skipped', 'cancelled', 'failed'],
  running: ['succeeded', 'failed', 'waiting', 'skipped', 'cancelled', 'timed_out', 'unknown', 'ready'],
  waiting: ['running', 'ready', 'succeeded', 'failed', 'cancelled', 'timed_out', 'unknown'],
  unknown: ['ready', 'succeeded', 'failed', 'skipped', 'cancelled', 'timed_out'],
  succeeded: [],
  failed: [],
  skipped: [],
  cancelled: [],
  timed_out: [],
};

export function isTerminalRun(status: RunStatus): status is TerminalRunStatus {
  return runTransitions[status].length === 0;
}

export function isTerminalStep(status: StepStatus): status is TerminalStepStatus {
  return stepTransitions[status].length === 0;
}

export function canRunBecome(from: RunStatus, to: RunStatus): boolean {
  return runTransitions[from].includes(to);
}

export function canStepBecome(from: StepStatus, to: StepStatus): boolean {
  return stepTransitions[from].includes(to);
}

/** The states a run may come from to reach `to`: the guard of the store's UPDATE. */
export function runStatusesBefore(to: RunStatus): readonly RunStatus[] {
  return runStatuses.filter((from) => canRunBecome(from, to));
}

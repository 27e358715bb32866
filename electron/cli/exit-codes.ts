import type { RunStatus } from '../../shared/run/status.ts';

export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  notFound: 3,
  cancelled: 4,
  needsPerson: 5,
  unreachable: 6,
  interrupted: 130,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** What a command that waited for a run ends with. A run that is not over waits for a person: to decide, or to resume it. */
export function exitCodeOfRun(state: RunStatus): ExitCode {
  switch (state) {
    case 'completed':
    case 'completed_with_errors':
      return exitCodes.done;
    case 'failed':
    case 'timed_out':
      return exitCodes.failed;
    case 'cancelled':
      return exitCodes.cancelled;
    default:
      return exitCodes.needsPerson;
  }
}

import type { RunStatus, StepStatus } from '../../../shared/run/status.ts';

/** Colours as `util.styleText` names them. */
export type Colour = 'green' | 'red' | 'yellow' | 'cyan' | 'gray';

interface Mark {
  readonly sign: string;
  readonly colour: Colour;
}

const marks: Readonly<Record<RunStatus | StepStatus, Mark>> = {
  queued: { sign: '·', colour: 'gray' },
  pending: { sign: '·', colour: 'gray' },
  ready: { sign: '·', colour: 'gray' },
  running: { sign: '▸', colour: 'cyan' },
  waiting: { sign: '◦', colour: 'cyan' },
  paused: { sign: '‖', colour: 'yellow' },
  needs_attention: { sign: '?', colour: 'yellow' },
  unknown: { sign: '?', colour: 'yellow' },
  completed: { sign: '✓', colour: 'green' },
  succeeded: { sign: '✓', colour: 'green' },
  completed_with_errors: { sign: '✓', colour: 'yellow' },
  failed: { sign: '✗', colour: 'red' },
  timed_out: { sign: '✗', colour: 'red' },
  cancelled: { sign: '⊘', colour: 'yellow' },
  skipped: { sign: '–', colour: 'gray' },
};

export function markOf(state: RunStatus | StepStatus): Mark {
  return marks[state];
}

/** `needs_attention` as people read it. */
export function stateText(state: RunStatus | StepStatus): string {
  return state.replaceAll('_', ' ');
}

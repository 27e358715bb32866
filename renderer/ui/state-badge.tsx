import { Loader } from '@mantine/core';
import type { RunStatus, StepStatus } from '../../shared/run/status.ts';
import classes from './state-badge.module.css';

type Tone = 'good' | 'bad' | 'busy' | 'ask' | 'quiet';

const tones: Readonly<Record<RunStatus | StepStatus, Tone>> = {
  queued: 'quiet',
  pending: 'quiet',
  ready: 'quiet',
  running: 'busy',
  waiting: 'ask',
  paused: 'ask',
  needs_attention: 'ask',
  unknown: 'ask',
  completed: 'good',
  completed_with_errors: 'ask',
  succeeded: 'good',
  failed: 'bad',
  timed_out: 'bad',
  cancelled: 'quiet',
  skipped: 'quiet',
};
const marks: Readonly<Record<Tone, string>> = { good: '✓', bad: '✕', busy: '', ask: '!', quiet: '·' };
/** What asks for nothing yet looks other than what needs somebody. */
const ownMarks: Readonly<Partial<Record<RunStatus | StepStatus, string>>> = { waiting: '⋯', paused: '‖' };

/** The state of a run or a step: by its word and its mark, not by colour alone. */
export function StateBadge({ state }: { readonly state: RunStatus | StepStatus }) {
  const tone = tones[state];
  return (
    <span className={classes.badge} data-tone={tone} data-state={state}>
      <StateMark state={state} />
      {state.replaceAll('_', ' ')}
    </span>
  );
}

export function StateMark({ state }: { readonly state: RunStatus | StepStatus }) {
  const tone = tones[state];
  return (
    <span className={classes.mark} data-tone={tone} aria-hidden>
      {tone === 'busy' ? <Loader size={12} color="currentColor" /> : (ownMarks[state] ?? marks[tone])}
    </span>
  );
}

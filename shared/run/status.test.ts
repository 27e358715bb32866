import { describe, expect, it } from 'vitest';
import {
  canRunBecome,
  canStepBecome,
  isTerminalRun,
  isTerminalStep,
  runStatuses,
  runStatusesBefore,
  stepStatuses,
  terminalRunStatuses,
} from './status.ts';

describe('the states of a run', () => {
  it('that are terminal absorb, and are exactly the ones that are named so', () => {
    expect(runStatuses.filter(isTerminalRun)).toEqual(terminalRunStatuses);
    for (const from of terminalRunStatuses) for (const to of runStatuses) expect(canRunBecome(from, to)).toBe(false);
  });

  it('can all be reached from queued, and all but the terminal ones lead to a cancel and to a failure', () => {
    const reached = new Set(['queued']);
    for (const from of reached) for (const to of runStatuses) if (canRunBecome(from as 'queued', to)) reached.add(to);
    expect([...reached].sort()).toEqual([...runStatuses].sort());
    for (const from of runStatuses.filter((status) => !isTerminalRun(status))) {
      expect(canRunBecome(from, 'cancelled')).toBe(true);
      expect(canRunBecome(from, 'failed')).toBe(true);
    }
  });

  it('before another are those that may become it', () => {
    for (const to of runStatuses) for (const from of runStatuses) expect(runStatusesBefore(to).includes(from)).toBe(canRunBecome(from, to));
  });

  it('no run completes that was only queued', () => {
    expect(canRunBecome('queued', 'completed')).toBe(false);
  });
});

describe('the states of a step', () => {
  it('that are terminal absorb', () => {
    const terminal = stepStatuses.filter(isTerminalStep);
    expect(terminal).toEqual(['succeeded', 'failed', 'skipped', 'cancelled', 'timed_out']);
    for (const from of terminal) for (const to of stepStatuses) expect(canStepBecome(from, to)).toBe(false);
  });

  it('an unknown step is settled or starts again, and never runs on', () => {
    expect(stepStatuses.filter((to) => canStepBecome('unknown', to))).toEqual([
      'ready',
      'succeeded',
      'failed',
      'skipped',
      'cancelled',
      'timed_out',
    ]);
  });
});

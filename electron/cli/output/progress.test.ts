import { describe, expect, it } from 'vitest';
import type { RunView, StepSummary, StepView } from '../../../shared/contract/run-view.ts';
import { makePlainTerminal } from './plain-terminal.ts';
import { makeProgress } from './progress.ts';
import { runSummary } from './run-summary.ts';

const step: StepSummary = {
  id: 'read',
  path: 'read',
  name: 'Read it',
  kind: 'action',
  action: 'file.read',
  state: 'running',
  attempts: 1,
  startedAt: '2026-11-20T09:00:00.000Z',
  durationMs: null,
  error: null,
  reason: null,
};
const ended = (changes: Partial<StepSummary>): StepSummary => ({ ...step, state: 'succeeded', durationMs: 12, ...changes });

function tell(...steps: readonly StepSummary[]): string {
  const terminal = makePlainTerminal();
  const progress = makeProgress(terminal);
  for (const each of steps) progress.update(each);
  progress.end();
  return terminal.printed();
}

describe('progress on a terminal', () => {
  it('shows the last lines that a step has printed below it, wrapped and harmless, until it ends', () => {
    const plain = makePlainTerminal();
    const progress = makeProgress({ ...plain, live: true, columns: 25 });
    const asking = { ...step, action: 'ai.generate' };
    progress.update(asking);
    progress.say('read', 'gone\nOnce upon a time there was\n\u001b[31m');
    progress.say('read', 'red');
    progress.say('unknown', 'nothing');
    progress.update(asking);
    expect(plain.printed()).toMatch(/ Read it[^\n]*\n {4}gone\n {4}Once upon a time the\n {4}re was\n {4}\\x1b\[31mred\n$/);
    progress.update(ended({}));
    progress.end();
    expect(plain.printed().endsWith('\u001b[5A\u001b[J✓ Read it  12 ms\n')).toBe(true);
  });
});

describe('progress without a terminal', () => {
  it('is one plain line for each step that ended', () => {
    expect(tell(step, ended({}), { ...step, id: 'b', path: 'b' })).toBe('✓ Read it  12 ms\n');
  });

  it('tells an end once, though it is reported twice', () => {
    expect(tell(ended({}), ended({}))).toBe('✓ Read it  12 ms\n');
  });

  it('tells a second end of a step that a person sent round again', () => {
    const unknown = ended({ state: 'unknown', durationMs: null, reason: 'The engine stopped in the middle' });
    expect(tell(unknown, step, ended({ attempts: 2 }))).toBe(
      '? Read it unknown\n    The engine stopped in the middle\n✓ Read it after 2 attempts  12 ms\n',
    );
  });

  it('gives the error and its hint below a failed step, and shows escapes in them', () => {
    const error = { code: 'EXIT_CODE', message: 'exited with 2\n\u001b[31mred', kind: 'retryable', hint: 'Look at the log.' } as const;
    expect(tell(ended({ state: 'failed', path: 'each[3]/read', error }))).toBe(
      '✗ each[3]/read failed  12 ms\n    EXIT_CODE: exited with 2\n    \\x1b[31mred\n    Look at the log.\n',
    );
  });
});

describe('the end of a run', () => {
  const run: RunView = {
    runId: 'r1',
    workflow: 'Tidy',
    workflowId: 'w1',
    version: '1.0.0',
    state: 'completed',
    reason: null,
    dryRun: false,
    createdAt: '2026-11-20T09:00:00.000Z',
    startedAt: '2026-11-20T09:00:00.000Z',
    endedAt: '2026-11-20T09:00:01.000Z',
    durationMs: 1000,
    triggeredBy: 'cli',
    error: null,
    inputs: {},
    outputs: { count: 3 },
    steps: [],
  };
  const stepView = (changes: Partial<StepView>): StepView => ({ ...ended({}), output: null, ...changes });

  it('says which run, of what, how it ended, how long it took, and what its steps did', () => {
    const steps = [stepView({}), stepView({ state: 'skipped' }), stepView({})];
    expect(runSummary({ ...run, steps }, makePlainTerminal())).toBe(
      [
        '  run       r1',
        '  workflow  Tidy 1.0.0',
        '  state     ✓ completed',
        '  duration  1.0 s',
        '  steps     2 succeeded, 1 skipped',
        '  outputs   count: 3',
        '',
      ].join('\n'),
    );
  });

  it('that was only planned is what each step would do, in one sentence', () => {
    const steps = [
      stepView({ state: 'pending', reason: 'Would repeat its steps for each item of find.files' }),
      stepView({ state: 'pending', path: 'each[]/move', name: 'Move\u001b it', reason: 'Would move:\n  {{ item }}' }),
    ];
    expect(runSummary({ ...run, dryRun: true, steps }, makePlainTerminal())).toBe(
      [
        'Tidy 1.0.0: what a run would do. Nothing was changed.',
        '· Read it',
        '    Would repeat its steps for each item of find.files',
        '  · Move\\x1b it',
        '      Would move: {{ item }}',
        '',
      ].join('\n'),
    );
  });

  it('that waits for a person says how to decide', () => {
    const text = runSummary(
      { ...run, state: 'needs_attention', outputs: null, steps: [stepView({ state: 'unknown', path: 'push' })] },
      makePlainTerminal(),
    );
    expect(text).toContain('pawl decide r1 push retry|done|skip|fail');
  });

  it('that is paused says how to go on', () => {
    expect(runSummary({ ...run, state: 'paused' }, makePlainTerminal())).toContain('pawl resume r1');
  });
});

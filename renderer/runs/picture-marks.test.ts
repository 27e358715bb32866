import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../shared/run/events.ts';
import { createRunFold } from '../../shared/run/run-fold.ts';
import { createPictureMarks } from './picture-marks.ts';

function start() {
  const fold = createRunFold();
  const marks = createPictureMarks();
  let sequence = 0;
  return {
    tell(...events: readonly RunEvent[]) {
      for (const event of events) fold.apply(++sequence, 1000 + sequence, event);
      return marks.of(fold.picture());
    },
  };
}

const started = (path: string, attempt = 1): RunEvent => ({ type: 'step.started', path, attempt, effect: 'pure' });
const succeeded = (path: string): RunEvent => ({ type: 'step.succeeded', path, attempt: 1 });
const failed = (path: string): RunEvent => ({
  type: 'step.failed',
  path,
  attempt: 1,
  error: { code: 'BOOM', message: 'it broke', kind: 'fatal' },
});

describe('the marks of a run on its canvas', () => {
  it('keep the mark of a step that has not changed, so that its card is not drawn again', () => {
    const { tell } = start();
    const before = tell(started('a'), started('b'));
    const after = tell(succeeded('b'));
    expect(after.get('a')).toBe(before.get('a'));
    expect(after.get('b')).toMatchObject({ state: 'succeeded', durationMs: 1 });
    expect(tell({ type: 'run.paused', by: 'ada' })).toBe(after);
  });

  it('bring the iterations of a loop together, and let the one that failed speak', () => {
    const { tell } = start();
    const marks = tell(
      started('each'),
      { type: 'loop.expanded', path: 'each', count: 3 },
      started('each[0]/do'),
      succeeded('each[0]/do'),
      started('each[1]/do'),
      failed('each[1]/do'),
      started('each[2]/do'),
    );
    expect(marks.get('do')).toMatchObject({ state: 'failed', note: 'it broke', times: { begun: 3, ended: 2, failed: 1 } });
  });
});

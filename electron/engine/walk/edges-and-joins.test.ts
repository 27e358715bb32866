import { describe, expect, it } from 'vitest';
import { planOf, Walk } from '../../../test/support/engine-walk.ts';

const action = (id: string, more: object = {}) => ({ id, action: 'log', ...more });
const walk = (steps: readonly object[], more: object = {}): Walk => new Walk(planOf({ steps, ...more }));

describe('needs', () => {
  it('left out: after the step above, and after an if only on its true edge', () => {
    const chain = walk([action('a'), action('b')]);
    expect(chain.asked).toEqual(['a']);
    chain.succeed('a');
    expect(chain.asked).toEqual(['b']);
    const choice = walk([{ id: 'c', if: 'x' }, action('yes')]);
    choice.choose('c', 'false');
    expect(choice.skipped).toEqual({ yes: 'c chose false, not true' });
    expect(choice.state.ended).toBe('completed');
  });

  it('empty: at once', () => {
    expect(walk([action('a'), action('b', { needs: [] })]).asked).toEqual(['a', 'b']);
  });

  it('a diamond runs both middles at once, and its end when both have ended', () => {
    const diamond = walk([
      action('top'),
      action('left', { needs: ['top'] }),
      action('right', { needs: ['top'] }),
      action('end', { needs: ['left', 'right'] }),
    ]);
    diamond.succeed('top');
    expect(diamond.asked).toEqual(['left', 'right']);
    diamond.succeed('right');
    expect(diamond.asked).toEqual(['left']);
    diamond.succeed('left');
    expect(diamond.asked).toEqual(['end']);
    diamond.succeed('end');
    expect(diamond.state.ended).toBe('completed');
  });

  it('a step starts when it is ready, not when its level is', () => {
    const levels = walk([action('a'), action('b', { needs: ['a'] }), action('slow', { needs: [] }), action('c', { needs: ['b'] })]);
    levels.succeed('a', 'b');
    expect(levels.asked).toEqual(['slow', 'c']);
  });
});

describe('edges', () => {
  const behind = (on: unknown): object[] => [action('a'), action('b', { needs: [{ step: 'a', on }] })];

  it('failure is taken by a failure and by a time-out, and then the run goes on with errors', () => {
    for (const timedOut of [false, true]) {
      const run = walk(behind('failure'));
      run.fail('a', { timedOut });
      expect(run.asked).toEqual(['b']);
      run.succeed('b');
      expect(run.state.ended).toBe('completed_with_errors');
    }
    const fine = walk(behind('failure'));
    fine.succeed('a');
    expect(fine.skipped).toEqual({ b: 'a did not fail' });
    expect(fine.state.ended).toBe('completed');
  });

  it('always is taken by any end but a skip', () => {
    const failed = walk(behind('always'));
    failed.fail('a');
    expect(failed.asked).toEqual(['b']);
    const skipped = walk(behind('always'));
    skipped.record({ type: 'step.skipped', path: 'a', reason: 'when is false' });
    expect(skipped.skipped).toEqual({ b: 'a was skipped' });
  });

  it('a failure that no edge handles fails the run; what is under way ends, nothing more starts', () => {
    const run = walk([action('a'), action('other', { needs: [] }), action('behind_other', { needs: ['other'] })]);
    run.fail('a');
    expect(run.state.ended).toBeUndefined();
    run.succeed('other');
    expect(run.asked).toEqual([]);
    expect(run.state.ended).toBe('failed');
    expect(run.state.failure?.path).toBe('a');
  });

  it('an expression is asked once its source has ended, whatever its end; the failure is judged when the answer is there', () => {
    const run = walk(behind({ expression: 'steps.a.error.code === "BOOM"' }));
    run.fail('a');
    expect(run.state.ended).toBeUndefined();
    expect([...run.state.outstanding.values()]).toEqual([
      { type: 'resolveEdge', path: 'b', edge: 0, from: 'a', expression: 'steps.a.error.code === "BOOM"' },
    ]);
    run.record({ type: 'edge.resolved', path: 'b', edge: 0, taken: true });
    run.succeed('b');
    expect(run.state.ended).toBe('completed_with_errors');
    const unhandled = walk(behind({ expression: 'false' }));
    unhandled.fail('a');
    unhandled.record({ type: 'edge.resolved', path: 'b', edge: 0, taken: false });
    expect(unhandled.state.ended).toBe('failed');
    const skipped = walk(behind({ expression: 'true' }));
    skipped.record({ type: 'step.skipped', path: 'a', reason: 'when is false' });
    expect(skipped.skipped).toEqual({ b: 'a was skipped' });
  });

  it('an answer to an edge whose step has ended by another edge lets the run end', () => {
    const run = walk([action('a'), action('b', { join: 'any', needs: ['a', { step: 'a', on: { expression: 'slow' } }] })]);
    run.succeed('a', 'b');
    expect(run.state.ended).toBeUndefined();
    run.record({ type: 'edge.resolved', path: 'b', edge: 1, taken: true });
    expect(run.state.ended).toBe('completed');
  });

  it('an optional failure takes success edges and failure edges alike', () => {
    const run = walk([action('a', { optional: true }), action('b'), action('c', { needs: [{ step: 'a', on: 'failure' }] })]);
    run.fail('a');
    expect(run.asked).toEqual(['b', 'c']);
    run.succeed('b', 'c');
    expect(run.state.ended).toBe('completed_with_errors');
  });

  it('a switch takes the edges of its case only', () => {
    const run = walk([
      { id: 's', switch: 'x', cases: ['a', 'b'] },
      action('on_a', { needs: [{ step: 's', on: 'a' }] }),
      action('on_default', { needs: [{ step: 's', on: 'default' }] }),
      action('on_any', { needs: ['s'] }),
    ]);
    run.choose('s', 'a');
    expect(run.asked).toEqual(['on_a', 'on_any']);
    expect(run.skipped).toEqual({ on_default: 's chose a, not default' });
  });
});

describe('joins', () => {
  const joined = (join: string): object[] => [
    { id: 'c', if: 'x' },
    action('yes', { needs: [{ step: 'c', on: true }] }),
    action('no', { needs: [{ step: 'c', on: false }] }),
    action('end', { needs: ['yes', 'no'], join }),
  ];

  it('all: a branch that was not chosen does not keep the step from running', () => {
    const run = walk(joined('all'));
    run.choose('c', 'true');
    run.succeed('yes');
    expect(run.asked).toEqual(['end']);
  });

  it('any: as soon as one edge is taken', () => {
    const run = walk([action('a'), action('b', { needs: [] }), action('end', { needs: ['a', 'b'], join: 'any' })]);
    run.succeed('b');
    expect(run.asked).toEqual(['a', 'end']);
    run.succeed('end', 'a');
    expect(run.state.ended).toBe('completed');
  });

  it('any: a step that skips itself hands on no failure that it could have run in spite of', () => {
    const run = walk(
      [
        action('good'),
        action('bad', { needs: [] }),
        action('either', { needs: ['good', 'bad'], join: 'any' }),
        action('end', { needs: ['good', 'either'] }),
      ],
      { settings: { continueOnError: true } },
    );
    run.fail('bad');
    run.succeed('good');
    run.record({ type: 'step.skipped', path: 'either', reason: 'when is false' });
    expect(run.asked).toEqual(['end']);
    run.succeed('end');
    expect(run.state.ended).toBe('failed');
  });

  it('skips pass on along a chain, each naming its cause', () => {
    const run = walk([action('a', { when: false }), action('b'), action('c')]);
    run.record({ type: 'step.skipped', path: 'a', reason: 'when is false' });
    expect(run.skipped).toEqual({ b: 'a was skipped', c: 'b was skipped' });
    expect(run.state.ended).toBe('completed');
  });

  it('with continueOnError what needs a failed step is skipped, also when its other sources succeeded', () => {
    const run = walk(
      [
        action('bad'),
        action('good', { needs: [] }),
        action('both', { needs: ['good', 'bad'] }),
        action('after', { needs: ['both', 'good'] }),
      ],
      {
        settings: { continueOnError: true },
      },
    );
    run.fail('bad');
    run.succeed('good');
    expect(run.skipped).toEqual({ both: 'bad failed', after: 'both was skipped' });
    expect(run.state.ended).toBe('failed');
  });
});

describe('containers', () => {
  const each = (more: object = {}, steps: object[] = [action('a')]): object => ({ id: 'each', forEach: [1], steps, ...more });

  it('a loop opens as many iterations as its concurrency allows, and the next when one ends', () => {
    const run = walk([each({ concurrency: 2 })], { settings: { parallelism: 10 } });
    run.expand('each', 4);
    expect(run.asked).toEqual(['each[0]/a', 'each[1]/a']);
    run.succeed('each[1]/a');
    expect(run.asked).toEqual(['each[0]/a', 'each[2]/a']);
    run.succeed('each[0]/a', 'each[2]/a', 'each[3]/a');
    expect(run.state.ended).toBe('completed');
  });

  it('after a failed iteration no other begins; with continueOnError they do', () => {
    const stopped = walk([each()]);
    stopped.expand('each', 2);
    stopped.fail('each[0]/a');
    expect(stopped.state.ended).toBe('failed');
    const on = walk([each()], { settings: { continueOnError: true } });
    on.expand('each', 2);
    on.fail('each[0]/a');
    expect(on.asked).toEqual(['each[1]/a']);
    on.succeed('each[1]/a');
    expect(on.state.ended).toBe('failed');
  });

  it('containers, decisions and waits take no slot, so that a loop cannot starve what is inside it', () => {
    const run = walk(
      [each({ concurrency: 5 }, [{ id: 'inner', times: 1, steps: [action('a')] }]), { id: 'pause', delay: '1h', needs: [] }],
      {
        settings: { parallelism: 1 },
      },
    );
    run.expand('each', 2);
    run.expand('each[0]/inner', 1);
    run.expand('each[1]/inner', 1);
    expect(run.asked).toEqual(['pause', 'each[0]/inner[0]/a']);
  });

  it('a step that waits to be tried again, or for a person to decide, lets another have its slot', () => {
    for (const wait of ['retry', 'unknown']) {
      const run = walk([action('a'), action('b', { needs: [] })], { settings: { parallelism: 1 } });
      run.begin('a');
      expect(run.asked).toEqual(['a']);
      if (wait === 'retry') run.fail('a', { retryAt: 5 });
      else run.record({ type: 'step.unknown', path: 'a', attempt: 1, reason: 'nobody can tell' });
      expect(run.asked).toEqual(['b']);
      run.record(wait === 'retry' ? { type: 'step.woken', path: 'a' } : { type: 'step.decided', path: 'a', decision: 'retry', by: 'ada' });
      expect(run.asked).toEqual(['b']);
      run.succeed('b');
      expect(run.asked).toEqual(['a']);
    }
  });

  it('without failFast the other branch ends by itself; with it, it is stopped', () => {
    for (const failFast of [false, true]) {
      const run = walk([{ id: 'both', failFast, parallel: { left: [action('a')], right: [action('b'), action('c')] } }]);
      run.begin('both', 'both/left/a', 'both/right/b');
      run.fail('both/left/a');
      expect(run.aborted).toEqual(failFast ? [{ path: 'both/right/b', reason: 'failed' }] : []);
      run.succeed('both/right/b');
      expect(run.asked).toEqual(failFast ? [] : ['both/right/c']);
    }
  });
});

describe('the end of a run', () => {
  it('finally runs after a cancel, a time-out and a failure; a second cancel stops it too', () => {
    for (const event of [
      { type: 'run.cancelling', by: 'ada' },
      { type: 'run.timing_out', afterMs: 1 },
    ] as const) {
      const run = walk([action('a'), action('b')], { finally: [action('clean')] });
      run.begin('a');
      run.record(event);
      expect(run.aborted).toHaveLength(1);
      run.record({ type: 'step.cancelled', path: 'a', reason: 'stopped' });
      expect(run.asked).toEqual(['clean']);
      run.record({ type: 'run.cancelling', by: 'ada' });
      expect(run.aborted.at(-1)).toEqual({ path: 'clean', reason: 'cancelled' });
      run.record({ type: 'step.cancelled', path: 'clean', reason: 'stopped' });
      expect(run.state.ended).toBe(event.type === 'run.cancelling' ? 'cancelled' : 'timed_out');
    }
  });

  it('a step that waits to be tried again is not tried any more once the run fails', () => {
    const run = walk([action('a', { retry: { maxRetries: 3 } }), action('b', { needs: [] })]);
    run.fail('a', { retryAt: 5 });
    run.fail('b');
    expect(run.aborted).toEqual([{ path: 'a', reason: 'failed' }]);
    run.record({ type: 'step.cancelled', path: 'a', reason: 'another step failed' });
    expect(run.state.ended).toBe('failed');
  });

  it('a step that fails while the run is ending is not tried again', () => {
    const run = walk([action('a', { retry: { maxRetries: 3 } }), action('b', { needs: [] })]);
    run.begin('a', 'b');
    run.fail('b');
    run.fail('a', { retryAt: 5 });
    expect(run.state.ended).toBe('failed');
    expect(run.effects.map((effect) => effect.type)).not.toContain('wake');
  });

  it('a cancel in the queue ends the run without anything', () => {
    const plan = planOf({ steps: [action('a')], finally: [action('clean')] });
    const run = new Walk(plan, { started: false });
    run.record({ type: 'run.cancelling', by: 'ada' });
    expect(run.state.ended).toBe('cancelled');
    expect(run.effects.map((effect) => effect.type)).toEqual(['finishRun']);
  });
});

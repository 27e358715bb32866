import { describe, expect, it } from 'vitest';
import { planOf, Walk } from '../../../test/support/engine-walk.ts';

/** Runs every step to its end, first asked first done. */
function runThrough(walk: Walk): void {
  while (walk.state.phase !== 'ended') {
    const effect = walk.state.outstanding.values().next().value;
    if (effect?.type !== 'start') throw new Error(`The walk asks for ${effect?.type ?? 'nothing'}`);
    walk.record({ type: 'step.succeeded', path: effect.path, attempt: effect.attempt });
  }
}

function milliseconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function chain(length: number): object[] {
  return Array.from({ length }, (_, index) => ({ id: `s${index}`, action: 'log' }));
}

function fanOut(width: number): object[] {
  const middle = Array.from({ length: width }, (_, index) => ({ id: `s${index}`, action: 'log', needs: ['top'] }));
  return [{ id: 'top', action: 'log' }, ...middle, { id: 'end', action: 'log', needs: middle.map((step) => step.id) }];
}

describe('EN-9 a run of 10,000 steps', () => {
  for (const [shape, stepsOf] of [
    ['chain', chain],
    ['fan-out', fanOut],
  ] as const) {
    it(`as a ${shape} costs per step about what one of 1,000 steps costs, and does not fill the stack`, () => {
      const cost = (count: number): number => {
        const plan = planOf({ steps: stepsOf(count), settings: { parallelism: 64 } });
        // The quickest of a few, so that a busy machine or a cold compiler does not count.
        const times = Array.from({ length: 5 }, () => {
          const walk = new Walk(plan);
          return milliseconds(() => runThrough(walk));
        });
        return Math.min(...times) / count;
      };
      cost(1000);
      // A quadratic walk would be at ten.
      expect(cost(10_000) / cost(1000)).toBeLessThan(5);
    });
  }

  it('as a chain of skips ends in one go', () => {
    const walk = new Walk(planOf({ steps: chain(10_000) }));
    walk.record({ type: 'step.skipped', path: 's0', reason: 'when is false' });
    expect(walk.state.ended).toBe('completed');
    expect(Object.keys(walk.skipped)).toHaveLength(9999);
  });

  it('as a loop keeps in memory only the iterations that are open', () => {
    const walk = new Walk(planOf({ steps: [{ id: 'each', forEach: [1], concurrency: 3, steps: chain(2) }], settings: { parallelism: 8 } }));
    walk.expand('each', 5000);
    while (walk.state.phase !== 'ended') {
      const [path] = walk.asked;
      if (path === undefined) throw new Error('Nothing is asked for');
      walk.succeed(path);
      expect(walk.state.steps.size).toBeLessThanOrEqual(1 + 3 * 2);
    }
    expect(walk.state.ended).toBe('completed');
  });
});

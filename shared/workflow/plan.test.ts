import { describe, expect, it } from 'vitest';
import { compilePlan, type Plan } from './plan.ts';
import { workflowSchema } from './schema.ts';

function plan(steps: readonly object[], more: { until?: string; [key: string]: unknown } = {}): Plan {
  const { until, ...rest } = more;
  return compilePlan(workflowSchema.parse({ name: 'Planned', steps, ...rest }), until === undefined ? {} : { until });
}

const action = (id: string, more: object = {}) => ({ id, action: 'log', ...more });

describe('compilePlan', () => {
  it('fills in every default', () => {
    const made = plan([action('a')]);
    expect(made).toMatchObject({ parallelism: 4, continueOnError: false, timeoutMs: undefined, finally: undefined });
    expect(made.byId.get('a')).toMatchObject({
      name: 'a',
      kind: 'action',
      edges: [],
      join: 'all',
      optional: false,
      timeoutMs: undefined,
      retry: { maxRetries: 0, delayMs: 1000, backoff: 2, maxDelayMs: 300_000, jitter: 0, on: undefined },
      concurrency: 1,
      maxIterations: 1000,
    });
  });

  it('reads durations as milliseconds', () => {
    const made = plan([action('a', { timeout: '2m', retry: { delay: '5s', maxDelay: 9000 } })], { settings: { timeout: '1h' } });
    expect(made.timeoutMs).toBe(3_600_000);
    expect(made.byId.get('a')).toMatchObject({ timeoutMs: 120_000, retry: { delayMs: 5000, maxDelayMs: 9000 } });
  });

  it('the limit of a wait does not cut a delay that is written out', () => {
    expect(plan([action('a', { retry: { delay: '10m' } })]).byId.get('a')?.retry).toMatchObject({ delayMs: 600_000, maxDelayMs: 600_000 });
  });

  it('gives the default retry to what does work, and to nothing else; a step own retry wins', () => {
    const made = plan(
      [
        action('a'),
        action('own', { retry: { maxRetries: 1 } }),
        { id: 'choice', if: 'x' },
        { id: 'pause', delay: '1s' },
        { id: 'sub', workflow: 'other' },
        { id: 'loop', times: 2, retry: { maxRetries: 9 }, steps: [action('inner')] },
      ],
      { settings: { retry: { maxRetries: 3 } } },
    );
    const retries = Object.fromEntries([...made.byId].map(([id, step]) => [id, step.retry.maxRetries]));
    expect(retries).toEqual({ a: 3, own: 1, choice: 0, pause: 0, sub: 3, loop: 0, inner: 3 });
  });

  it('resolves each edge both ways', () => {
    const made = plan([
      { id: 'c', if: 'x' },
      action('yes'),
      action('no', { needs: [{ step: 'c', on: false }] }),
      action('end', { needs: ['yes', 'no'] }),
    ]);
    expect(made.byId.get('yes')?.edges).toEqual([{ from: 'c', on: { type: 'branch', value: 'true' } }]);
    expect(made.byId.get('no')?.edges).toEqual([{ from: 'c', on: { type: 'branch', value: 'false' } }]);
    expect(made.byId.get('c')?.dependents.map(({ step, edge }) => [step.id, edge])).toEqual([
      ['yes', 0],
      ['no', 0],
    ]);
    expect(made.byId.get('no')?.dependents.map(({ step, edge }) => [step.id, edge])).toEqual([['end', 1]]);
  });

  it('keeps lists apart: bodies, branches, finally', () => {
    const made = plan(
      [
        { id: 'each', forEach: 'list', concurrency: 3, maxIterations: 7, steps: [action('x'), action('y')] },
        { id: 'both', parallel: { left: [action('l')], right: [action('r')] } },
      ],
      { finally: [action('clean')] },
    );
    const each = made.byId.get('each');
    expect(each).toMatchObject({ concurrency: 3, maxIterations: 7 });
    expect(each?.body?.owner).toBe(each);
    expect(each?.body?.steps.map((step) => step.id)).toEqual(['x', 'y']);
    expect(made.byId.get('y')?.edges).toEqual([{ from: 'x', on: { type: 'success' } }]);
    expect([...(made.byId.get('both')?.branches.keys() ?? [])]).toEqual(['left', 'right']);
    expect(made.byId.get('l')?.edges).toEqual([]);
    expect(made.finally?.steps.map((step) => step.id)).toEqual(['clean']);
    expect(made.main.steps.map((step) => step.id)).toEqual(['each', 'both']);
  });

  it('until keeps that step and what it waits for, with the edges that they had', () => {
    const made = plan(
      [
        action('a'),
        { id: 'c', if: 'x' },
        action('side', { needs: [] }),
        action('yes', { needs: [{ step: 'c', on: true }] }),
        action('b', {
          needs: [
            { step: 'yes', on: { expression: 'ok' } },
            { step: 'a', on: 'failure' },
          ],
        }),
        action('after'),
      ],
      { until: 'b' },
    );
    expect(made.main.steps.map((step) => step.id)).toEqual(['a', 'c', 'yes', 'b']);
    expect(made.byId.get('c')?.edges).toEqual([{ from: 'a', on: { type: 'success' } }]);
    expect(made.byId.get('yes')?.edges).toEqual([{ from: 'c', on: { type: 'branch', value: 'true' } }]);
    expect(made.byId.get('b')?.edges).toEqual([
      { from: 'yes', on: { type: 'expression', expression: 'ok' } },
      { from: 'a', on: { type: 'failure' } },
    ]);
  });
});

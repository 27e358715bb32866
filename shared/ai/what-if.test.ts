import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { optimizeForSchema } from './model.ts';
import { nothingMeasured } from './model-figures.ts';
import { describeModel } from './model-table.ts';
import { type ReplayedCall, replay, type WhatIf } from './what-if.ts';

const haiku = describeModel({ name: 'claude', kind: 'anthropic', local: false }, 'claude-haiku-4-5');
const opus = describeModel({ name: 'claude', kind: 'anthropic', local: false }, 'claude-opus-4-5');
const qwen = describeModel({ name: 'local', kind: 'compatible', local: true }, 'qwen3:8b');

function call(n: number, facts: Partial<ReplayedCall> = {}): ReplayedCall {
  return {
    request: `r${n}`,
    attempt: 0,
    task: 'extract',
    model: opus.id,
    inputTokens: 1000,
    cost: 0.009,
    ms: 4000,
    outcome: 'ok',
    score: 1,
    asked: { optimizeFor: 'quality', abilities: [], inputTokens: 1000, maxTokens: 400, named: false },
    ...facts,
  };
}

const plain: Omit<WhatIf, 'calls'> = { policy: {}, models: [haiku, opus, qwen], disabled: [], performance: [] };

describe('what if models were chosen otherwise', () => {
  it('moves calls, and sets what they would cost beside what they did', () => {
    const calls = [1, 2, 3].map((n) => call(n));
    const result = replay({ ...plain, calls, policy: { optimizeFor: 'cost', models: [haiku.id, opus.id] } });
    expect(result.moves).toEqual([
      { from: opus.id, to: haiku.id, requests: 3, costWas: expect.closeTo(0.027), costWould: expect.any(Number) },
    ]);
    expect(result.was).toMatchObject({ cost: expect.closeTo(0.027), ms: 12_000, quality: 1, answered: 1 });
    // 1,000 tokens in and 150 out of each, and one in twenty is asked again.
    expect(result.would.cost).toBeCloseTo((3 * (1000 * 1 + 150 * 5)) / 1e6 / 0.95);
    expect(result.would.quality).toBeCloseTo(0.95 * 0.78);
  });

  it('knows what was measured of the other model', () => {
    const measured = {
      ...nothingMeasured(haiku.id, 'extract'),
      calls: 1000,
      answered: 1000,
      scored: 1000,
      scoreSum: 990,
      logMsSum: 1000 * Math.log(500),
      outputTokens: 50_000,
    };
    const result = replay({ ...plain, calls: [call(1)], policy: { optimizeFor: 'cost', models: [haiku.id] }, performance: [measured] });
    expect(result.would.quality).toBeGreaterThan(0.98);
    expect(result.would.ms).toBeLessThan(540);
  });

  it('counts what failed before a fall-back for the request, and leaves out what was cancelled', () => {
    const calls = [
      call(1, { model: haiku.id, outcome: 'timeout', cost: 0, ms: 30_000, score: null }),
      call(1, { attempt: 1 }),
      call(2, { outcome: 'cancelled' }),
    ];
    const result = replay({ ...plain, calls, policy: { optimizeFor: 'quality' } });
    expect(result).toMatchObject({ requests: 1, moves: [], was: { ms: 34_000, cost: 0.009 } });
    expect(result.would).toEqual(result.was);
  });

  it('leaves a call where a step names the model', () => {
    const asked = { ...call(1).asked, named: true };
    const result = replay({ ...plain, calls: [call(1, { asked })], policy: { optimizeFor: 'cost' } });
    expect(result).toMatchObject({ requests: 1, named: 1, moves: [] });
    expect(result.would).toEqual(result.was);
  });

  it('says what could not be served, and counts it on neither side', () => {
    const asked = { ...call(1).asked, inputTokens: 50_000 };
    const result = replay({ ...plain, calls: [call(1, { asked }), call(2)], policy: { models: [qwen.id] } });
    expect(result.unserved).toEqual({ requests: 1, reason: 'local/qwen3:8b: 50400 tokens do not fit its window of 8192' });
    expect(result).toMatchObject({ requests: 1, was: { cost: 0.009 }, would: { cost: 0 } });
    expect(replay({ ...plain, calls: [], policy: {} })).toMatchObject({ requests: 0, was: { quality: null } });
  });

  it('never loses a request, and keeps every call within the budget of the policy', () => {
    const calls = fc.array(
      fc.record({
        model: fc.constantFrom(haiku.id, opus.id, qwen.id),
        inputTokens: fc.integer({ min: 1, max: 150_000 }),
        named: fc.boolean(),
      }),
      {
        maxLength: 30,
      },
    );
    const policy = fc.record({
      optimizeFor: fc.constantFrom(...optimizeForSchema.options),
      budget: fc.record({ cost: fc.double({ min: 0, max: 0.2, noNaN: true }) }),
    });
    fc.assert(
      fc.property(calls, policy, (made, tried) => {
        const all = made.map(({ model, inputTokens, named }, n) =>
          call(n, { model, inputTokens, asked: { ...call(n).asked, inputTokens, named } }),
        );
        const { requests, unserved, moves, named, would } = replay({ ...plain, calls: all, policy: tried });
        expect(requests + unserved.requests).toBe(all.length);
        const moved = moves.reduce((sum, move) => sum + move.requests, 0);
        expect(moved + named).toBeLessThanOrEqual(requests);
        const cost = moves.reduce((sum, move) => sum + move.costWould, 0);
        expect(cost).toBeLessThanOrEqual((moved * tried.budget.cost) / 0.95 + 1e-9);
        expect(would.cost).toSatisfy(Number.isFinite);
      }),
    );
  });
});

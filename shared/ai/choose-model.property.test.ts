import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EXPLORATION_SHARE, type ModelChoice, type RankedModel, rankModels } from './choose-model.ts';
import { worstCost } from './expect-call.ts';
import type { ModelAbility, ModelInfo } from './model.ts';
import { type ModelFigures, nothingMeasured } from './model-figures.ts';

const abilities = fc.subarray<ModelAbility>(['tools', 'structured', 'images']);
const price = fc.option(fc.double({ min: 0, max: 80, noNaN: true }));

const model: fc.Arbitrary<ModelInfo> = fc.record({
  id: fc.tuple(fc.constantFrom('claude', 'openai', 'local'), fc.nat(9)).map(([provider, n]) => `${provider}/m${n}`),
  contextTokens: fc.integer({ min: 1000, max: 200_000 }),
  inputPrice: price,
  outputPrice: price,
  abilities,
  local: fc.boolean(),
  quality: fc.double({ min: 0, max: 1, noNaN: true }),
  speed: fc.double({ min: 1, max: 300, noNaN: true }),
});

const figuresOf = (id: string): fc.Arbitrary<ModelFigures> =>
  fc
    .record({
      calls: fc.nat(60),
      answeredShare: unit,
      scoredShare: unit,
      scoreShare: unit,
      ms: fc.integer({ min: 20, max: 90_000 }),
      out: fc.nat(3000),
    })
    .map(({ calls, answeredShare, scoredShare, scoreShare, ms, out }) => {
      const answered = Math.floor(calls * answeredShare);
      const scored = Math.floor(answered * scoredShare);
      return {
        ...nothingMeasured(id, 'extract'),
        calls,
        answered,
        scored,
        scoreSum: scored * scoreShare,
        logMsSum: answered * Math.log(ms),
        outputTokens: answered * out,
      };
    });
const unit = fc.double({ min: 0, max: 1, noNaN: true });

const choice: fc.Arbitrary<ModelChoice> = fc.uniqueArray(model, { selector: ({ id }) => id, minLength: 1, maxLength: 8 }).chain((models) =>
  fc.record(
    {
      task: fc.constant('extract' as const),
      optimizeFor: fc.constantFrom('speed', 'cost', 'quality', 'balanced'),
      needs: fc.record({
        abilities: fc.subarray<ModelAbility>(['tools', 'structured', 'images'], { maxLength: 1 }),
        inputTokens: fc.nat(20_000),
        maxTokens: fc.integer({ min: 1, max: 4000 }),
        local: fc.boolean(),
      }),
      budget: fc.record({ tokens: fc.nat(40_000), cost: fc.double({ min: 0, max: 1, noNaN: true }) }, { requiredKeys: [] }),
      models: fc.constant(models),
      disabled: fc.subarray(
        models.map(({ id }) => id),
        { maxLength: 1 },
      ),
      performance: fc.tuple(...models.map(({ id }) => figuresOf(id))),
      coolDowns: fc
        .subarray(models.map(({ id }) => id))
        .map((ids) => ids.map((id, n) => ({ model: id, until: 1000 + n, reason: 'failed' }))),
      chance: unit,
    },
    { requiredKeys: ['task', 'needs', 'models', 'performance', 'coolDowns', 'chance'] },
  ),
);

const idsOf = (ranked: readonly RankedModel[]): string[] => ranked.map((each) => each.model.id);

describe('the choice of a model', () => {
  it('is the same in whatever order the table and the measurements stand', () => {
    fc.assert(
      fc.property(choice, (asked) => {
        const turned = {
          ...asked,
          models: asked.models.toReversed(),
          performance: asked.performance.toReversed(),
          coolDowns: asked.coolDowns.toReversed(),
        };
        expect(rankModels(turned)).toEqual(rankModels(asked));
      }),
    );
  });

  it('places every model once: ranked, or rejected with a reason', () => {
    fc.assert(
      fc.property(choice, (asked) => {
        const { ranked, rejected } = rankModels(asked);
        expect([...idsOf(ranked), ...rejected.map((each) => each.model.id)].sort()).toEqual(asked.models.map(({ id }) => id).sort());
        for (const { reason } of [...ranked, ...rejected]) expect(reason).toMatch(/^\S.*\S$/);
        for (const { score } of ranked) expect(score).toSatisfy(Number.isFinite);
      }),
    );
  });

  it('never gives a model that lacks an ability, is too small, is switched off, or runs elsewhere where it must not', () => {
    fc.assert(
      fc.property(choice, (asked) => {
        const { needs, disabled = [] } = asked;
        for (const { model: each } of rankModels(asked).ranked) {
          expect(each.abilities).toEqual(expect.arrayContaining([...needs.abilities]));
          expect(each.contextTokens).toBeGreaterThanOrEqual(needs.inputTokens + needs.maxTokens);
          expect(disabled).not.toContain(each.id);
          if (needs.local === true) expect(each.local).toBe(true);
        }
      }),
    );
  });

  it('never gives a model whose call could go over the budget', () => {
    fc.assert(
      fc.property(choice, (asked) => {
        const { needs, budget } = asked;
        for (const { model: each } of rankModels(asked).ranked) {
          if (budget?.tokens !== undefined) expect(needs.inputTokens + needs.maxTokens).toBeLessThanOrEqual(budget.tokens);
          if (budget?.cost !== undefined)
            expect(worstCost(each, needs)).toSatisfy((cost) => cost !== null && Number(cost) <= Number(budget.cost));
        }
      }),
    );
  });

  it('gives a model that is to be left alone only where all that fit are', () => {
    fc.assert(
      fc.property(choice, (asked) => {
        const cooling = asked.coolDowns.map((each) => each.model);
        const ids = idsOf(rankModels(asked).ranked);
        const left = ids.filter((id) => cooling.includes(id));
        expect([0, ids.length]).toContain(left.length);
      }),
    );
  });

  it('never ranks a model lower for measuring better', () => {
    const better = fc.constantFrom<(figures: ModelFigures) => ModelFigures>(
      (each) => ({ ...each, calls: each.calls + 1, answered: each.answered + 1, logMsSum: each.logMsSum + Math.log(20) }),
      (each) => ({ ...each, answered: each.calls, logMsSum: (each.logMsSum / Math.max(1, each.answered)) * each.calls, outputTokens: 0 }),
      (each) => ({ ...each, scoreSum: each.scored }),
      (each) => ({ ...each, logMsSum: each.logMsSum / 2 }),
      (each) => ({ ...each, outputTokens: 0 }),
    );
    fc.assert(
      fc.property(choice, better, fc.nat(7), (asked, improve, n) => {
        const improved = asked.performance[n];
        if (improved === undefined || improved.answered === 0) return;
        const placeWith = (performance: readonly ModelFigures[]): number =>
          idsOf(rankModels({ ...asked, performance, chance: 1 }).ranked).indexOf(improved.model);
        const after = asked.performance.map((each) => (each === improved ? improve(each) : each));
        expect(placeWith(after)).toBeLessThanOrEqual(placeWith(asked.performance));
      }),
    );
  });

  it('explores with a bounded share of the calls, moves one model only, and keeps at home what would have stayed there', () => {
    fc.assert(
      fc.property(choice, (asked) => {
        const plain = rankModels({ ...asked, chance: 1 }).ranked;
        const ranked = rankModels(asked).ranked;
        const [first] = ranked;
        if (asked.chance >= EXPLORATION_SHARE) expect(ranked).toEqual(plain);
        expect(idsOf(ranked).slice(1)).toEqual(idsOf(plain).filter((id) => id !== first?.model.id));
        if (plain[0]?.model.local === true) expect(first?.model.local).toBe(true);
      }),
    );
  });
});

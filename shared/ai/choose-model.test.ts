import { describe, expect, it } from 'vitest';
import { type ModelChoice, rankModels } from './choose-model.ts';
import { type ModelFigures, nothingMeasured } from './model-figures.ts';
import { describeModel } from './model-table.ts';

const claude = { name: 'claude', kind: 'anthropic', local: false } as const;
const openai = { name: 'openai', kind: 'openai', local: false } as const;
const ollama = { name: 'local', kind: 'compatible', local: true } as const;
const haiku = describeModel(claude, 'claude-haiku-4-5');
const opus = describeModel(claude, 'claude-opus-4-5');
const nano = describeModel(openai, 'gpt-5-nano');
const qwen = describeModel(ollama, 'qwen3:8b');

const plain: ModelChoice = {
  task: 'extract',
  needs: { abilities: [], inputTokens: 1000, maxTokens: 500 },
  models: [haiku, opus, nano],
  performance: [],
  coolDowns: [],
  chance: 1,
};

const measured = (model: string, calls: number, facts: Partial<ModelFigures>): ModelFigures => ({
  ...nothingMeasured(model, 'extract'),
  calls,
  answered: calls,
  logMsSum: calls * Math.log(1200),
  outputTokens: calls * 150,
  ...facts,
});

const first = (choice: Partial<ModelChoice>) => {
  const [best] = rankModels({ ...plain, ...choice }).ranked;
  return `${best?.model.id}: ${best?.reason}`;
};

describe('the choice of a model', () => {
  it('follows the goal, by the table where nothing is measured', () => {
    expect(first({ optimizeFor: 'cost' })).toBe('openai/gpt-5-nano: cheapest of 3 that fit: $0.00011 a call, not measured yet');
    expect(first({ optimizeFor: 'quality' })).toBe('claude/claude-opus-4-5: best quality of 3 that fit: quality 93 %, not measured yet');
    expect(first({ optimizeFor: 'speed' })).toBe('openai/gpt-5-nano: fastest of 3 that fit: 1.7 s a call, not measured yet');
  });

  it('tells what was measured, and lets it outweigh the table', () => {
    const performance = [
      measured('openai/gpt-5-nano', 40, { scored: 40, scoreSum: 2 }),
      measured('claude/claude-haiku-4-5', 40, { scored: 40, scoreSum: 39 }),
    ];
    expect(first({ optimizeFor: 'quality', performance: performance.slice(1) })).toBe(
      'claude/claude-haiku-4-5: best quality of 3 that fit: quality 94 %, 99 % ok over 40 calls',
    );
    expect(first({ performance })).toMatch(
      /^claude\/claude-haiku-4-5: best balance of 3 that fit: quality 94 %, \$0.0018 a call, 1.3 s a call, 99 % ok/,
    );
  });

  it('does not let what fails look cheap or fast', () => {
    const performance = [measured('openai/gpt-5-nano', 200, { answered: 1, logMsSum: 6, outputTokens: 100 })];
    expect(first({ optimizeFor: 'speed', performance })).toMatch(/^claude\/claude-haiku-4-5/);
  });

  it('takes what is free and runs here where nothing speaks against it', () => {
    expect(first({ models: [...plain.models, qwen] })).toMatch(/^local\/qwen3:8b: best balance of 4 that fit: quality 50 %, free/);
  });

  it('says of every other model why not', () => {
    const { ranked, rejected } = rankModels({
      ...plain,
      models: [...plain.models, qwen],
      needs: { abilities: ['images'], inputTokens: 190_000, maxTokens: 9000 },
      budget: { cost: 0.5 },
      disabled: ['openai/gpt-5-nano'],
      coolDowns: [{ model: 'claude/claude-haiku-4-5', until: 5, reason: 'over its rate limit, 2 times in a row' }],
    });
    expect(rejected.map(({ model, why, reason }) => `${model.id}: ${why}: ${reason}`)).toEqual([
      'claude/claude-opus-4-5: budget: can cost $1.18, and $0.50 is left of the budget',
      'local/qwen3:8b: ability: cannot do images',
      'openai/gpt-5-nano: disabled: switched off by you',
    ]);
    expect(ranked.map(({ model, coolsUntil }) => [model.id, coolsUntil])).toEqual([['claude/claude-haiku-4-5', 5]]);
  });

  it('knows a model by its full id, by its name alone, and by its provider', () => {
    const asked = (only: NonNullable<ModelChoice['only']>) =>
      rankModels({ ...plain, only }).ranked.map(({ model, reason }) => `${model.id}: ${reason}`);
    expect(asked({ model: 'gpt-5-nano' })).toEqual([expect.stringMatching(/^openai\/gpt-5-nano: asked for by name: quality 62 %/)]);
    expect(asked({ model: 'openai/gpt-5-nano' })).toHaveLength(1);
    expect(asked({ provider: 'claude' })).toHaveLength(2);
    expect(asked({ model: 'openai/claude-opus-4-5' })).toEqual([]);
  });

  it('sends a few calls to the model of which least is known', () => {
    const performance = [measured('openai/gpt-5-nano', 50, {}), measured('claude/claude-haiku-4-5', 3, {})];
    expect(first({ optimizeFor: 'cost', performance, chance: 0.01 })).toMatch(
      /^claude\/claude-opus-4-5: tried to learn about it: .*not measured yet$/,
    );
    expect(first({ optimizeFor: 'cost', performance, chance: 0.05 })).toMatch(/^openai\/gpt-5-nano: cheapest/);
  });
});

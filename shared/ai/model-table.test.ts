import { describe, expect, it } from 'vitest';
import { modelInfoSchema } from './model.ts';
import { describeModel, isChatModel, shippedModels } from './model-table.ts';
import { knownModels } from './models.ts';

describe('the table of models', () => {
  it('describes every model that ships, once', () => {
    const all = (['anthropic', 'openai', 'google'] as const).flatMap((kind) => shippedModels({ name: kind, kind, local: false }));
    expect(all).toHaveLength(knownModels.length);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    for (const model of all) expect(modelInfoSchema.parse(model)).toEqual(model);
  });

  it('knows a model whatever its version is called', () => {
    const priceOf = (kind: 'anthropic' | 'openai' | 'google', name: string) =>
      describeModel({ name: 'p', kind, local: false }, name).inputPrice;
    expect(priceOf('anthropic', 'claude-sonnet-4-5-20250929')).toBe(3);
    expect(priceOf('openai', 'gpt-5-mini-2025-08-07')).toBe(0.25);
    expect(priceOf('google', 'models/gemini-3-pro-preview')).toBe(2);
    expect(priceOf('openai', 'gpt-99')).toBeNull();
  });

  it('takes what runs on this machine for free, and guesses by its size', () => {
    const local = { name: 'local', kind: 'compatible', local: true } as const;
    const small = describeModel(local, 'llama3.2:1b');
    const large = describeModel(local, 'llama3.3:70b');
    expect(small).toMatchObject({ id: 'local/llama3.2:1b', inputPrice: 0, outputPrice: 0, local: true, quality: 0.3 });
    expect(large.quality).toBeGreaterThan(small.quality);
    expect(large.speed).toBeLessThan(small.speed);
    expect(describeModel(local, 'qwen2.5-vl:7b').abilities).toContain('images');
  });

  it('lets what a person has said stand before all of it', () => {
    const said = { inputPrice: 1, contextTokens: 10, abilities: [], disabled: true };
    const model = describeModel({ name: 'work', kind: 'anthropic', local: false }, 'claude-haiku-4-5', said);
    expect(model).toMatchObject({ id: 'work/claude-haiku-4-5', inputPrice: 1, outputPrice: 5, contextTokens: 10, abilities: [] });
    expect(model).not.toHaveProperty('disabled');
  });

  it('leaves out what cannot be asked', () => {
    expect(['qwen3:8b', 'text-embedding-3-small', 'nomic-embed-text', 'whisper-1', 'gpt-5'].filter(isChatModel)).toEqual([
      'qwen3:8b',
      'gpt-5',
    ]);
  });
});

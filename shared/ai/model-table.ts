import { z } from 'zod';
import { type ModelAbility, type ModelInfo, modelAbilitySchema, type ProviderKind } from './model.ts';
import { knownModels } from './models.ts';

/** Whose models they are. */
export interface ModelProvider {
  /** As steps name it: the first part of a model's id. */
  readonly name: string;
  readonly kind: ProviderKind;
  /** Its address is this machine. */
  readonly local: boolean;
}

/** What a person has said of a model: it stands before the table. */
export const modelOverrideSchema = z.strictObject({
  contextTokens: z.int().positive().exactOptional(),
  inputPrice: z.number().min(0).exactOptional(),
  outputPrice: z.number().min(0).exactOptional(),
  abilities: z.array(modelAbilitySchema).exactOptional(),
  quality: z.number().min(0).max(1).exactOptional(),
  /** Never chosen, not even by name. */
  disabled: z.boolean().exactOptional(),
});
/** A change of it: null takes back what was said. */
export const modelChangeSchema = z.strictObject({
  contextTokens: z.int().positive().nullable().exactOptional(),
  inputPrice: z.number().min(0).nullable().exactOptional(),
  outputPrice: z.number().min(0).nullable().exactOptional(),
  abilities: z.array(modelAbilitySchema).nullable().exactOptional(),
  quality: z.number().min(0).max(1).nullable().exactOptional(),
  disabled: z.boolean().nullable().exactOptional(),
});
export type ModelChange = z.output<typeof modelChangeSchema>;

export type ModelOverride = z.output<typeof modelOverrideSchema>;

/** The models of the table that a provider of a kind has: what there is to choose from where a provider does not list its own. */
export function shippedModels(provider: ModelProvider): ModelInfo[] {
  return knownModels.filter(({ kind }) => kind === provider.kind).map(({ name }) => describeModel(provider, name));
}

/** A model by the name that its provider gives it: from the table, or by rule where the table does not know it. */
export function describeModel(provider: ModelProvider, name: string, override: ModelOverride = {}): ModelInfo {
  const known = knownModels.find((each) => each.kind === provider.kind && each.name === baseName(name));
  const { contextTokens, inputPrice, outputPrice, abilities, quality, speed } = known ?? guess(name, provider);
  const { disabled: _, ...said } = override;
  return {
    id: `${provider.name}/${name}`,
    contextTokens,
    inputPrice,
    outputPrice,
    abilities: [...abilities],
    local: provider.local,
    quality,
    speed,
    ...said,
  };
}

/** Whether a name in a provider's list can be asked at all: embeddings, speech and pictures cannot. */
export function isChatModel(name: string): boolean {
  return !/embed|whisper|tts|dall-e|moderation|transcribe|realtime|audio|imagen|image|veo|sora|rerank|aqa/i.test(name);
}

/** `claude-sonnet-4-5-20250929`, `gpt-5-2025-08-07`, `gemini-3-pro-preview`, `models/gemini-2.5-pro`: without what stands for a version. */
function baseName(name: string): string {
  return name.replace(/^models\//, '').replace(/-(latest|preview(-[\d-]+)?|\d{8}|\d{4}-\d\d-\d\d|\d{3}|exp)$/, '');
}

type Guess = Omit<ModelInfo, 'id' | 'local' | 'abilities'> & { readonly abilities: readonly ModelAbility[] };

/** How good and how fast a model of so many thousand million weights is, at most. */
const bySize: readonly (readonly [weights: number, quality: number, speed: number])[] = [
  [2, 0.3, 90],
  [5, 0.4, 60],
  [10, 0.5, 40],
  [16, 0.57, 25],
  [40, 0.64, 15],
  [Number.POSITIVE_INFINITY, 0.7, 8],
];

/** Models that run on a machine of one's own say their size in their name: `qwen3:8b`. The window is what such servers give where nothing is set. */
function guess(name: string, { local }: ModelProvider): Guess {
  const weights = Number(/(\d+(?:\.\d+)?)b\b/i.exec(name)?.[1] ?? 8);
  const [, quality, speed] = bySize.find(([most]) => weights <= most) ?? [0, 0.5, 40];
  const sees = /llava|vision|-vl|vl:|gemma-?3|pixtral|minicpm-v/i.test(name);
  return {
    contextTokens: local ? 8192 : 32_768,
    inputPrice: local ? 0 : null,
    outputPrice: local ? 0 : null,
    abilities: ['tools', 'structured', ...(sees ? ['images' as const] : [])],
    quality,
    speed: local ? speed : 60,
  };
}

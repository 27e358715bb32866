import type { ModelAbility, ProviderKind } from './model.ts';

/** What is known of a model, whoever provides it. */
export interface KnownModel {
  readonly kind: ProviderKind;
  /** As the provider calls it, without the date of a version. */
  readonly name: string;
  readonly contextTokens: number;
  /** US dollars for a million tokens. */
  readonly inputPrice: number;
  readonly outputPrice: number;
  readonly abilities: readonly ModelAbility[];
  readonly quality: number;
  readonly speed: number;
}

const all: readonly ModelAbility[] = ['tools', 'structured', 'images'];

function row(
  kind: ProviderKind,
  name: string,
  [contextTokens, inputPrice, outputPrice]: readonly [number, number, number],
  [quality, speed]: readonly [number, number],
): KnownModel {
  return { kind, name, contextTokens, inputPrice, outputPrice, abilities: all, quality, speed };
}

/**
 * The table that ships: window and prices (in, out) as far as they were known when it was written, which a person can correct; quality (0 to 1) and speed (tokens a second) as a first
 * guess that measuring replaces. A price that has changed is set in the page Models or by `pawl models price`.
 */
export const knownModels: readonly KnownModel[] = [
  row('anthropic', 'claude-opus-4-5', [200_000, 5, 25], [0.93, 55]),
  row('anthropic', 'claude-opus-4-1', [200_000, 15, 75], [0.9, 40]),
  row('anthropic', 'claude-sonnet-4-5', [200_000, 3, 15], [0.88, 70]),
  row('anthropic', 'claude-haiku-4-5', [200_000, 1, 5], [0.78, 130]),
  row('openai', 'gpt-5.1', [400_000, 1.25, 10], [0.9, 70]),
  row('openai', 'gpt-5', [400_000, 1.25, 10], [0.88, 60]),
  row('openai', 'gpt-5-mini', [400_000, 0.25, 2], [0.77, 90]),
  row('openai', 'gpt-5-nano', [400_000, 0.05, 0.4], [0.62, 140]),
  row('openai', 'gpt-4.1', [1_047_576, 2, 8], [0.8, 80]),
  row('openai', 'gpt-4.1-mini', [1_047_576, 0.4, 1.6], [0.7, 100]),
  row('openai', 'gpt-4.1-nano', [1_047_576, 0.1, 0.4], [0.58, 150]),
  row('openai', 'gpt-4o', [128_000, 2.5, 10], [0.74, 90]),
  row('openai', 'gpt-4o-mini', [128_000, 0.15, 0.6], [0.62, 90]),
  row('google', 'gemini-3-pro', [1_048_576, 2, 12], [0.91, 80]),
  row('google', 'gemini-2.5-pro', [1_048_576, 1.25, 10], [0.86, 90]),
  row('google', 'gemini-2.5-flash', [1_048_576, 0.3, 2.5], [0.76, 180]),
  row('google', 'gemini-2.5-flash-lite', [1_048_576, 0.1, 0.4], [0.62, 250]),
];

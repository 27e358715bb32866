import { z } from 'zod';

/** The wire format of a provider. `compatible`: OpenAI's chat completions, as Ollama, LM Studio, llama.cpp and many gateways speak it. */
export const providerKindSchema = z.enum(['anthropic', 'openai', 'google', 'compatible']);
export type ProviderKind = z.output<typeof providerKindSchema>;

export const modelAbilitySchema = z.enum(['tools', 'structured', 'images']);
export type ModelAbility = z.output<typeof modelAbilitySchema>;

/** What steps are about: performance is measured for each of them apart. */
export const modelTaskSchema = z.enum(['generate', 'analyze', 'classify', 'extract', 'summarize', 'agent', 'chat']);
export type ModelTask = z.output<typeof modelTaskSchema>;

export const optimizeForSchema = z.enum(['speed', 'cost', 'quality', 'balanced']);
export type OptimizeFor = z.output<typeof optimizeForSchema>;

/** A row of the table of models. */
export const modelInfoSchema = z.strictObject({
  /** `provider/model`: `claude/claude-sonnet-4-5`, `local/qwen3:8b`. */
  id: z.string().regex(/^[^/\s]+\/\S+$/),
  contextTokens: z.int().positive(),
  /** US dollars for a million tokens; 0 for what runs on this machine; null where nobody has said. */
  inputPrice: z.number().min(0).nullable(),
  outputPrice: z.number().min(0).nullable(),
  abilities: z.array(modelAbilitySchema),
  /** Runs on this machine: costs nothing and sends nothing out. */
  local: z.boolean(),
  /** Before anything is measured: 0 to 1, how good it is held to be. */
  quality: z.number().min(0).max(1),
  /** Before anything is measured: tokens a second. */
  speed: z.number().positive(),
});
export type ModelInfo = z.output<typeof modelInfoSchema>;

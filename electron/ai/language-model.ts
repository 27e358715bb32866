import type { LanguageModel } from 'ai';
import { assertNever } from '../../shared/lib/assert-never.ts';
import type { Endpoint } from './endpoint.ts';

/**
 * A provider's model, to be asked through the given `fetch`. Each package is loaded when the first model of its kind is asked.
 * The key is always given, if only as an empty text, so that none is taken from the environment behind our back.
 */
export async function openLanguageModel(
  { provider, kind, baseUrl, key = '' }: Endpoint,
  name: string,
  fetch: typeof globalThis.fetch,
): Promise<LanguageModelObject> {
  const settings = { baseURL: baseUrl, apiKey: key, fetch };
  switch (kind) {
    case 'anthropic': {
      const { createAnthropic } = await import('@ai-sdk/anthropic');
      return createAnthropic(settings).languageModel(name);
    }
    case 'openai': {
      const { createOpenAI } = await import('@ai-sdk/openai');
      return createOpenAI(settings).responses(name);
    }
    case 'google': {
      const { createGoogle } = await import('@ai-sdk/google');
      return createGoogle(settings).languageModel(name);
    }
    case 'compatible': {
      const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible');
      return createOpenAICompatible({ ...settings, name: provider, includeUsage: true, supportsStructuredOutputs: true }).chatModel(name);
    }
    default:
      return assertNever(kind);
  }
}

/** A model, in contrast to the name of one. */
export type LanguageModelObject = Exclude<LanguageModel, string>;

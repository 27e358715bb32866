import { ActionError } from '../../shared/lib/action-error.ts';

/** Said before anything is sent. `looked`: what was found instead, a clause for each provider. */
export function noProvider(looked: readonly string[] = []): ActionError {
  const found = looked.length === 0 ? '' : ` (${looked.join('; ')})`;
  return new ActionError(
    'AI_NO_PROVIDER',
    `No language model can be asked: no provider is set up, and none answers on this machine${found}`,
    {
      hint: "Give it a key: pawl secrets set ANTHROPIC_API_KEY --action 'ai.*' (or OPENAI_API_KEY, GEMINI_API_KEY). Or add a provider: pawl models add. Or start one on this machine, such as Ollama.",
    },
  );
}

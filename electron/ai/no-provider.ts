import { ActionError } from '../../shared/lib/action-error.ts';

/** Said before anything is sent. `looked`: what is wrong with each provider, and what to do; `named`: the only one that was to be asked. */
export function noProvider(looked: readonly string[], named?: string): ActionError {
  if (named !== undefined) {
    return new ActionError('AI_NO_PROVIDER', `${named} cannot be asked: ${looked.join('; ')}`, {
      hint: 'See how the providers stand: pawl models',
    });
  }
  const found = looked.length === 0 ? '' : ` (${looked.join('; ')})`;
  return new ActionError(
    'AI_NO_PROVIDER',
    `No language model can be asked: ${found === '' ? 'no provider has a key, and no server of models runs on this machine' : 'no provider is ready'}${found}`,
    {
      hint: "Give a provider its key: pawl secrets set ANTHROPIC_API_KEY --action 'ai.*' (or OPENAI_API_KEY, GEMINI_API_KEY). Or add one: pawl models add. Or start one on this machine, such as Ollama.",
    },
  );
}

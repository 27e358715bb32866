import { inSeconds } from '../../shared/ai/model-reason.ts';
import type { ProviderTest } from '../../shared/ai/provider.ts';
import { ActionError } from '../../shared/lib/action-error.ts';
import type { Clock } from '../../shared/lib/clock.ts';
import type { ModelCaller } from '../ai/model-caller.ts';

/** Long enough for a model that is loaded first. */
const PATIENCE_MS = 60_000;
/** Models that think first need more than the word. */
const MAX_TOKENS = 256;
const SHOWN_CHARACTERS = 80;

/** Asks a provider a question of one word, on the way that steps take. */
export async function testProvider(
  { models, clock }: { readonly models: ModelCaller; readonly clock: Clock },
  name: string,
  model: string | undefined,
): Promise<ProviderTest> {
  const startedAt = clock.now();
  const timeout = new AbortController();
  const timer = clock.setTimeout(
    () => timeout.abort(new ActionError('AI_TIMEOUT', `${name} did not answer within ${inSeconds(PATIENCE_MS)}`)),
    PATIENCE_MS,
  );
  try {
    const answer = await models.call(
      {
        task: 'chat',
        ...(model === undefined ? { provider: name, optimizeFor: 'cost' as const } : { model: `${name}/${model}` }),
        messages: [{ role: 'user', text: 'Answer with one word: pong' }],
        maxTokens: MAX_TOKENS,
      },
      { signal: timeout.signal },
    );
    const durationMs = clock.now() - startedAt;
    const said = answer.text.trim().replaceAll(/\s+/g, ' ').slice(0, SHOWN_CHARACTERS);
    return { ok: true, model: answer.model, durationMs, text: `${answer.model} answered in ${inSeconds(durationMs)}: ${said}` };
  } catch (error) {
    if (!(error instanceof ActionError)) throw error;
    const text = error.hint === undefined ? error.message : `${error.message}. ${error.hint}`;
    return { ok: false, model: null, durationMs: clock.now() - startedAt, text };
  } finally {
    clock.clearTimeout(timer);
  }
}

import type { TurnCall, TurnContent } from '../../../shared/agents/turn.ts';
import type { ModelAnswer } from '../../../shared/ai/model-call.ts';

/** An answer as it is kept: JSON, without secrets. What its provider has signed is kept as it came, or not at all. */
export function writeTurn(
  { text, data, trace }: ModelAnswer,
  calls: readonly TurnCall[],
  masks: { readonly json: <T>(value: T) => T },
): string {
  const said: TurnContent = { text, ...(data === undefined ? {} : { data }), calls };
  const isClean = trace !== undefined && JSON.stringify(masks.json(trace)) === JSON.stringify(trace);
  return JSON.stringify({ ...masks.json(said), ...(isClean ? { trace } : {}) } satisfies TurnContent);
}

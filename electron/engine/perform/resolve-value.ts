import type { Json } from '../../../shared/lib/json.ts';
import type { LiveRun } from '../live-run.ts';
import type { StepState } from '../walk/walk-state.ts';

/** Where a field takes either: text with placeholders is rendered, anything else is evaluated. */
export async function resolveValue(live: LiveRun, step: StepState, text: string): Promise<Json | undefined> {
  const scope = live.scopeOf(step);
  return text.includes('{{') ? live.parts.render(text, scope) : live.parts.evaluate(text, scope);
}

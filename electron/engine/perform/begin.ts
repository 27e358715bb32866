import type { EffectClass } from '../../../shared/actions/action.ts';
import type { Json } from '../../../shared/lib/json.ts';
import type { LiveRun } from '../live-run.ts';
import type { StepState } from '../walk/walk-state.ts';

/**
 * Records that an attempt begins (T1). The promise is the commit: an effect of class `keyed` or `once` must wait for it, `pure` and
 * `internal` work need not, since repeating them is safe.
 */
export function recordStart(
  live: LiveRun,
  step: StepState,
  attempt: number,
  start: { readonly effect: EffectClass; readonly input: Json; readonly intent?: Json },
): Promise<void> {
  const { path } = step;
  const { store } = live.parts;
  const { masks } = live.parts.secrets;
  return live.record({ type: 'step.started', path, attempt, effect: start.effect }, (at) => {
    store.steps.start(live.row.key, path, attempt, at);
    store.attempts.start({
      runKey: live.row.key,
      path,
      attempt,
      effect: start.effect,
      input: JSON.stringify(masks.json(start.input)),
      intent: start.intent === undefined ? null : JSON.stringify(masks.json(start.intent)),
      epoch: store.epoch,
      at,
    });
  });
}

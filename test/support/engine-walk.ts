import { reduce } from '../../electron/engine/walk/reduce.ts';
import { createRunState, type Effect, type RunState, type StopKind } from '../../electron/engine/walk/walk-state.ts';
import type { StepError } from '../../shared/lib/action-error.ts';
import type { RunEvent } from '../../shared/run/events.ts';
import { compilePlan, type Plan } from '../../shared/workflow/plan.ts';
import { workflowSchema } from '../../shared/workflow/schema.ts';

/** A plan of a document that is written as an object; every step must have an id. */
export function planOf(document: { readonly steps: readonly object[]; readonly [key: string]: unknown }): Plan {
  return compilePlan(workflowSchema.parse({ name: 'walk', ...document }));
}

/** Drives the reducer by hand: records events and keeps what it asked for. Skips and ends are answered at once, as the engine does. */
export class Walk {
  readonly plan: Plan;
  readonly state: RunState;
  readonly events: RunEvent[] = [];
  readonly effects: Effect[] = [];

  constructor(plan: Plan, { started = true }: { readonly started?: boolean } = {}) {
    this.plan = plan;
    this.state = createRunState(plan);
    if (started) this.record({ type: 'run.started' });
  }

  record(event: RunEvent): void {
    const open = [event];
    for (let next = open.shift(); next !== undefined; next = open.shift()) {
      this.events.push(next);
      for (const effect of reduce(this.state, next)) {
        this.effects.push(effect);
        const answer = atOnce(effect);
        if (answer !== undefined) open.push(answer);
      }
    }
  }

  /** Paths of the steps that have been asked to start and have not been answered. */
  get asked(): string[] {
    return [...this.state.outstanding.values()].flatMap((effect) => (effect.type === 'start' ? [effect.path] : []));
  }

  get skipped(): Record<string, string> {
    return Object.fromEntries(this.effects.flatMap((effect) => (effect.type === 'skip' ? [[effect.path, effect.reason]] : [])));
  }

  get aborted(): { path: string; reason: StopKind }[] {
    return this.effects.flatMap((effect) => (effect.type === 'abort' ? [{ path: effect.path, reason: effect.reason }] : []));
  }

  begin(...paths: readonly string[]): void {
    for (const path of paths) this.record({ type: 'step.started', path, attempt: this.#attempt(path), effect: 'pure' });
  }

  succeed(...paths: readonly string[]): void {
    for (const path of paths) this.record({ type: 'step.succeeded', path, attempt: this.#attempt(path) });
  }

  choose(path: string, branch: string): void {
    this.record({ type: 'step.succeeded', path, attempt: this.#attempt(path), branch });
  }

  fail(path: string, more: { readonly retryAt?: number; readonly timedOut?: boolean } = {}): void {
    this.record({ type: 'step.failed', path, attempt: this.#attempt(path), error: boom(path), ...more });
  }

  expand(path: string, count: number): void {
    this.begin(path);
    this.record({ type: 'loop.expanded', path, count });
  }

  #attempt(path: string): number {
    const effect = this.state.outstanding.get(`step:${path}`);
    return effect?.type === 'start' ? effect.attempt : (this.state.steps.get(path)?.attempt ?? 1);
  }
}

export function boom(path: string): StepError {
  return { code: 'BOOM', message: `${path} went wrong`, kind: 'retryable' };
}

/** What needs nobody's work. */
function atOnce(effect: Effect): RunEvent | undefined {
  switch (effect.type) {
    case 'skip':
      return { type: 'step.skipped', path: effect.path, reason: effect.reason };
    case 'drop':
      return { type: 'step.cancelled', path: effect.path, reason: effect.reason };
    case 'finishStep':
      return ended(effect);
    case 'finishRun':
      return { type: 'run.finished', status: effect.status };
    default:
      return undefined;
  }
}

/** The event with which the engine answers `finishStep`. */
export function ended(effect: Extract<Effect, { type: 'finishStep' }>): RunEvent {
  const { path, outcome } = effect;
  if (outcome === 'succeeded') return { type: 'step.succeeded', path, attempt: 1 };
  if (outcome === 'cancelled') return { type: 'step.cancelled', path, reason: 'the run is ending' };
  return { type: 'step.failed', path, attempt: 1, error: effect.failure?.error ?? boom(path), timedOut: outcome === 'timed_out' };
}

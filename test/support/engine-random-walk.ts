import { reduce } from '../../electron/engine/walk/reduce.ts';
import { createRunState, type Effect, type RunState, type StepState } from '../../electron/engine/walk/walk-state.ts';
import type { RunEvent } from '../../shared/run/events.ts';
import type { Plan } from '../../shared/workflow/plan.ts';
import { boom, ended } from './engine-walk.ts';

/** One event with what the walk asked for then, and how the run stood before and after it. */
export interface Moment {
  readonly event: RunEvent;
  readonly effects: readonly Effect[];
  readonly pausedBefore: boolean;
  readonly paused: boolean;
  readonly stopped: boolean;
  readonly phase: RunState['phase'];
  /** Steps that do work and have been asked to start or are under way. */
  readonly working: number;
  /** Paths in memory. */
  readonly paths: readonly string[];
}

export interface Habits {
  /** How likely each move is to be a person's or the clock's: pause, resume, cancel, time-out. */
  readonly meddling: number;
  /** How likely the process is to die between two moves. */
  readonly crashes: number;
  /** How likely work is to go wrong. */
  readonly failures: number;
}

const MAX_MOVES = 3000;

/**
 * Plays the world for one run: answers what the walk asks for in any order with any outcome, meddles, and crashes. The same seed does the
 * same. Throws when nothing is left to do and the run has not ended.
 */
export function walkAtRandom(plan: Plan, seed: number, habits: Partial<Habits> = {}): { state: RunState; moments: Moment[] } {
  const world = new World(plan, seed, { meddling: 0.03, crashes: 0.03, failures: 0.25, ...habits });
  world.record({ type: 'run.started' });
  for (let move = 0; world.state.phase !== 'ended'; move++) {
    if (move > MAX_MOVES) throw new Error(`The run goes on after ${MAX_MOVES} moves`);
    world.move();
  }
  return { state: world.state, moments: world.moments };
}

/** The fold of the events from nothing. */
export function fold(plan: Plan, events: Iterable<RunEvent>): RunState {
  const state = createRunState(plan);
  for (const event of events) reduce(state, event);
  return state;
}

/** Everything that a state says, as plain data. */
export function snapshot(state: RunState): unknown {
  const { plan: _plan, steps, root, touched: _touched, effects: _effects, ...rest } = state;
  return {
    ...rest,
    root: root?.list === state.plan.main ? 'main' : root === undefined ? undefined : 'finally',
    readyForSlot: state.readyForSlot.map((step) => step.path),
    readyAtOnce: state.readyAtOnce.map((step) => step.path),
    outstanding: Object.fromEntries(state.outstanding),
    variables: Object.fromEntries(state.variables),
    steps: Object.fromEntries([...steps].map(([path, step]) => [path, snapshotStep(step)])),
  };
}

function snapshotStep(step: StepState): unknown {
  const { plan: _plan, scope, container, ...rest } = step;
  const { list: _list, owner, steps: _steps, ...ofScope } = scope;
  return {
    ...rest,
    scope: { ...ofScope, owner: owner?.path },
    container: container === undefined ? undefined : { ...container, scopes: [...container.scopes].map((inner) => inner.prefix) },
  };
}

class World {
  readonly plan: Plan;
  readonly moments: Moment[] = [];
  readonly habits: Habits;
  readonly #random: () => number;
  /** Steps whose work has been told to stop. */
  readonly #stopping = new Map<string, string>();
  state: RunState;

  constructor(plan: Plan, seed: number, habits: Habits) {
    this.plan = plan;
    this.habits = habits;
    this.#random = randomFrom(seed);
    this.state = createRunState(plan);
  }

  record(event: RunEvent): void {
    const { state } = this;
    const pausedBefore = state.paused;
    const effects = [...reduce(state, event)];
    this.moments.push({
      event,
      effects,
      pausedBefore,
      paused: state.paused,
      stopped: state.stop !== undefined,
      phase: state.phase,
      working: working(state),
      paths: [...state.steps.keys()],
    });
    for (const effect of effects) if (effect.type === 'abort') this.#abort(effect.path, effect.reason);
  }

  move(): void {
    if (this.#chance(this.habits.crashes)) return this.#crash();
    if (this.#chance(this.habits.meddling)) return this.#meddle();
    const effects = [...this.state.outstanding.values()];
    const unknown = [...this.state.steps.values()].filter((step) => step.status === 'unknown');
    const choices = [...effects.map((effect) => () => this.#answer(effect)), ...unknown.map((step) => () => this.#decide(step))];
    if (choices.length > 0) return this.#pick(choices)();
    if (!this.state.paused) throw new Error('The run is stuck: nothing is asked for, and it has not ended');
    this.record({ type: 'run.resumed', by: 'ada' });
  }

  #crash(): void {
    this.#stopping.clear();
    this.state = fold(
      this.plan,
      this.moments.map((moment) => moment.event),
    );
    this.record({ type: 'run.recovered', epoch: 2 });
    for (const effect of [...this.state.outstanding.values()]) {
      const step = effect.type === 'start' ? this.state.steps.get(effect.path) : undefined;
      if (step?.status === 'running') this.#recover(step);
    }
  }

  #recover(step: StepState): void {
    const { path, attempt } = step;
    if (this.#chance(0.6)) this.record({ type: 'step.interrupted', path, attempt, reason: 'a crash' });
    else if (this.#chance(0.5)) this.record({ type: 'step.unknown', path, attempt, reason: 'a crash' });
    else this.record({ type: 'step.succeeded', path, attempt, reason: 'found done' });
  }

  #meddle(): void {
    const containers = [...this.state.steps.values()].filter((step) => step.container !== undefined && step.status === 'running');
    const slow = containers.length === 0 ? undefined : this.#pick(containers);
    this.#pick([
      () => this.record(this.state.paused ? { type: 'run.resumed', by: 'ada' } : { type: 'run.paused', by: 'ada' }),
      () => this.record(this.state.paused ? { type: 'run.resumed', by: 'ada' } : { type: 'run.paused', by: 'ada' }),
      () => slow !== undefined && this.record({ type: 'step.timing_out', path: slow.path, afterMs: 1 }),
      () => this.#chance(0.3) && this.record({ type: 'run.cancelling', by: 'ada' }),
      () => this.#chance(0.3) && this.record({ type: 'run.timing_out', afterMs: 1 }),
    ])();
  }

  #abort(path: string, reason: string): void {
    const step = this.state.steps.get(path);
    if (step?.status === 'waiting' || step?.status === 'unknown') this.record({ type: 'step.cancelled', path, reason });
    else this.#stopping.set(path, reason);
  }

  #decide({ path }: StepState): void {
    this.record({ type: 'step.decided', path, decision: this.#pick(['retry', 'done', 'skip', 'fail']), by: 'ada' });
  }

  #answer(effect: Effect): void {
    switch (effect.type) {
      case 'start':
        return this.#perform(effect.path, effect.attempt);
      case 'skip':
        return this.record({ type: 'step.skipped', path: effect.path, reason: effect.reason });
      case 'drop':
        return this.record({ type: 'step.cancelled', path: effect.path, reason: effect.reason });
      case 'resolveEdge':
        if (this.state.steps.get(effect.path)?.status === 'pending' && this.#chance(0.1)) {
          this.record({ type: 'step.failed', path: effect.path, attempt: 1, error: boom(effect.path) });
        }
        return this.record({ type: 'edge.resolved', path: effect.path, edge: effect.edge, taken: this.#chance(0.5) });
      case 'checkLoop':
        if (this.#chance(this.habits.failures / 4)) return this.#fail(effect.path, 1);
        return this.record({ type: 'loop.checked', path: effect.path, index: effect.index, holds: effect.index < 3 && this.#chance(0.7) });
      case 'askAgent':
        if (this.#isStopped(effect.path)) return;
        if (this.#chance(this.habits.failures / 4)) return this.#fail(effect.path, this.state.steps.get(effect.path)?.attempt ?? 1);
        return this.record({ type: 'agent.turned', path: effect.path, attempt: 1, index: effect.index, calls: this.#calls(effect) });
      case 'wake':
        if (effect.next === 'retry') return this.record({ type: 'step.woken', path: effect.path });
        return this.record({ type: 'step.succeeded', path: effect.path, attempt: 1 });
      case 'awaitEvent':
        return this.record({ type: 'step.succeeded', path: effect.path, attempt: 1 });
      case 'awaitAnswer':
        if (this.#chance(this.habits.failures)) return this.#fail(effect.path, 1);
        return this.record({ type: 'step.succeeded', path: effect.path, attempt: 1 });
      case 'awaitRun':
        return this.#finish(effect.path, this.state.steps.get(effect.path)?.attempt ?? 1);
      case 'finishStep':
        return this.record(ended(effect));
      case 'finishRun':
        return this.record({ type: 'run.finished', status: effect.status });
      case 'abort':
        return;
    }
  }

  /** An agent asks for less the longer it is at it, and hands on no deeper than two. */
  #calls({ path, index }: { readonly path: string; readonly index: number }): string[] {
    if (index > 3 || this.#chance(0.3)) return [];
    const kinds = ['file.read', 'shell.run', 'workflow.other', 'ask.person', ...(path.split('/').length > 2 ? [] : ['agent.writer'])];
    return Array.from({ length: this.#pick([1, 1, 2, 3]) }, (_, number) => `${this.#pick(kinds)}_${number + 2}`);
  }

  #perform(path: string, attempt: number): void {
    const step = this.state.steps.get(path);
    if (step === undefined) throw new Error(`${path} was asked to start and is not there`);
    const { kind } = step.plan;
    if (this.#isStopped(path)) return;
    if (step.status === 'running') {
      if (kind === 'workflow') return this.record({ type: 'step.waiting', path, runId: 'child' });
      return this.#finish(path, attempt);
    }
    if (this.#chance(0.1)) return this.record({ type: 'step.skipped', path, reason: 'when is false' });
    if (this.#chance(this.habits.failures / 4)) return this.#fail(path, attempt);
    switch (kind) {
      case 'if':
        return this.record({ type: 'step.succeeded', path, attempt, branch: this.#pick(['true', 'false']) });
      case 'switch':
        return this.record({ type: 'step.succeeded', path, attempt, branch: this.#pick(['a', 'b', 'default']) });
      case 'delay':
        return this.record({ type: 'step.waiting', path, until: 1 });
      case 'approve':
        return this.record({ type: 'step.waiting', path, item: `item of ${path}` });
      case 'waitFor':
        return this.record({ type: 'step.waiting', path, event: { pattern: 'e', after: 0 } });
      case 'forEach':
      case 'times':
        this.record({ type: 'step.started', path, attempt, effect: 'internal' });
        return this.record({ type: 'loop.expanded', path, count: this.#pick([0, 1, 2, 5]) });
      default:
        return this.record({ type: 'step.started', path, attempt, effect: 'once' });
    }
  }

  /** Whoever is told to stop mostly does. */
  #isStopped(path: string): boolean {
    const stopping = this.#stopping.get(path);
    if (stopping === undefined || !this.#chance(0.9)) return false;
    this.#stopping.delete(path);
    if (stopping === 'timed_out') this.#fail(path, this.state.steps.get(path)?.attempt ?? 1, true);
    else this.record({ type: 'step.cancelled', path, reason: stopping });
    return true;
  }

  #finish(path: string, attempt: number): void {
    if (this.#chance(0.05)) return this.record({ type: 'step.unknown', path, attempt, reason: 'nobody can tell' });
    if (this.#chance(this.habits.failures)) return this.#fail(path, attempt, this.#chance(0.2));
    this.record({ type: 'step.succeeded', path, attempt });
  }

  #fail(path: string, attempt: number, timedOut = false): void {
    const maxRetries = this.state.steps.get(path)?.plan.retry.maxRetries ?? 0;
    const retry = attempt <= maxRetries ? { retryAt: 1 } : {};
    this.record({ type: 'step.failed', path, attempt, error: boom(path), ...retry, ...(timedOut ? { timedOut } : {}) });
  }

  #chance(probability: number): boolean {
    return this.#random() < probability;
  }

  #pick<T>(choices: readonly T[]): T {
    const choice = choices[Math.floor(this.#random() * choices.length)];
    if (choice === undefined) throw new Error('There is nothing to choose from');
    return choice;
  }
}

/** Steps that hold, or ought to hold, a slot: asked for and neither ended nor waiting to be tried again nor in question. */
function working(state: RunState): number {
  let count = 0;
  for (const effect of state.outstanding.values()) {
    if (effect.type !== 'start' && effect.type !== 'awaitRun' && effect.type !== 'askAgent') continue;
    const kind = state.steps.get(effect.path)?.plan.kind;
    if (kind === 'action' || kind === 'workflow' || kind === 'agent') count++;
  }
  return count;
}

/** Mulberry32: small, fast, the same on every machine. */
function randomFrom(seed: number): () => number {
  let at = seed >>> 0;
  return () => {
    at = (at + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(at ^ (at >>> 15), at | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

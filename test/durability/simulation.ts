import { reduce } from '../../electron/engine/walk/reduce.ts';
import { heldByPause, takeUp, whyUnwanted } from '../../electron/engine/walk/unwanted.ts';
import { type Abort, createRunState, type Effect, type RunState, type StepState } from '../../electron/engine/walk/walk-state.ts';
import type { EffectClass } from '../../shared/actions/action.ts';
import type { RunEvent, StepFailed } from '../../shared/run/events.ts';
import { isTerminalStep } from '../../shared/run/status.ts';
import type { Plan } from '../../shared/workflow/plan.ts';
import { fold } from '../support/engine-random-walk.ts';
import { boom, ended } from '../support/engine-walk.ts';
import { checkSimulated } from './check-simulated.ts';
import type { Violation } from './invariants.ts';
import { createRandom, type Random } from './random.ts';

export interface SimulationResult {
  readonly violations: readonly Violation[];
  readonly crashes: number;
  readonly completedSteps: number;
  /** What can be done twice without harm, and was. */
  readonly repeated: number;
  readonly asked: number;
}

const MAX_MOVES = 6000;
const CRASHES_UNTIL = 2000;
const classes: readonly EffectClass[] = ['internal', 'pure', 'keyed', 'once'];
const jumpsMs = [-3_600_000, 3_600_000, 30 * 86_400_000];

/**
 * Layer A: one run of a document in a world of its own, from a seed. The walk is ahead of the disk, commits come when they come, effects are
 * notes in a ledger, and the process may die at every await: before an intent is on the disk, between it and the effect, between the effect
 * and the result, before the result is on the disk, and while it recovers. The clock is virtual, and jumps.
 */
export function simulate(plan: Plan, seed: number, rule: InterruptedRule = 'ask'): SimulationResult {
  const world = new SimulatedEngine(plan, createRandom(seed), rule);
  for (let move = 0; !world.isOver(); move++) {
    if (move > MAX_MOVES) return world.result([{ invariant: 'I10', detail: `the run goes on after ${MAX_MOVES} moves` }]);
    if (!world.move(move < CRASHES_UNTIL))
      return world.result([{ invariant: 'I10', detail: 'nothing is left to do, and the run has not ended' }]);
  }
  return world.result(world.check());
}

/** What becomes of an interrupted `once` step: a person decides by the ledger, or an engine that does not ask runs it again or takes it as done. */
export type InterruptedRule = 'ask' | 'retry' | 'skip';

type Move = () => void;

class SimulatedEngine {
  readonly #plan: Plan;
  readonly #random: Random;
  readonly #rule: InterruptedRule;
  /** Attempt (`path#number`) → how often its effect happened. Outlives every crash. */
  readonly #ledger = new Map<string, number>();
  readonly #violations: Violation[] = [];
  #events: RunEvent[] = [];
  /** How many of the events are on the disk. */
  #durable = 0;
  #state: RunState;
  #now = 1_000_000;
  /** Of this process: how far the work of each outstanding effect is, and which steps have been told to stop. */
  #phases = new Map<Effect, { intentAt: number; happened: boolean }>();
  #stopping = new Set<string>();
  /** Rounds of agents, by the prefix of their steps → the number of the event that holds the answer. */
  #turnedAt = new Map<string, number>();
  /** Undefined once this process has settled what the one before left under way. */
  #toRecover: StepState[] | undefined;
  #heldStops: Abort[] = [];
  /** The run was paused when this process took it up, and has not been resumed. */
  #isHeld = false;
  /** Inbox items of this process → the number of the event that asks. */
  #askedAt = new Map<string, number>();
  #crashes = 0;
  #asked = 0;

  constructor(plan: Plan, random: Random, rule: InterruptedRule) {
    this.#plan = plan;
    this.#random = random;
    this.#rule = rule;
    this.#state = createRunState(plan);
    this.#record({ type: 'run.started' });
  }

  isOver(): boolean {
    return this.#state.phase === 'ended' && this.#durable === this.#events.length;
  }

  /** False when there is nothing that could be done. */
  move(mayCrash: boolean): boolean {
    const random = this.#random;
    if (mayCrash && random.chance(0.04)) {
      this.#crash();
      return true;
    }
    if (mayCrash && random.chance(0.03)) this.#meddle();
    if (random.chance(0.02)) this.#now += random.pick(jumpsMs);
    const moves = this.#moves();
    if (moves.length === 0) return false;
    random.pick(moves)();
    return true;
  }

  result(more: readonly Violation[]): SimulationResult {
    const succeeded = this.#events.filter(({ type }) => type === 'step.succeeded').length;
    const repeated = [...this.#ledger.values()].filter((count) => count > 1).length;
    return { violations: [...this.#violations, ...more], crashes: this.#crashes, completedSteps: succeeded, repeated, asked: this.#asked };
  }

  check(): Violation[] {
    return checkSimulated(this.#plan, this.#state, this.#events, this.#ledger);
  }

  #record(event: RunEvent): void {
    this.#events.push(event);
    for (const effect of reduce(this.#state, event)) {
      if (effect.type !== 'abort') continue;
      // As the engine does: nothing begins or stops while a recovery looks around.
      if (this.#toRecover !== undefined) this.#heldStops.push(effect);
      else this.#stop(effect);
    }
  }

  /** Work under way is told to stop; what only waits, or never began in this process, has stopped with that. */
  #stop({ path, reason }: Abort, isUnderWay = true): void {
    const status = this.#state.steps.get(path)?.status;
    if (status === undefined || isTerminalStep(status)) return;
    if (status === 'waiting' || status === 'unknown' || !isUnderWay) this.#record({ type: 'step.cancelled', path, reason });
    else this.#stopping.add(path);
  }

  #moves(): Move[] {
    const moves: Move[] = [];
    if (this.#durable < this.#events.length) moves.push(() => this.#commit());
    // A recovery is one await after the other; commits, and what people want, fall in between.
    const { length: left } = this.#toRecover ?? [];
    if (this.#toRecover !== undefined) return [...moves, left > 0 ? () => this.#recoverNext() : () => this.#goOn()];
    for (const effect of this.#state.outstanding.values()) {
      const move = this.#moveOf(effect);
      if (move !== undefined) moves.push(move);
    }
    for (const step of this.#state.steps.values()) if (step.status === 'unknown') moves.push(() => this.#decide(step));
    if (moves.length === 0 && this.#state.paused) moves.push(() => this.#resume());
    const next = Math.min(...[...this.#state.outstanding.values()].flatMap((effect) => (effect.type === 'wake' ? [effect.at] : [])));
    if (moves.length === 0 && next > this.#now) moves.push(() => this.#waitUntil(next));
    return moves;
  }

  #resume(): void {
    this.#isHeld = false;
    this.#record({ type: 'run.resumed', by: 'ada' });
  }

  #commit(): void {
    this.#durable = this.#events.length;
  }

  #waitUntil(at: number): void {
    this.#now = at;
  }

  #crash(): void {
    this.#crashes++;
    this.#events = this.#events.slice(0, this.#durable);
    this.#state = fold(this.#plan, this.#events);
    this.#phases = new Map();
    this.#stopping = new Set();
    this.#toRecover = undefined;
    this.#heldStops = [];
    this.#turnedAt = new Map();
    this.#askedAt = new Map();
    this.#isHeld = this.#state.paused;
    if (this.#state.phase === 'queued') return this.#record({ type: 'run.started' });
    if (this.#state.phase === 'ended') return;
    this.#record({ type: 'run.recovered', epoch: this.#crashes + 1 });
    this.#toRecover = [...this.#state.outstanding.values()].flatMap((effect) => {
      const step = effect.type === 'start' ? this.#state.steps.get(effect.path) : undefined;
      return step?.status === 'running' ? [step] : [];
    });
  }

  /** The end of `recoverRun`. */
  #goOn(): void {
    for (const { step, attempt } of heldByPause(this.#state))
      this.#record({ type: 'step.interrupted', path: step.path, attempt, reason: 'held by the pause' });
    const { abort } = takeUp(this.#state);
    const held = this.#heldStops.splice(0);
    this.#toRecover = undefined;
    for (const effect of [...held, ...abort]) this.#stop(effect, false);
  }

  /** What `recoverStep` decides, with a ledger for a probe. */
  #recoverNext(): void {
    const step = this.#toRecover?.shift();
    if (step === undefined) return;
    const { path, attempt, effect } = step;
    if (effect === 'keyed' && this.#ledger.has(`${path}#${attempt}`))
      return this.#record({ type: 'step.succeeded', path, attempt, reason: 'found done' });
    if (effect === 'once' && this.#rule === 'skip') return this.#record({ type: 'step.succeeded', path, attempt, reason: 'taken as done' });
    if (effect !== 'once' || this.#rule === 'retry') return this.#record({ type: 'step.interrupted', path, attempt, reason: 'a crash' });
    this.#asked++;
    this.#record({ type: 'step.unknown', path, attempt, reason: 'a crash' });
  }

  #decide({ path, attempt }: StepState): void {
    this.#record({ type: 'step.decided', path, decision: this.#ledger.has(`${path}#${attempt}`) ? 'done' : 'retry', by: 'ada' });
  }

  /** What a person or a limit of time wants of the run, at any moment. */
  #meddle(): void {
    const random = this.#random;
    if (this.#state.phase === 'queued' || this.#state.phase === 'ended') return;
    const containers = [...this.#state.steps.values()].filter((step) => step.container !== undefined && step.status === 'running');
    if (random.chance(0.12)) this.#isHeld = false;
    else if (containers.length > 0 && random.chance(0.2))
      return this.#record({ type: 'step.timing_out', path: random.pick(containers).path, afterMs: 1 });
    else {
      return this.#state.paused ? this.#resume() : this.#record({ type: 'run.paused', by: 'ada' });
    }
    this.#record(random.chance(0.7) ? { type: 'run.cancelling', by: 'ada' } : { type: 'run.timing_out', afterMs: 1 });
  }

  #moveOf(effect: Effect): Move | undefined {
    const random = this.#random;
    switch (effect.type) {
      case 'start':
        return this.#startMove(effect);
      case 'skip':
        return () => this.#record({ type: 'step.skipped', path: effect.path, reason: effect.reason });
      case 'drop':
        return () => this.#record({ type: 'step.cancelled', path: effect.path, reason: effect.reason });
      case 'resolveEdge':
        return () => this.#record({ type: 'edge.resolved', path: effect.path, edge: effect.edge, taken: random.chance(0.5) });
      case 'checkLoop':
        return () =>
          this.#record({ type: 'loop.checked', path: effect.path, index: effect.index, holds: effect.index < 3 && random.chance(0.7) });
      case 'askAgent':
        return () => this.#answerAgent(effect);
      case 'wake':
        if (effect.at > this.#now || this.#isUnwanted(effect.path)) return undefined;
        return () =>
          this.#record(
            effect.next === 'retry' ? { type: 'step.woken', path: effect.path } : { type: 'step.succeeded', path: effect.path, attempt: 1 },
          );
      case 'awaitEvent':
        if (this.#isUnwanted(effect.path)) return undefined;
        // It is found again by its number after a crash.
        return () => this.#record({ type: 'step.succeeded', path: effect.path, attempt: 1 });
      case 'awaitAnswer':
        return this.#answerMove(effect.path, effect.item);
      case 'awaitRun':
        return () => this.#record({ type: 'step.succeeded', path: effect.path, attempt: this.#state.steps.get(effect.path)?.attempt ?? 1 });
      case 'finishStep':
        return () => this.#record(ended(effect));
      case 'finishRun':
        return () => this.#record({ type: 'run.finished', status: effect.status });
      case 'abort':
        return undefined;
    }
  }

  /** A person sees an item once it is on the disk, and has answered it for good once the answer is. */
  #answerMove(path: string, item: string): Move | undefined {
    if ((this.#askedAt.get(item) ?? -1) >= this.#durable || this.#isUnwanted(path)) return undefined;
    return () => {
      const step = this.#state.steps.get(path);
      if (step !== undefined && this.#random.chance(0.1)) this.#fail(step, 1);
      else this.#record({ type: 'step.succeeded', path, attempt: 1 });
    };
  }

  /** The engine has stopped this wait: whoever still has it waits for ever. */
  #isUnwanted(path: string): boolean {
    const step = this.#state.steps.get(path);
    return step !== undefined && whyUnwanted(this.#state, step) !== undefined;
  }

  /** Nothing begins in what was told to stop, nor in a run that was paused already when this process took it up. */
  #checkWanted({ path, scope }: StepState): void {
    if (scope.stopped !== undefined && !this.#stopping.has(path))
      this.#violations.push({ invariant: 'I15', detail: `${path} begins after it was told to stop (${scope.stopped})` });
    if (this.#isHeld) this.#violations.push({ invariant: 'I15', detail: `${path} begins though the run is paused` });
  }

  /** A model that is asked again after a crash may well answer something else: nothing is done for an answer before it is on the disk. */
  #answerAgent({ path, index }: Extract<Effect, { type: 'askAgent' }>): void {
    const random = this.#random;
    const step = this.#state.steps.get(path);
    if (step === undefined) return;
    if (this.#stopping.delete(path)) return this.#record({ type: 'step.cancelled', path, reason: 'stopped' });
    if (step.container?.stopping !== undefined || step.scope.stopped !== undefined) this.#checkWanted(step);
    if (random.chance(0.05)) return this.#fail(step, step.attempt);
    const kinds = ['work.some', 'work.some', 'workflow.other', ...(path.split('/').length > 2 ? [] : ['agent.writer'])];
    const count = index > 2 ? 0 : random.pick([0, 1, 2, 3]);
    const calls = Array.from({ length: count }, (_, number) => `${random.pick(kinds)}_${4 * number + random.between(2, 5)}`);
    this.#turnedAt.set(`${path}[${index}]/`, this.#events.length);
    this.#record({ type: 'agent.turned', path, attempt: step.attempt, index, calls });
  }

  #isAnswerLost({ plan, scope }: StepState): boolean {
    return plan.isCall && (this.#turnedAt.get(scope.prefix) ?? -1) >= this.#durable;
  }

  /** One await of the attempt: its intent, its effect, its result. */
  #startMove(effect: Extract<Effect, { type: 'start' }>): Move | undefined {
    const { path, attempt } = effect;
    const step = this.#state.steps.get(path);
    if (step === undefined || isTerminalStep(step.status) || this.#isAnswerLost(step)) return undefined;
    const { kind } = step.plan;
    if (kind !== 'action') return () => this.#performOther(step, attempt);
    const phase = this.#phases.get(effect);
    if (phase === undefined) return () => this.#begin(effect);
    const isDurable = phase.intentAt < this.#durable;
    const mustBe = step.effect === 'keyed' || step.effect === 'once';
    if (phase.happened) return () => this.#end(step, attempt);
    if (mustBe && !isDurable) return undefined;
    return () => {
      if (this.#stopping.delete(path)) return this.#record({ type: 'step.cancelled', path, reason: 'stopped' });
      if (this.#random.chance(0.1)) return this.#fail(step, attempt);
      if (mustBe) this.#checkOrder(step);
      const name = `${path}#${attempt}`;
      this.#ledger.set(name, (this.#ledger.get(name) ?? 0) + 1);
      phase.happened = true;
    };
  }

  #begin(effect: Extract<Effect, { type: 'start' }>): void {
    const { path, attempt } = effect;
    if (this.#stopping.delete(path)) return this.#record({ type: 'step.cancelled', path, reason: 'stopped' });
    const step = this.#state.steps.get(path);
    if (step !== undefined) this.#checkWanted(step);
    if (this.#random.chance(0.1)) return this.#record({ type: 'step.skipped', path, reason: 'when is false' });
    this.#phases.set(effect, { intentAt: this.#events.length, happened: false });
    this.#record({ type: 'step.started', path, attempt, effect: classOf(path) });
  }

  #end(step: StepState, attempt: number): void {
    if (this.#random.chance(0.15)) this.#fail(step, attempt);
    else this.#record({ type: 'step.succeeded', path: step.path, attempt });
  }

  #fail(step: StepState, attempt: number): void {
    const { path } = step;
    const retry: Pick<StepFailed, 'retryAt'> = attempt <= step.plan.retry.maxRetries ? { retryAt: this.#now + 1000 } : {};
    this.#record({ type: 'step.failed', path, attempt, error: boom(path), ...retry });
  }

  #performOther(step: StepState, attempt: number): void {
    const { path } = step;
    const random = this.#random;
    // What is about to wait may not look whether it was told to stop.
    const mayOversee = step.plan.kind === 'approve' || step.plan.kind === 'waitFor' || step.plan.kind === 'delay';
    if (this.#stopping.delete(path) && !(mayOversee && random.chance(0.5)))
      return this.#record({ type: 'step.cancelled', path, reason: 'stopped' });
    if (step.status === 'ready' && !mayOversee) this.#checkWanted(step);
    switch (step.plan.kind) {
      case 'if':
        return this.#record({ type: 'step.succeeded', path, attempt, branch: random.pick(['true', 'false']) });
      case 'switch':
        return this.#record({ type: 'step.succeeded', path, attempt, branch: random.pick(['a', 'b', 'default']) });
      case 'delay':
        return this.#record({ type: 'step.waiting', path, until: this.#now + random.between(1, 100_000) });
      case 'approve':
        this.#askedAt.set(path, this.#events.length);
        return this.#record({ type: 'step.waiting', path, item: path });
      case 'waitFor':
        return this.#record({ type: 'step.waiting', path, event: { pattern: 'e', after: this.#events.length } });
      case 'workflow':
        if (step.status !== 'running') return this.#record({ type: 'step.started', path, attempt, effect: 'internal' });
        return this.#record({ type: 'step.waiting', path, runId: 'child' });
      case 'forEach':
      case 'times':
        if (step.status !== 'running') return this.#record({ type: 'step.started', path, attempt, effect: 'internal' });
        return this.#record({ type: 'loop.expanded', path, count: random.pick([0, 1, 2, 4]) });
      default:
        return this.#record({ type: 'step.started', path, attempt, effect: 'internal' });
    }
  }

  /** An effect that cannot be repeated blindly comes after everything it waits for is on the disk (I6). */
  #checkOrder(step: StepState): void {
    if (step.plan.join === 'any') return;
    const recorded = fold(this.#plan, this.#events.slice(0, this.#durable));
    for (const { from } of step.plan.edges) {
      const before = step.scope.prefix + from;
      const status = recorded.steps.get(before)?.status;
      if (status === undefined || !isTerminalStep(status))
        this.#violations.push({ invariant: 'I6', detail: `${step.path} happened before ${before} was recorded` });
    }
  }
}

/** A step has one class, whatever a crash has made of what was recorded. */
function classOf(path: string): EffectClass {
  return classes[Number(/\d+$/.exec(idIn(path))?.[0]) % classes.length] ?? 'once';
}

function idIn(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

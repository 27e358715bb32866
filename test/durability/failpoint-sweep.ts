import { setTimeout as wait } from 'node:timers/promises';
import { agentSchema } from '../../shared/agents/agent.ts';
import type { EngineClient } from '../../shared/contract/contract.ts';
import { type Failpoint, failpoints } from '../../shared/lib/failpoint.ts';
import { isTerminalRun } from '../../shared/run/status.ts';
import { type ClassCounts, checkEffects } from './check-effects.ts';
import type { BlindCounts } from './decide-unknown.ts';
import { drain } from './drain.ts';
import { createEffectCounter } from './effects.ts';
import { type EngineUnderTest, spawnEngine } from './engine-under-test.ts';
import type { FailpointPlan } from './failpoint-plan.ts';
import { helpOn } from './help-on.ts';
import { checkInvariants, type Violation } from './invariants.ts';
import { readLedger } from './ledger.ts';
import { createRandom, type Random } from './random.ts';
import { makeSubject, type Subject, subjects, worker } from './workload.ts';
import { makeWorld, type World } from './world.ts';

export interface FaultCase {
  readonly subject: Subject;
  readonly plan: FailpointPlan;
}

export interface FaultResult extends FaultCase {
  /** False: this subject never comes to that point so often. */
  readonly reached: boolean;
  /** What the run did next, in the words of its events. */
  readonly next: string;
  readonly violations: readonly Violation[];
  readonly folder: string;
}

const actions = ['kill', 'throw', 'hang'] as const;
const subjectNames = Object.keys(subjects) as Subject[];
const HANG_MS = 300;
/** Of a life in which the point is not come to: most end by themselves long before. */
const LIFE_LIMIT_MS = 30_000;
const AFTER_THROW_MS = 1000;

/** Layer B: each point × each kind of step × {kill, throw, hang}; the hit is from the seed. `only`: these kinds, all by default. */
export function allCases(seed: number, only: readonly string[] = []): FaultCase[] {
  const random = createRandom(seed);
  const cases = failpoints.flatMap((point) =>
    (onlyFor[point] ?? subjectNames).flatMap((subject) =>
      actions.map((action) => ({ subject, plan: { point, action, hit: hitOf(point, random) } })),
    ),
  );
  return only.length === 0 ? cases : cases.filter(({ subject }) => only.includes(subject));
}

/** Some points are on the way of few kinds: only these wait, only these can be in question, only these start again. */
const onlyFor: { readonly [point in Failpoint]?: readonly Subject[] } = {
  C9: ['delay', 'retry'],
  C10: ['once', 'workflow', 'approve', 'agent'],
  C14: ['pure', 'write', 'append', 'move', 'commit', 'retry', 'agent'],
};

/** One case for each point, with its kind and action from the seed. */
export function sampleCases(seed: number): FaultCase[] {
  const random = createRandom(seed);
  const cases = allCases(seed);
  return failpoints.map((point) => random.pick(cases.filter(({ plan }) => plan.point === point)));
}

/** Which time: within the steps of the run, after what each start of an engine and each import does. */
function hitOf(point: Failpoint, random: Random): number {
  if (point === 'C6' || point === 'C8') return random.between(3, 10);
  if (point === 'C7' || point === 'C12') return random.between(1, 8);
  return point === 'C2' || point === 'C3' || point === 'C4' || point === 'C5' ? random.between(1, 3) : 1;
}

export async function runCase(one: FaultCase, seed: number, counts: ClassCounts, blind: BlindCounts): Promise<FaultResult> {
  const { subject, plan } = one;
  const world = makeWorld(`${plan.point}-${plan.action}-${subject}`, subject === 'commit' ? 1 : 0);
  // These are points of a second life: the first one ends after an effect, or before it. An approval is decided in the first.
  if (plan.point === 'C10' && subject !== 'approve' && subject !== 'agent')
    await oneLife(world, subject, seed, { point: 'C5', action: 'kill', hit: 2 });
  if (plan.point === 'C14') await oneLife(world, subject, seed, { point: 'C3', action: 'kill', hit: 2 });
  const acted = await oneLife(world, subject, seed, plan);
  const left = await drain(world, blind);
  const violations: Violation[] = left.map((detail) => ({ invariant: 'I10', detail: `still under way: ${detail}` }));
  const next = world.look((store) => {
    const runs = store.runs.list({ limit: -1 });
    const countEffect = createEffectCounter(store, readLedger(world.ledgerFile));
    violations.push(...checkInvariants(store, runs), ...checkEffects(store, runs, countEffect, counts));
    return runs
      .filter(({ parentKey }) => parentKey === null)
      .map((run) =>
        describe(
          store.events.after(run.key, 0).map(({ event }) => event.type),
          run.status,
        ),
      )
      .join('; ');
  });
  if (violations.length === 0) world.remove();
  return { ...one, reached: acted, next: next === '' ? 'nothing was accepted' : next, violations, folder: world.folder };
}

/** From the start of an engine with a plan to its end. True when the point was come to. */
async function oneLife(world: World, subject: Subject, seed: number, plan: FailpointPlan): Promise<boolean> {
  const before = acts(world, plan);
  const engine = spawnEngine({ config: { dataDir: world.dataDir, hitsFile: world.hitsFile, plan } });
  const hasActed = (): boolean => acts(world, plan) > before;
  const work = drive(engine, makeSubject(subject, seed, world), plan).catch((error: unknown) => error);
  const over = Promise.race([work, engine.ended, wait(LIFE_LIMIT_MS)]);
  let isOver = false;
  void over.finally(() => {
    isOver = true;
  });
  while (!isOver && !hasActed()) await wait(10);
  if (hasActed()) await aftermath(engine, plan, over);
  await engine.kill();
  return hasActed();
}

function acts(world: World, { point }: FailpointPlan): number {
  return world.hits().get(`acted ${point}`) ?? 0;
}

async function aftermath(engine: EngineUnderTest, { action }: FailpointPlan, over: Promise<unknown>): Promise<void> {
  if (action === 'kill') await engine.ended;
  else if (action === 'hang') await wait(HANG_MS);
  else {
    await Promise.race([over, wait(AFTER_THROW_MS)]);
    await engine.stop();
  }
}

async function drive(engine: EngineUnderTest, workload: ReturnType<typeof makeSubject>, { point }: FailpointPlan): Promise<void> {
  await engine.ready;
  const { client } = await engine.connect();
  const { items } = await client.runs.list({ limit: 1 });
  const before = items.at(-1);
  if (before !== undefined) {
    if (point === 'C10') await decideDone(client);
    return untilEnded(client, before.runId);
  }
  await client.workflows.import({ text: workload.helper.text, trust: true });
  await client.agents.save({ agent: worker.name, definition: agentSchema.parse(worker) });
  const text = workload.workflows[0]?.text ?? '';
  const { runId } = await client.runs.start({ source: { text } });
  if (point === 'C11') await client.runs.cancel({ run: runId });
  await untilEnded(client, runId);
}

/** The life before ended after an effect, and its step is in question as soon as this one has looked. */
async function decideDone(client: EngineClient): Promise<void> {
  for (;;) {
    const { items } = await client.runs.list({ states: ['needs_attention'] });
    for (const { runId } of items) {
      const { steps } = await client.runs.get({ run: runId });
      for (const { path, state } of steps)
        if (state === 'unknown') return void (await client.runs.decide({ run: runId, step: path, decision: 'done' }));
    }
    await wait(20);
  }
}

async function untilEnded(client: EngineClient, run: string): Promise<void> {
  for (;;) {
    await helpOn(client);
    const { state } = await client.runs.get({ run });
    if (isTerminalRun(state) || state === 'needs_attention') return;
    await wait(20);
  }
}

function describe(types: readonly string[], status: string): string {
  const count = (type: string): number => types.filter((one) => one === type).length;
  const told = [
    ['started again', count('step.interrupted')],
    ['asked', count('step.unknown')],
  ] as const;
  const more = told.flatMap(([what, times]) => (times > 0 ? [`${what} ${times}×`] : []));
  return [...more, status].join(', ');
}

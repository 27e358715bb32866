import fc from 'fast-check';
import { failpoints } from '../../shared/lib/failpoint.ts';
import { anyDocument } from '../support/engine-documents.ts';
import { planOf } from '../support/engine-walk.ts';
import type { Check } from './check.ts';
import { type ClassCounts, noCounts } from './check-effects.ts';
import type { BlindCounts } from './decide-unknown.ts';
import { allCases, runCase, sampleCases } from './failpoint-sweep.ts';
import type { Violation } from './invariants.ts';
import { createRandom } from './random.ts';
import type { Report } from './report.ts';
import { simulate } from './simulation.ts';
import { runStorm } from './storm.ts';
import { describeFault, runSyscallFault, syscallFaults, whyNoStrace } from './syscall-sweep.ts';

export interface Volume {
  readonly seed: number;
  readonly deep: boolean;
  /** Of layer C. */
  readonly kills: number;
  /** Storms of layer C at once. */
  readonly together: number;
  /** Of layer B: all cases of these kinds of step. */
  readonly only: readonly string[];
}

/** What all layers have seen together: a harness that hits nothing proves nothing (I14). */
export interface Seen {
  readonly counts: ClassCounts;
  readonly blind: BlindCounts;
  readonly hits: Map<string, number>;
  /** Of layer C: steps that have succeeded, by kind, and what was done to runs. */
  readonly kinds: Map<string, number>;
}

export function nothingSeen(): Seen {
  return { counts: noCounts(), blind: { retryWouldDouble: 0, skipWouldLose: 0 }, hits: new Map(), kinds: new Map() };
}

const SCHEDULES = 2000;
const DEEP_SCHEDULES = 10_000;
const KILLS_EACH = 50;
const SAMPLED_CALLS = 6;
const MOST_CALLS = 200;
const MANY_KILLS = 200;
const SEEN_BY_STORMS = [
  'shell.run',
  'file.write',
  'file.move',
  'git.commit',
  'event.publish',
  'waitFor',
  'approve',
  'agent',
  'call',
  'workflow',
  'forEach',
  'parallel',
  'delay',
  'run.recovered',
  'run.cancelling',
  'run.paused',
  'run.resumed',
  'retry',
];

export function simulationLayer(report: Report, { seed, deep }: Volume): void {
  report.title('A  simulation: the walk, with a crash at every await');
  let [crashes, steps, repeated, asked] = [0, 0, 0, 0];
  const numRuns = deep ? DEEP_SCHEDULES : SCHEDULES;
  const details = fc.check(
    fc.property(anyDocument(2), fc.integer(), (document, runSeed) => {
      const result = simulate(planOf(document), runSeed);
      crashes += result.crashes;
      steps += result.completedSteps;
      repeated += result.repeated;
      asked += result.asked;
      if (result.violations.length > 0) throw new Error(tell(result.violations));
    }),
    { numRuns, seed },
  );
  const sum = `${steps} steps, ${crashes} crashes, ${repeated} pure attempts repeated, ${asked} asked`;
  const failure = details.failed
    ? `seed ${seed}, path ${details.counterexamplePath}: ${JSON.stringify(details.counterexample)} ${details.errorInstance}`
    : '';
  report.result(!details.failed, `${numRuns} schedules`, details.failed ? failure : sum);
}

export async function failpointLayer(report: Report, { seed, deep, only }: Volume, seen: Seen): Promise<void> {
  report.title('B  failpoints (EN-1, GI-5): each point × each kind of step × kill, throw, hang');
  for (const one of deep || only.length > 0 ? allCases(seed, only) : sampleCases(seed)) {
    const { point, action, hit } = one.plan;
    const name = `${point} (time ${hit}) ${action} ${one.subject}`;
    try {
      const { reached, next, violations, folder } = await runCase(one, seed, seen.counts, seen.blind);
      if (reached) seen.hits.set(point, (seen.hits.get(point) ?? 0) + 1);
      const detail = violations.length > 0 ? `seed ${seed}: ${tell(violations)} (left in ${folder})` : next;
      report.result(violations.length === 0, name, reached ? detail : `not come to; ${detail}`);
    } catch (error) {
      report.result(false, name, `seed ${seed}: ${String(error)}`);
    }
  }
}

export async function killLayer(report: Report, { seed, kills, together }: Volume, seen: Seen): Promise<void> {
  report.title(`C  random kills (DB-1): ${kills}`);
  const storms = Array.from({ length: Math.ceil(kills / KILLS_EACH) }, (_, index) => index);
  const work = Array.from({ length: together }, async () => {
    for (let index = storms.shift(); index !== undefined; index = storms.shift())
      await oneStorm(report, seed * 1000 + index, Math.min(KILLS_EACH, kills - index * KILLS_EACH), seen);
  });
  await Promise.all(work);
}

async function oneStorm(report: Report, seed: number, kills: number, seen: Seen): Promise<void> {
  try {
    const { violations, admitted, ended, folder } = await runStorm({ seed, kills, ...seen });
    const detail = violations.length > 0 ? `${tell(violations)} (left in ${folder})` : `${admitted} runs accepted, ${ended} ended`;
    report.result(violations.length === 0, `${kills} kills, seed ${seed}`, detail);
  } catch (error) {
    report.result(false, `${kills} kills, seed ${seed}`, String(error));
  }
}

export async function syscallLayer(report: Report, volume: Volume): Promise<void> {
  report.title('D  calls of the operating system that fail or are the last (DB-2, FP-6)');
  const reason = whyNoStrace();
  if (reason !== undefined) return report.note(`left out: ${reason}`);
  const random = createRandom(volume.seed);
  const sampled = Array.from({ length: SAMPLED_CALLS }, () => ({ fault: random.pick(syscallFaults), k: random.between(1, 12) }));
  if (!volume.deep) for (const { fault, k } of sampled) await oneCall(report, fault, k, volume.seed);
  else for (const fault of syscallFaults) for (let k = 1; k <= MOST_CALLS && (await oneCall(report, fault, k, volume.seed)); k++);
}

/** False when there was no k-th call: the sweep of this fault is over. */
async function oneCall(report: Report, fault: (typeof syscallFaults)[number], k: number, seed: number): Promise<boolean> {
  try {
    const { reached, violations, folder } = await runSyscallFault(fault, k, seed);
    const detail = violations.length > 0 ? `seed ${seed}: ${tell(violations)} (left in ${folder})` : reached ? '' : 'there is no such call';
    report.result(violations.length === 0, describeFault(fault, k), detail);
    return reached;
  } catch (error) {
    report.result(false, describeFault(fault, k), `seed ${seed}: ${String(error)}`);
    return true;
  }
}

export function fixedLayer(report: Report, title: string, checks: readonly Check[]): void {
  report.title(title);
  for (const { name, ok, detail, skipped } of checks) {
    if (skipped === undefined) report.result(ok, name, detail.split('\n', 1)[0]);
    else report.note(`left out: ${name}: ${skipped}`);
  }
}

/** I14: everything above has had something to look at. */
export function vacuousPassGuard(report: Report, { counts, hits, kinds }: Seen, leastSteps: number): void {
  report.title('What was seen');
  const done = Object.values(counts).reduce((sum, one) => sum + one.onceDone, 0);
  report.result(done >= leastSteps, `I14 at least ${leastSteps} steps were done`, `${done}`);
  const told = SEEN_BY_STORMS.map((kind) => `${kind} ${kinds.get(kind) ?? 0}`).join(', ');
  const unseen = SEEN_BY_STORMS.filter((kind) => (kinds.get(kind) ?? 0) === 0);
  // A short storm may be over before each has had its turn.
  if (leastSteps < MANY_KILLS) report.note(told);
  else
    report.result(
      unseen.length === 0,
      'I14 every kind of step was done, and every order given',
      unseen.length === 0 ? told : `not ${unseen.join(', ')}`,
    );
  const missed = failpoints.filter((point) => (hits.get(point) ?? 0) === 0);
  report.result(missed.length === 0, 'I14 every failpoint was come to', missed.length === 0 ? '' : `not ${missed.join(', ')}`);
}

function tell(violations: readonly Violation[]): string {
  const told = violations.slice(0, 3).map(({ invariant, detail }) => `${invariant} ${detail}`);
  return violations.length > 3 ? `${told.join('; ')}; and ${violations.length - 3} more` : told.join('; ');
}

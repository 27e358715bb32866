import { join } from 'node:path';
import { countCommits } from './count-commits.ts';
import { type BenchEngine, openBenchEngine } from './engine.ts';
import { fdatasyncsPerSecond, syncedFilesPerSecond } from './floor.ts';
import type { Measure, Row } from './row.ts';
import { chainOf, type SmallStep } from './small-steps.ts';
import { countPerSecond, measureInTurns } from './turns.ts';

const STEPS = 100;

interface Case {
  readonly what: string;
  readonly steps: readonly unknown[];
  readonly judged: boolean;
  /** Where it does more than commit. */
  readonly floor?: { readonly name: string; measure(folder: string, ms: number): Promise<number> };
}

const fdatasync = { name: 'fdatasync', measure: fdatasyncsPerSecond };
const cases: readonly Case[] = [
  { what: 'keyed steps (each waits for the commit of its intent)', steps: chainOf(STEPS, 'keyed'), judged: true },
  ...(['internal', 'pure'] satisfies SmallStep[]).map((kind) => ({ what: `${kind} steps`, steps: chainOf(STEPS, kind), judged: true })),
  { what: 'log steps (a log file each)', steps: repeat({ action: 'log', with: { message: 'done' } }), judged: false },
  {
    what: 'file.write steps (keyed; a synced file each)',
    steps: repeat({ action: 'file.write', with: { path: 'a', content: 'a' } }),
    judged: false,
    floor: { name: 'two commits and a synced file', measure: syncedFilesPerSecond },
  },
];

export const chainRow: Row = {
  name: 'chain',
  title: `One run of ${STEPS} small steps, one after the other`,
  async measure({ folder, seconds }) {
    const commits = await countEach(join(folder, 'counted'));
    const measures: Measure[] = [];
    const bench = await openBenchEngine(join(folder, 'engine'));
    for (const { what, steps, judged, floor = fdatasync } of cases) {
      const admission = await bench.prepare(what, steps);
      const measured = await measureInTurns(
        seconds,
        (ms) => floor.measure(folder, ms),
        (ms) => countPerSecond(ms, () => bench.run(admission).then(() => STEPS)),
      );
      measures.push({
        what,
        unit: 'per second',
        ...measured,
        floor: { name: floor.name, value: measured.floor },
        ...(judged ? { target: { of: 'ratio', atLeast: 0.45 } } : {}),
        note: `${((commits.get(what) ?? Number.NaN) / STEPS).toFixed(2)} commits a step`,
      });
    }
    await bench.close();
    return measures;
  },
};

function repeat(step: object): readonly unknown[] {
  return Array.from({ length: STEPS }, (_, index) => ({ id: `s${index}`, ...step }));
}

async function countEach(home: string): Promise<Map<string, number>> {
  const commits = new Map<string, number>();
  await countCommits(async (count) => {
    const bench: BenchEngine = await openBenchEngine(home);
    for (const { what, steps } of cases) {
      const admission = await bench.prepare(what, steps);
      const before = count();
      await bench.run(admission);
      commits.set(what, count() - before);
    }
    await bench.close();
  });
  return commits;
}

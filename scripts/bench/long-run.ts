import { join } from 'node:path';
import { type BenchEngine, openBenchEngine } from './engine.ts';
import type { Measure, Row } from './row.ts';
import { chainOf, type SmallStep, smallSteps } from './small-steps.ts';
import { median } from './statistics.ts';

const LONG = 10_000;
const SHORT = 10;
const kinds: readonly SmallStep[] = ['keyed', 'pure'];

export const longRunRow: Row = {
  name: 'long-run',
  title: `What a step costs in a run of ${LONG.toLocaleString('en')}, against one of ${SHORT}`,
  async measure({ folder, seconds }) {
    const bench = await openBenchEngine(join(folder, 'engine'));
    const measures: Measure[] = [];
    for (const kind of kinds) {
      measures.push(await compare(bench, `chain of ${kind} steps`, seconds, (count) => chainOf(count, kind)));
    }
    measures.push(
      await compare(bench, 'loop over a pure step', seconds, (times) => [
        { id: 'each', times, maxIterations: LONG, steps: [smallSteps.pure] },
      ]),
    );
    measures.push(await measureStart(bench));
    await bench.close();
    return measures;
  },
};

async function compare(
  bench: BenchEngine,
  what: string,
  seconds: number,
  stepsOf: (count: number) => readonly unknown[],
): Promise<Measure> {
  const short = await bench.prepare(`${what}, short`, stepsOf(SHORT));
  const long = await bench.prepare(`${what}, long`, stepsOf(LONG));
  const msOf = async (work: () => Promise<unknown>): Promise<number> => {
    const startedAt = performance.now();
    await work();
    return performance.now() - startedAt;
  };
  const shortMs: number[] = [];
  const longMs: number[] = [];
  const endAt = performance.now() + seconds * 1000;
  do {
    for (let count = 0; count < 100; count++) shortMs.push((await msOf(() => bench.run(short))) / SHORT);
    longMs.push((await msOf(() => bench.run(long))) / LONG);
  } while (performance.now() < endAt);
  const ours = median(longMs);
  const floor = median(shortMs);
  return {
    what,
    unit: 'ms',
    ours,
    floor: { name: `a step in a run of ${SHORT}`, value: floor },
    ratio: ours / floor,
    target: { of: 'ratio', atMost: 1.3 },
  };
}

/** From the admission until the first step's start has been told. */
async function measureStart(bench: BenchEngine): Promise<Measure> {
  const admission = await bench.prepare('start', chainOf(LONG, 'keyed'));
  const started = Promise.withResolvers<number>();
  const stop = bench.engine.listen(({ event }) => {
    if (event.type === 'step.started') started.resolve(performance.now());
  });
  const admittedAt = performance.now();
  const run = bench.run(admission);
  const ours = (await started.promise) - admittedAt;
  stop();
  await run;
  return { what: `admit → first step of ${LONG.toLocaleString('en')} starts`, unit: 'ms', ours, target: { of: 'ours', atMost: 1000 } };
}

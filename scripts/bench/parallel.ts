import { join } from 'node:path';
import { openBenchEngine } from './engine.ts';
import { fdatasyncsPerSecond } from './floor.ts';
import type { Measure, Row } from './row.ts';
import { chainOf, fanOf, type SmallStep } from './small-steps.ts';
import { countPerSecond, measureInTurns } from './turns.ts';

const FAN = 1000;
const RUNS = 8;
const STEPS = 10;
const kinds: readonly SmallStep[] = ['keyed', 'internal', 'pure'];

export const parallelRow: Row = {
  name: 'parallel',
  title: 'Steps and runs at once',
  async measure({ folder, seconds }) {
    const bench = await openBenchEngine(join(folder, 'engine'), RUNS);
    const measures: Measure[] = [];
    const measure = async (what: string, work: () => Promise<number>) => {
      const measured = await measureInTurns(
        seconds,
        (ms) => fdatasyncsPerSecond(folder, ms),
        (ms) => countPerSecond(ms, work),
      );
      const floor = { name: 'fdatasync', value: measured.floor };
      measures.push({ what, unit: 'per second', ...measured, floor, target: { of: 'ratio', atLeast: 1.2 } });
    };
    for (const kind of kinds) {
      const fan = await bench.prepare(`fan of ${kind}`, fanOf(FAN, kind), { parallelism: 64 });
      await measure(`fan-out of ${FAN.toLocaleString('en')}, 64 at once, ${kind} steps`, () => bench.run(fan).then(() => FAN));
    }
    for (const kind of kinds) {
      const chain = await bench.prepare(`chain of ${kind}`, chainOf(STEPS, kind));
      await measure(`${RUNS} runs of ${STEPS} ${kind} steps at once`, async () => {
        await Promise.all(Array.from({ length: RUNS }, () => bench.run(chain)));
        return RUNS * STEPS;
      });
    }
    await bench.close();
    return measures;
  },
};

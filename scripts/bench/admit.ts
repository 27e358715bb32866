import { join } from 'node:path';
import { openBenchEngine } from './engine.ts';
import { bareStepsPerSecond } from './floor.ts';
import type { Measure, Row } from './row.ts';
import { chainOf, type SmallStep } from './small-steps.ts';
import { median, percentile } from './statistics.ts';
import { countPerSecond, measureInTurns } from './turns.ts';

const AT_ONCE = 8;
/** Admission, intent with the start of the run, result with the end of the run. */
const COMMITS = 3;
const kinds: readonly SmallStep[] = ['keyed', 'pure'];

export const admitRow: Row = {
  name: 'admit',
  title: 'Runs of one small step',
  async measure({ folder, seconds }) {
    const bench = await openBenchEngine(join(folder, 'engine'), AT_ONCE);
    const measures: Measure[] = [];
    for (const kind of kinds) {
      const admission = await bench.prepare(`one ${kind}`, chainOf(1, kind));
      const times: number[] = [];
      const measured = await measureInTurns(
        seconds,
        async (ms) => (COMMITS * 1000) / (await bareStepsPerSecond(folder, 1, ms)),
        async (ms) => {
          const turn: number[] = [];
          await countPerSecond(ms, async () => {
            const startedAt = performance.now();
            await bench.run(admission);
            return turn.push(performance.now() - startedAt);
          });
          times.push(...turn);
          return median(turn);
        },
      );
      const what = `admit → one ${kind} step → completed`;
      const floor = { name: `${COMMITS} commits of the bare loop`, value: measured.floor };
      measures.push({ what: `${what}, p50`, unit: 'ms', ...measured, floor, target: { of: 'ours', atMost: 1.5 } });
      measures.push({ what: `${what}, p99`, unit: 'ms', ours: percentile(times, 0.99), target: { of: 'ours', atMost: 5 } });
    }
    for (const kind of kinds) {
      const admission = await bench.prepare(`one ${kind}`, chainOf(1, kind));
      const measured = await measureInTurns(
        seconds,
        async (ms) => (await bareStepsPerSecond(folder, AT_ONCE, ms)) / COMMITS,
        (ms) => runsPerSecond(ms, async () => void (await bench.run(admission))),
      );
      const floor = { name: `bare loop, ${AT_ONCE} in a commit, ÷ ${COMMITS}`, value: measured.floor };
      const target = { of: 'ours', atLeast: 2500 } as const;
      measures.push({ what: `one-step runs, ${AT_ONCE} at once, ${kind}`, unit: 'per second', ...measured, floor, target });
    }
    await bench.close();
    return measures;
  },
};

/** As many callers as may be at once, each starting its next run when the one before has ended. */
async function runsPerSecond(ms: number, run: () => Promise<void>): Promise<number> {
  const callers = Array.from({ length: AT_ONCE }, () =>
    countPerSecond(ms, async () => {
      await run();
      return 1;
    }),
  );
  return (await Promise.all(callers)).reduce((total, one) => total + one, 0);
}

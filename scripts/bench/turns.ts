import { median } from './statistics.ts';

const TURNS = 7;

/** Measures the floor and ours in turns, so that whatever else the machine does weighs on both. Each gets the time that it may take, in ms. */
export async function measureInTurns(
  seconds: number,
  floor: (ms: number) => number | Promise<number>,
  ours: (ms: number) => Promise<number>,
): Promise<{ readonly ours: number; readonly floor: number; readonly ratio: number }> {
  const turnMs = (seconds * 1000) / TURNS;
  // Code that has not been compiled yet and empty caches are not what is measured.
  await ours(turnMs);
  const turns: { ours: number; floor: number }[] = [];
  for (let turn = 0; turn < TURNS; turn++) turns.push({ floor: await floor(turnMs / 3), ours: await ours((turnMs * 2) / 3) });
  return {
    ours: median(turns.map((turn) => turn.ours)),
    floor: median(turns.map((turn) => turn.floor)),
    ratio: median(turns.map((turn) => turn.ours / turn.floor)),
  };
}

/** How many units a second `work` does; it returns how many it has done, and is called until the time is over. */
export async function countPerSecond(ms: number, work: () => number | Promise<number>): Promise<number> {
  const startedAt = performance.now();
  let count = 0;
  let elapsed = 0;
  do {
    count += await work();
    elapsed = performance.now() - startedAt;
  } while (elapsed < ms);
  return (count / elapsed) * 1000;
}

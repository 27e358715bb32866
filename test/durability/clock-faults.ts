import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { EngineClient } from '../../shared/contract/contract.ts';
import { until } from '../support/until.ts';
import { type Check, check, expectThat } from './check.ts';
import { type EngineUnderTest, spawnEngine } from './engine-under-test.ts';
import { finishSoundly } from './whole-check.ts';
import { makeWorld, type World } from './world.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Layer G: the wall clock jumps, while the engine runs and while it does not: nothing comes early, nothing comes in a storm, nothing twice. Without `all`: one of each sort. */
export async function runClockFaults(all: boolean): Promise<Check[]> {
  const checks: Check[] = [];
  for (const [name, ms] of [
    ['back by an hour', -HOUR_MS],
    ['ahead by an hour', HOUR_MS],
    ['ahead by 30 days', 30 * DAY_MS],
  ] as const) {
    if (!all && ms !== 30 * DAY_MS) continue;
    checks.push(await check(`a schedule makes no storm when the clock goes ${name} while the engine runs`, () => scheduleJump(ms, false)));
    checks.push(
      await check(`a schedule makes no storm when the clock goes ${name} while the engine is dead`, () => scheduleJump(ms, true)),
    );
  }
  checks.push(await check('a delay does not end early when the clock goes back, and ends once it has come', delayBack));
  checks.push(await check('a delay that came due while the engine was dead ends at the restart', delayDue));
  checks.push(await check('the hour that a change of clocks leaves out makes one run, not many', daylightSaving));
  return checks;
}

class ClockWorld {
  readonly world: World;
  readonly #clockFile: string;
  engine: EngineUnderTest | undefined;

  constructor() {
    this.world = makeWorld('clock', 0);
    this.#clockFile = join(this.world.folder, 'clock');
    this.shift(0);
  }

  shift(ms: number): void {
    writeFileSync(this.#clockFile, String(ms));
  }

  async start(): Promise<EngineClient> {
    const { dataDir, hitsFile } = this.world;
    this.engine = spawnEngine({ config: { dataDir, hitsFile, clockFile: this.#clockFile } });
    await this.engine.ready;
    return (await this.engine.connect()).client;
  }

  async end(): Promise<void> {
    await this.engine?.kill();
    // A clock that is right again must not make the work of the other one undone.
    this.shift(0);
    await finishSoundly(this.world, []);
    this.world.remove();
  }

  text(steps: readonly object[], trigger?: object): string {
    const settings = { workingDirectory: this.world.workspace };
    return JSON.stringify({ name: 'clock', settings, steps, ...(trigger === undefined ? {} : { triggers: [trigger] }) });
  }
}

/** Every second, with one catch-up run for what was missed. */
async function scheduleJump(ms: number, whileDead: boolean): Promise<string> {
  const clock = new ClockWorld();
  let client = await clock.start();
  const trigger = { type: 'schedule', config: { cron: '* * * * * *', timezone: 'UTC', catchUp: 'once' } };
  await client.workflows.import({ text: clock.text([{ id: 'tick', action: 'log', with: { message: 'tick' } }], trigger), trust: true });
  await until(async () => (await countRuns(client)) >= 2, 'the first ticks');
  if (whileDead) await clock.engine?.kill();
  clock.shift(ms);
  if (whileDead) client = await clock.start();
  const before = await countRuns(client);
  const startedAt = performance.now();
  await wait(3000);
  const after = await countRuns(client);
  const seconds = (performance.now() - startedAt) / 1000;
  // One for each second that passed, one to catch up, one for the edge.
  expectThat(after - before <= seconds + 2, `${after - before} runs in ${seconds.toFixed(1)} s`);
  if (ms > 0) expectThat(after > before, 'the schedule has come to rest');
  const slots = clock.world.look(
    (store) =>
      store.firings.list({ limit: 10_000 }).flatMap(({ verdict, data }) => (verdict === 'started' ? [String(data['scheduledTime'])] : [])),
    { asCopy: true },
  );
  expectThat(new Set(slots).size === slots.length, 'a slot has fired twice');
  await clock.end();
  return `${after - before} runs in the ${seconds.toFixed(1)} s after it`;
}

async function countRuns(client: EngineClient): Promise<number> {
  return (await client.runs.list({ limit: 1000 })).items.length;
}

async function delayBack(): Promise<string> {
  const clock = new ClockWorld();
  const client = await clock.start();
  const { runId } = await client.runs.start({ source: { text: clock.text([{ id: 'rest', delay: '2s' }]) } });
  clock.shift(-HOUR_MS);
  await wait(3500);
  const early = (await client.runs.get({ run: runId })).state;
  expectThat(early === 'waiting', `the run is ${early} an hour before its time`);
  await clock.engine?.kill();
  clock.shift(0);
  const later = await clock.start();
  await until(async () => (await later.runs.get({ run: runId })).state === 'completed', 'the end of the delay');
  await clock.end();
  return 'it waits while the clock is behind, and ends when it is right again';
}

async function delayDue(): Promise<string> {
  const clock = new ClockWorld();
  const client = await clock.start();
  const { runId } = await client.runs.start({ source: { text: clock.text([{ id: 'rest', delay: '25m' }]) } });
  await clock.engine?.kill();
  clock.shift(HOUR_MS / 3);
  const between = await clock.start();
  await wait(300);
  const early = (await between.runs.get({ run: runId })).state;
  expectThat(early === 'waiting', `the run is ${early} five minutes before its time`);
  await clock.engine?.kill();
  clock.shift(HOUR_MS);
  const later = await clock.start();
  await until(async () => (await later.runs.get({ run: runId })).state === 'completed', 'the end of the delay');
  await clock.end();
  return 'waiting 5 minutes before its time, ended after it';
}

/** Berlin, 28 March 2027: 02:00 to 03:00 is left out. A job of 02:30 is looked at before and after. */
async function daylightSaving(): Promise<string> {
  const clock = new ClockWorld();
  const before = Date.parse('2027-03-28T00:30:00Z');
  clock.shift(before - Date.now());
  const client = await clock.start();
  const trigger = { type: 'schedule', config: { cron: '30 2 * * *', timezone: 'Europe/Berlin' } };
  await client.workflows.import({ text: clock.text([{ id: 'tick', action: 'log', with: { message: 'tick' } }], trigger), trust: true });
  await clock.engine?.kill();
  clock.shift(before + 2 * HOUR_MS - Date.now());
  const later = await clock.start();
  await wait(500);
  const runs = await countRuns(later);
  expectThat(runs === 1, `${runs} runs for one time that the day does not have`);
  await clock.end();
  return 'one run';
}

import { statSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { EngineClient } from '../../shared/contract/contract.ts';
import type { Clock } from '../../shared/lib/clock.ts';
import { openBenchApp } from './app.ts';
import { questions } from './history.ts';
import type { Row } from './row.ts';
import { openSocketClient } from './socket-client.ts';
import { percentile } from './statistics.ts';

const AT_ONCE = 8;
/** A day goes by in two minutes: retention, backups and what else the upkeep does happen as often as in a day. */
const FASTER = 720;
const SAMPLES = 10;
/** Before this share of the runs, code is still compiled and caches fill. */
const WARM = 0.2;
const ASK_EVERY_MS = 25;

const workflow = `
name: Soak
variables: [{ name: count, type: number, default: 1 }]
steps:
  - { id: greet, action: data.template, with: { template: 'Hello \${name}', values: { name: world } } }
  - { id: keep, action: set, with: { variables: { greeting: '{{steps.greet.output.data}}' } } }
  - { id: more, action: data.transform, with: { input: '{{count}}', expression: 'input * 2' } }
  - { id: say, action: log, with: { message: '{{greeting}} {{steps.more.output.data}}' } }
outputs: { doubled: '{{steps.more.output.data}}' }
`;

interface Sample {
  readonly runs: number;
  readonly perSecond: number;
  readonly residentMb: number;
  readonly heapMb: number;
  readonly logMb: number;
  readonly databaseMb: number;
}

export const soakRow: Row = {
  name: 'soak',
  title: `A day of runs, ${AT_ONCE} at once, in minutes: memory, the write-ahead log, and what a window is answered meanwhile (DB-8)`,
  isLong: true,
  async measure({ folder, runs }) {
    const clock = fasterClock();
    const app = await openBenchApp(folder, 'all', clock);
    const { client, close } = await openSocketClient(app, folder);
    await app.client.workflows.import({ text: workflow, trust: true });
    const ids: string[] = [];
    const asking = startAsking(client, ids, folder);
    const startedAt = performance.now();
    const samples = await runAll(app.client, runs, ids, folder);
    const perSecond = (runs / (performance.now() - startedAt)) * 1000;
    const { times, mostLogMb } = await asking.stop();
    const kept = (await app.client.stats.trend({ days: 31 })).items.reduce((sum, day) => sum + day.runs, 0);
    await close();
    await app.close(1000);
    if (kept !== runs) throw new Error(`${runs} runs ended, and ${kept} are counted`);

    const warm = samples.filter((sample) => sample.runs >= runs * WARM);
    const growth = (of: (sample: Sample) => number): number => {
      const [first, last] = [warm[0], warm.at(-1)];
      return first === undefined || last === undefined ? Number.NaN : of(last) - of(first);
    };
    const from = `from ${Math.round(runs * WARM).toLocaleString('en')} to ${runs.toLocaleString('en')} runs`;
    return [
      { what: `runs of four steps, ${runs.toLocaleString('en')} of them`, ours: perSecond, unit: 'per second' },
      {
        what: `heap after collection, growth ${from}`,
        ours: growth(({ heapMb }) => heapMb),
        unit: 'MB',
        target: { of: 'ours', atMost: 10 },
      },
      {
        what: `resident memory, growth ${from}`,
        ours: growth(({ residentMb }) => residentMb),
        unit: 'MB',
        target: { of: 'ours', atMost: 40 },
      },
      { what: 'resident memory, the most', ours: Math.max(...samples.map(({ residentMb }) => residentMb)), unit: 'MB' },
      { what: 'write-ahead log, the most', ours: mostLogMb, unit: 'MB', target: { of: 'ours', atMost: 64 } },
      { what: 'an answer meanwhile, p50', ours: percentile(times, 0.5), unit: 'ms', note: `${times.length} asked` },
      { what: 'an answer meanwhile, p95', ours: percentile(times, 0.95), unit: 'ms', target: { of: 'ours', atMost: 50 } },
      { what: 'an answer meanwhile, the slowest', ours: Math.max(...times), unit: 'ms' },
    ];
  },
};

async function runAll(client: EngineClient, runs: number, ids: string[], folder: string): Promise<Sample[]> {
  const collect = exposeCollector();
  const samples: Sample[] = [];
  let started = 0;
  let ended = 0;
  let sampledAt = performance.now();
  const each = Math.ceil(runs / SAMPLES);

  async function caller(): Promise<void> {
    while (started < runs) {
      started += 1;
      const { runId } = await client.runs.start({ source: { workflow: 'Soak' }, inputs: { count: started } });
      for await (const update of await client.runs.follow({ run: runId })) {
        if (update.type === 'run' && update.run.state === 'failed') throw new Error(update.run.error?.message);
      }
      ended += 1;
      if (ended % 97 === 0) ids[ids.length < 1000 ? ids.length : ended % 1000] = runId;
      if (ended % each === 0 || ended === runs) sample();
    }
  }

  function sample(): void {
    const now = performance.now();
    const perSecond = (each / (now - sampledAt)) * 1000;
    collect();
    const { rss, heapUsed } = process.memoryUsage();
    const made = {
      runs: ended,
      perSecond,
      residentMb: rss / 2 ** 20,
      heapMb: heapUsed / 2 ** 20,
      logMb: sizeMb(join(folder, 'pawl.db-wal')),
      databaseMb: sizeMb(join(folder, 'pawl.db')),
    };
    samples.push(made);
    const { residentMb, heapMb, logMb, databaseMb } = made;
    const texts = [`${Math.round(perSecond)} runs/s`, `resident ${residentMb.toFixed(0)} MB`, `heap ${heapMb.toFixed(1)} MB`];
    process.stderr.write(
      `  ${String(ended).padStart(9)} runs  ${texts.join('  ')}  log ${logMb.toFixed(1)} MB  database ${databaseMb.toFixed(0)} MB\n`,
    );
    sampledAt = performance.now();
  }

  await Promise.all(Array.from({ length: AT_ONCE }, caller));
  return samples;
}

/** Asks one thing after the other, as windows do, until it is stopped. */
function startAsking(client: EngineClient, runIds: string[], folder: string) {
  const times: number[] = [];
  let stopped = false;
  let mostLogMb = 0;
  const done = (async () => {
    for (let count = 0; !stopped; count++) {
      await new Promise((wake) => setTimeout(wake, ASK_EVERY_MS));
      mostLogMb = Math.max(mostLogMb, sizeMb(join(folder, 'pawl.db-wal')));
      if (runIds.length === 0) continue;
      const all = questions(client, { workflows: ['Soak'], runIds });
      const startedAt = performance.now();
      await all[count % all.length]?.ask();
      times.push(performance.now() - startedAt);
    }
  })();
  return {
    async stop() {
      stopped = true;
      await done;
      return { times, mostLogMb };
    },
  };
}

function fasterClock(): Clock {
  const startedAt = Date.now();
  return {
    now: () => Math.round(startedAt + (Date.now() - startedAt) * FASTER),
    setTimeout: (run, ms) => Number(setTimeout(run, ms / FASTER)),
    clearTimeout: (handle) => clearTimeout(handle),
  };
}

function exposeCollector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}

function sizeMb(file: string): number {
  return (statSync(file, { throwIfNoEntry: false })?.size ?? 0) / 2 ** 20;
}

import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { admitRow } from './admit.ts';
import { backupRow } from './backup.ts';
import { chainRow } from './chain.ts';
import { expressionsRow } from './expressions.ts';
import { fileChangeRow } from './file-change.ts';
import { floorRow } from './floor.ts';
import { historyRow } from './history.ts';
import { idleRow } from './idle.ts';
import { longRunRow } from './long-run.ts';
import { parallelRow } from './parallel.ts';
import { processRow } from './process.ts';
import { isMet, type Measure, type Row } from './row.ts';
import { rpcRow } from './rpc.ts';
import { soakRow } from './soak.ts';
import { spawnRow } from './spawn.ts';
import { startRow } from './start.ts';
import { printMeasures } from './table.ts';
import { watchTreeRow } from './watch-tree.ts';

const rows: readonly Row[] = [
  floorRow,
  chainRow,
  parallelRow,
  admitRow,
  longRunRow,
  expressionsRow,
  processRow,
  startRow,
  idleRow,
  fileChangeRow,
  watchTreeRow,
  rpcRow,
  spawnRow,
  backupRow,
  historyRow,
  soakRow,
];
/** Of the rows that are about many runs, unless `--runs` says otherwise. */
const usualRuns: Readonly<Record<string, number>> = { backup: 100_000, history: 1_000_000, soak: 100_000 };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '1', short: 's' },
    runs: { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false, short: 'h' },
  },
});
const seconds = Number(values.seconds);
const runs = values.runs === undefined ? undefined : Number(values.runs);
const unknown = positionals.filter((name) => !rows.some((row) => row.name === name));

if (values.help || unknown.length > 0 || !(seconds > 0) || !(runs === undefined || runs > 0)) {
  const names = rows.map(({ name, title, isLong = false }) => `  ${name.padEnd(14)}${title}${isLong ? ' [only by name]' : ''}\n`).join('');
  process.stderr.write(
    `npm run bench -- [row…] [--seconds <n>] [--runs <n>] [--json]\n\n${names}\n--seconds: how long one measure takes, default 1. --runs: of the long rows. PAWL_BENCH_DIR: the disk to measure.\n`,
  );
  process.exitCode = values.help ? 0 : 2;
} else {
  const chosen =
    positionals.length === 0 ? rows.filter(({ isLong = false }) => !isLong) : rows.filter((row) => positionals.includes(row.name));
  const results = await measureRows(chosen);
  if (values.json) process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
}

async function measureRows(chosen: readonly Row[]): Promise<{ readonly row: string; readonly measures: readonly Measure[] }[]> {
  const results = [];
  const folder = await mkdtemp(join(process.env['PAWL_BENCH_DIR'] ?? tmpdir(), 'pawl-bench-'));
  try {
    for (const row of chosen) {
      const own = join(folder, row.name);
      await mkdir(own);
      const measures = await row.measure({ folder: own, seconds, runs: runs ?? usualRuns[row.name] ?? 0 });
      await rm(own, { recursive: true, force: true });
      results.push({
        row: row.name,
        measures: measures.map((one) => ({ ...one, ...(one.target === undefined ? {} : { met: isMet(one, one.target) }) })),
      });
      if (!values.json) printMeasures(row, measures);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return results;
}

import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { admitRow } from './admit.ts';
import { chainRow } from './chain.ts';
import { fileChangeRow } from './file-change.ts';
import { floorRow } from './floor.ts';
import { longRunRow } from './long-run.ts';
import { parallelRow } from './parallel.ts';
import { processRow } from './process.ts';
import { isMet, type Measure, type Row } from './row.ts';
import { rpcRow } from './rpc.ts';
import { printMeasures } from './table.ts';
import { watchTreeRow } from './watch-tree.ts';

const rows: readonly Row[] = [floorRow, chainRow, parallelRow, admitRow, longRunRow, processRow, fileChangeRow, watchTreeRow, rpcRow];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '1', short: 's' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false, short: 'h' },
  },
});
const seconds = Number(values.seconds);
const unknown = positionals.filter((name) => !rows.some((row) => row.name === name));

if (values.help || unknown.length > 0 || !(seconds > 0)) {
  const names = rows.map(({ name, title }) => `  ${name.padEnd(14)}${title}\n`).join('');
  process.stderr.write(
    `npm run bench -- [row…] [--seconds <n>] [--json]\n\n${names}\n--seconds: how long one measure takes, default 1. PAWL_BENCH_DIR: the disk to measure.\n`,
  );
  process.exitCode = values.help ? 0 : 2;
} else {
  const chosen = positionals.length === 0 ? rows : rows.filter((row) => positionals.includes(row.name));
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
      const measures = await row.measure({ folder: own, seconds });
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

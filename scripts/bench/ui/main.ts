import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isMet, type Row } from '../row.ts';
import { printMeasures } from '../table.ts';
import { canvasRow } from './canvas.ts';
import { largeOutputRow } from './large-output.ts';
import { largePagesRow } from './large-pages.ts';
import { liveRunRow } from './live-run.ts';
import { longLogRow } from './long-log.ts';
import { runListRow } from './run-list.ts';
import { scriptSizeRow } from './script-size.ts';
import { typingRow } from './typing.ts';

/** `npm run bench:ui -- [row…] [--json] [--runs=1000000]`: how fast the window is, measured in the page. */
const rows: readonly Row[] = [canvasRow, liveRunRow, longLogRow, largeOutputRow, scriptSizeRow, typingRow, runListRow, largePagesRow];

const names = process.argv.slice(2).filter((name) => !name.startsWith('--'));
const asJson = process.argv.includes('--json');
const unknown = names.filter((name) => !rows.some((row) => row.name === name));
if (unknown.length > 0) {
  process.stderr.write(`There is no row ${unknown.join(', ')}; there are ${rows.map(({ name }) => name).join(', ')}\n`);
  process.exitCode = 2;
} else {
  const results = [];
  for (const row of names.length === 0 ? rows : rows.filter(({ name }) => names.includes(name))) {
    const folder = await mkdtemp(join(tmpdir(), 'pawl-bench-ui-'));
    try {
      const measures = await row.measure({
        folder,
        seconds: 1,
        runs: Number(process.argv.find((word) => word.startsWith('--runs='))?.slice('--runs='.length) ?? 0),
      });
      results.push({
        row: row.name,
        measures: measures.map((one) => ({ ...one, ...(one.target === undefined ? {} : { met: isMet(one, one.target) }) })),
      });
      if (!asJson) printMeasures(row, measures);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  if (asJson) process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
}

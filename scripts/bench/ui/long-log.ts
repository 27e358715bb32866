import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Row } from '../row.ts';
import { openWindow } from './window.ts';

const BYTES = 100_000_000;

export const longLogRow: Row = {
  name: 'long-log',
  title: 'A log of 100 MB',
  async measure({ folder }) {
    const { page, client, close } = await openWindow(folder);
    try {
      const text = JSON.stringify({
        pawl: 1,
        name: 'Long log',
        steps: [{ id: 'print', name: 'Print', action: 'log', with: { message: 'x' } }],
      });
      const { runId } = await client.runs.start({ source: { text } });
      for await (const update of await client.runs.follow({ run: runId })) void update;
      const lines = await writeLog(join(folder, 'logs', 'runs', runId));
      await page.evaluate(`location.hash = ${JSON.stringify(`#/runs/${runId}/print`)}`);
      const tab = page.getByRole('tab', { name: 'Log' });
      await tab.waitFor();
      const line = page.locator('[data-place]').first();
      const openedAt = performance.now();
      await tab.click();
      await line.waitFor();
      const openMs = performance.now() - openedAt;
      const searchedAt = performance.now();
      await page.getByLabel('Search the log').fill(`line ${lines - 3} `);
      await page.getByText('1 line', { exact: true }).waitFor();
      const searchMs = performance.now() - searchedAt;
      return [
        { what: 'open, to the first line drawn', unit: 'ms', ours: openMs, target: { of: 'ours', atMost: 500 } },
        { what: 'search to its end', unit: 'ms', ours: searchMs },
      ];
    } finally {
      await close();
    }
  },
};

/** As the engine keeps what a step has printed. Gives the number of lines. */
async function writeLog(folder: string): Promise<number> {
  await mkdir(folder, { recursive: true });
  const file = await open(join(folder, 'print.jsonl'), 'w');
  let lines = 0;
  for (let written = 0; written < BYTES; ) {
    const records = Array.from({ length: 5000 }, () =>
      JSON.stringify({ at: 1_800_000_000_000 + lines, attempt: 1, stream: 'stdout', text: `line ${++lines} of a build that says a lot\n` }),
    );
    const text = `${records.join('\n')}\n`;
    await file.write(text);
    written += text.length;
  }
  await file.close();
  return lines;
}

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Row } from '../row.ts';
import { openWindow } from './window.ts';

const BYTES = 10_000_000;

export const largeOutputRow: Row = {
  name: 'large-output',
  title: 'A step with an output of 10 MB',
  async measure({ folder }) {
    const { page, client, close } = await openWindow(join(folder, 'home'));
    try {
      const file = join(folder, 'rows.json');
      await writeFile(
        file,
        JSON.stringify(Array.from({ length: BYTES / 100 }, (_, row) => ({ row, name: `row ${row}`, text: 'x'.repeat(64) }))),
      );
      const step = { id: 'read', name: 'Read', action: 'file.read', with: { path: file, as: 'json', maxBytes: '20MB' } };
      const text = JSON.stringify({
        pawl: 1,
        name: 'Large',
        settings: { workingDirectory: folder, roots: ['.'] },
        steps: [step, { id: 'done', name: 'Done', action: 'data.template', with: { template: 'done', values: {} } }],
      });
      await client.workflows.import({ text, trust: true });
      const { runId } = await client.workflows.execute({ workflow: 'Large' });
      for await (const update of await client.runs.follow({ run: runId })) void update;

      // Loads the scripts, as the first run that a person opens does.
      await page.evaluate(`location.hash = ${JSON.stringify(`#/runs/${runId}/done`)}`);
      await page.getByRole('tree', { name: 'Output' }).waitFor();
      const show = page.getByRole('button', { name: 'Show it' });
      const openedAt = performance.now();
      await page.getByRole('tree', { name: 'Steps' }).getByRole('treeitem', { name: /Read/ }).click();
      await show.waitFor();
      const openMs = performance.now() - openedAt;
      const askedAt = performance.now();
      await show.click();
      await page.getByRole('tree', { name: 'Output' }).getByRole('treeitem').nth(1).waitFor();
      const showMs = performance.now() - askedAt;
      const searchedAt = performance.now();
      await page.getByLabel('Search in Output').fill('row 99998');
      await page.getByText('1 found').waitFor();
      const searchMs = performance.now() - searchedAt;
      return [
        { what: 'open the step', unit: 'ms', ours: openMs, target: { of: 'ours', atMost: 200 } },
        { what: 'show all of it as a tree', unit: 'ms', ours: showMs, target: { of: 'ours', atMost: 500 } },
        { what: 'search to its end', unit: 'ms', ours: searchMs },
      ];
    } finally {
      await close();
    }
  },
};

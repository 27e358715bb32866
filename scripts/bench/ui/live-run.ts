import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Measure, Row } from '../row.ts';
import { median, percentile } from '../statistics.ts';
import { framesDuring } from './frames.ts';
import { openWindow } from './window.ts';

const CHAINS = 40;
const LENGTH = 50;

/** Of 30 frames in a second. */
const MOST_MS = 1000 / 30;

export const liveRunRow: Row = {
  name: 'live-run',
  title: `A run of ${CHAINS * LENGTH} steps, watched while it goes on`,
  async measure({ folder }) {
    const { page, client, close } = await openWindow(folder);
    try {
      const go = join(folder, 'go');
      const { runId } = await client.runs.start({ source: { text: manyChains(go) } });
      const steps = page.getByRole('tree', { name: 'Steps' });
      const openedAt = performance.now();
      await page.evaluate(`location.hash = ${JSON.stringify(`#/runs/${runId}`)}`);
      await steps.getByRole('treeitem', { name: /^Gate, running/ }).waitFor();
      const openMs = performance.now() - openedAt;
      // The canvas is arranged beside it: what is measured is a page that stands.
      await page.getByRole('application').waitFor();
      const both = await framesDuring(page, async () => {
        await writeFile(go, '');
        await steps.getByRole('treeitem', { name: /^Run, completed/ }).waitFor();
      });
      return [{ what: 'open, to the first step drawn', unit: 'ms', ours: openMs }, ...frameMeasures(both)];
    } finally {
      await close();
    }
  },
};

function frameMeasures(frames: readonly number[]): Measure[] {
  const total = frames.reduce((sum, frame) => sum + frame, 0);
  return [
    {
      what: 'canvas and timeline: frames while it goes on',
      unit: 'per second',
      ours: (frames.length * 1000) / total,
      target: { of: 'ours', atLeast: 30 },
      note: `${frames.length} frames in ${Math.round(total)} ms`,
    },
    { what: 'frame, median', unit: 'ms', ours: median(frames), target: { of: 'ours', atMost: MOST_MS } },
    { what: 'frame, 95 of 100 below', unit: 'ms', ours: percentile(frames, 0.95) },
  ];
}

/** Chains of short waits behind a gate: hundreds of steps begin and end in each second. */
function manyChains(go: string): string {
  const steps: object[] = [
    { id: 'gate', name: 'Gate', action: 'shell.run', with: { command: `while [ ! -e '${go}' ]; do sleep 0.05; done` } },
  ];
  for (let chain = 0; chain < CHAINS; chain++) {
    for (let at = 0; at < LENGTH; at++) {
      steps.push({
        id: `c${chain}s${at}`,
        name: `Chain ${chain}, step ${at}`,
        needs: [at === 0 ? 'gate' : `c${chain}s${at - 1}`],
        delay: '120ms',
      });
    }
  }
  return JSON.stringify({ pawl: 1, name: 'Many chains', steps });
}

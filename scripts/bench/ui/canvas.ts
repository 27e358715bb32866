import type { Page } from '@playwright/test';
import type { Measure, Row } from '../row.ts';
import { median, percentile } from '../statistics.ts';
import { framesDuring } from './frames.ts';
import { openWindow } from './window.ts';

const STEPS = 500;
const MOVES = 150;

export const canvasRow: Row = {
  name: 'canvas',
  title: `The builder's canvas with a workflow of ${STEPS} steps`,
  async measure({ folder }) {
    const { page, client, close } = await openWindow(folder);
    try {
      const { workflow } = await client.workflows.import({ text: bigWorkflow(STEPS), trust: true });
      const small = await client.workflows.import({ text: bigWorkflow(3, 'Small'), trust: true });
      // Loads the scripts and starts the worker, as the first workflow that a person opens does.
      await openBuilder(page, small.workflow.id);
      const openMs = await openBuilder(page, workflow.id);
      const pan = await framesDuring(page, () => panAround(page));
      const drag = await framesDuring(page, () => dragStep(page));
      return [
        { what: 'open, to the first step drawn', unit: 'ms', ours: openMs, target: { of: 'ours', atMost: 1000 } },
        ...frameMeasures('pan', pan),
        ...frameMeasures('drag a step', drag),
      ];
    } finally {
      await close();
    }
  },
};

function frameMeasures(what: string, frames: readonly number[]): Measure[] {
  return [
    {
      what: `${what}: frame, median`,
      unit: 'ms',
      ours: median(frames),
      target: { of: 'ours', atMost: 20 },
      note: `${frames.length} frames`,
    },
    { what: `${what}: frame, 95 of 100 below`, unit: 'ms', ours: percentile(frames, 0.95) },
  ];
}

async function openBuilder(page: Page, id: string): Promise<number> {
  const step = page.getByRole('group', { name: /^Step / }).first();
  await page.evaluate(`location.hash = '#/workflows'`);
  await step.waitFor({ state: 'detached' });
  const startedAt = performance.now();
  await page.evaluate(`location.hash = ${JSON.stringify(`#/builder/${id}`)}`);
  await step.waitFor();
  return performance.now() - startedAt;
}

async function panAround(page: Page): Promise<void> {
  const { x, y } = await middleOf(page);
  await page.mouse.move(x, y);
  for (let move = 0; move < MOVES; move++) await page.mouse.wheel(0, move < MOVES / 2 ? 60 : -60);
}

async function dragStep(page: Page): Promise<void> {
  const box = await page
    .getByRole('group', { name: /^Step / })
    .nth(2)
    .boundingBox();
  if (box === null) throw new Error('There is no step to drag');
  const [x, y] = [box.x + 60, box.y + 20];
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let move = 0; move < MOVES; move++) await page.mouse.move(x + 80 * Math.sin(move / 12), y + 60 * (1 - Math.cos(move / 12)));
  await page.mouse.up();
}

async function middleOf(page: Page): Promise<{ x: number; y: number }> {
  const box = await page.getByRole('application').boundingBox();
  if (box === null) throw new Error('There is no canvas');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Chains with branches that part and come together, a loop now and then. */
export function bigWorkflow(count: number, name = 'Big'): string {
  const steps = Array.from({ length: count }, (_, index) => {
    const needs = index === 0 ? [] : index % 5 === 4 ? [`s${index - 1}`, `s${index - 3}`] : [`s${index % 5 === 2 ? index - 2 : index - 1}`];
    const common = { id: `s${index}`, name: `Step number ${index}`, needs };
    return index % 25 === 24
      ? { ...common, forEach: [1, 2], steps: [{ id: `in${index}`, action: 'log', with: { message: 'inside' } }] }
      : { ...common, action: 'data.template', with: { template: `Line ${index}`, values: {} } };
  });
  return JSON.stringify({ pawl: 1, name, steps });
}

import type { Page } from '@playwright/test';
import { makeHistory } from '../make-history.ts';
import type { Measure, Row } from '../row.ts';
import { median, percentile } from '../statistics.ts';
import { openWindow } from './window.ts';

const fewRuns = 20_000;
const TURNS = 30;

/** As many runs as `--runs` says; by default so few that it takes no minute. */
export const runListRow: Row = {
  name: 'run-list',
  title: 'The list of all runs',
  async measure({ folder, runs }) {
    const count = runs > 0 ? runs : fewRuns;
    await makeHistory(folder, count);
    const { page, close } = await openWindow(folder);
    try {
      await page.evaluate(`location.hash = '#/runs'`);
      const rows = page.getByRole('row');
      await rows.nth(3).waitFor();
      const filters: number[] = [];
      for (let turn = 0; turn < TURNS; turn++) filters.push(await chooseGroup(page, turn % 2 === 0 ? 'Failed' : 'All'));
      const scrolls: number[] = [];
      for (let turn = 0; turn < TURNS; turn++) scrolls.push(await scrollOn(page));
      const note = `${count.toLocaleString('en')} runs`;
      return [...timeMeasures('filter, to the rows drawn', filters, note), ...timeMeasures('scroll on, to the rows drawn', scrolls, note)];
    } finally {
      await close();
    }
  },
};

function timeMeasures(what: string, times: readonly number[], note: string): Measure[] {
  return [
    { what: `${what}, median`, unit: 'ms', ours: median(times), target: { of: 'ours', atMost: 50 }, note },
    { what: `${what}, 95 of 100 below`, unit: 'ms', ours: percentile(times, 0.95), note },
  ];
}

/** Milliseconds in the page from the click until other rows are there. */
async function chooseGroup(page: Page, group: 'All' | 'Failed'): Promise<number> {
  const done = timeUntilRows(
    page,
    `addEventListener('click', () => { from = performance.now(); before = rowsNow(); }, { once: true, capture: true });`,
  );
  await page.getByRole('radio', { name: group }).locator('xpath=following-sibling::label').click();
  return done;
}

/** To the end of what is held, where the next page of answers comes. */
async function scrollOn(page: Page): Promise<number> {
  return timeUntilRows(
    page,
    `const list = document.querySelector('main [role="grid"]'); before = rowsNow(); from = performance.now(); const target = list.scrollTop + 3000; isThere = () => { list.scrollTop = target; return list.scrollTop === target; };`,
  );
}

async function timeUntilRows(page: Page, begin: string): Promise<number> {
  return Number(
    await page.evaluate(
      `new Promise((tell) => {
        let from; let before; let isThere = () => true;
        const rowsNow = () => [...document.querySelectorAll('main [role="row"], main tr')].slice(1, 6).map((row) => row.textContent).join();
        ${begin}
        const look = () => from !== undefined && isThere() && rowsNow() !== before && rowsNow() !== '' ? tell(performance.now() - from) : requestAnimationFrame(look);
        look();
      })`,
    ),
  );
}

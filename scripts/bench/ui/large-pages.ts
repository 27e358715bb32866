import type { Page } from '@playwright/test';
import type { Measure, Row } from '../row.ts';
import { median, percentile } from '../statistics.ts';
import { filled, fillPages } from './fill-pages.ts';
import { framesDuring } from './frames.ts';
import { openWindow } from './window.ts';

const MOVES = 120;
const TIMES = 3;

export const largePagesRow: Row = {
  name: 'large-pages',
  title: 'The other pages, with years of use behind them',
  async measure({ folder }) {
    const { chat } = await fillPages(folder);
    const { page, close } = await openWindow(folder);
    try {
      const row = 'main tbody tr';
      const measures: Measure[] = [];
      const pages = [
        { what: 'Home', hash: '#/home', there: 'section[aria-label="Figures"]', note: `${filled.runs.toLocaleString('en')} runs` },
        { what: 'Workflows', hash: '#/workflows', there: row, note: `${filled.workflows.toLocaleString('en')} workflows`, scrolls: row },
        { what: 'Journal', hash: '#/triggers/journal', there: row, note: `${filled.firings.toLocaleString('en')} firings`, scrolls: row },
        { what: 'Inbox', hash: '#/inbox', there: 'nav[aria-label="Items"] a', note: `${filled.items.toLocaleString('en')} items` },
        { what: 'Chat', hash: `#/chat/${chat}`, there: '[role="log"] article', note: `${filled.messages.toLocaleString('en')} messages` },
      ];
      for (const { what, hash, there, note, scrolls } of pages) {
        const times: number[] = [];
        for (let time = 0; time < TIMES; time++) times.push(await openPage(page, hash, there));
        measures.push({
          what: `${what}, to its first row, median`,
          unit: 'ms',
          ours: median(times),
          target: { of: 'ours', atMost: 500 },
          note,
        });
        if (scrolls === undefined) continue;
        const frames = await framesDuring(page, () => scrollDown(page, scrolls));
        measures.push({
          what: `${what}: frame while it scrolls, median`,
          unit: 'ms',
          ours: median(frames),
          target: { of: 'ours', atMost: 20 },
          note: `95 of 100 below ${percentile(frames, 0.95).toFixed(1)} ms`,
        });
      }
      return measures;
    } finally {
      await close();
    }
  },
};

/** From another page, in the page: the first time with its scripts to load. */
async function openPage(page: Page, hash: string, there: string): Promise<number> {
  await page.evaluate(`location.hash = '#/settings'`);
  await page.locator(there).first().waitFor({ state: 'hidden' });
  return Number(
    await page.evaluate(
      `new Promise((tell) => {
        const from = performance.now();
        location.hash = ${JSON.stringify(hash)};
        const isThere = () => [...document.querySelectorAll(${JSON.stringify(there)})].some((one) => one.checkVisibility());
        const look = () => isThere() ? tell(performance.now() - from) : requestAnimationFrame(look);
        look();
      })`,
    ),
  );
}

async function scrollDown(page: Page, row: string): Promise<void> {
  const box = await page.locator(row).nth(4).boundingBox();
  if (box === null) throw new Error('There are no rows to scroll');
  await page.mouse.move(box.x + 200, box.y + 10);
  for (let move = 0; move < MOVES; move++) await page.mouse.wheel(0, 90);
}

import type { Page } from '@playwright/test';
import { stringify } from 'yaml';
import type { Row } from '../row.ts';
import { median, percentile } from '../statistics.ts';
import { bigWorkflow } from './canvas.ts';
import { openWindow } from './window.ts';

const STEPS = 500;
const LETTERS = 15;

export const typingRow: Row = {
  name: 'typing',
  title: `Typing in the text of ${STEPS} steps, until the canvas shows it`,
  async measure({ folder }) {
    const { page, client, close } = await openWindow(folder);
    try {
      const { workflow } = await client.workflows.import({ text: stringify(JSON.parse(bigWorkflow(STEPS))), trust: true });
      await page.evaluate(`localStorage.setItem('pawl.builder.view', 'split')`);
      await page.evaluate(`location.hash = ${JSON.stringify(`#/builder/${workflow.id}`)}`);
      await page
        .getByRole('group', { name: /^Step / })
        .first()
        .waitFor();
      await page.getByRole('textbox', { name: 'Text of the workflow' }).click();
      const times = await typeIntoName(page);
      return [
        { what: 'a letter, to its step on the canvas, median', unit: 'ms', ours: median(times), target: { of: 'ours', atMost: 100 } },
        { what: 'a letter, 95 of 100 below', unit: 'ms', ours: percentile(times, 0.95) },
      ];
    } finally {
      await close();
    }
  },
};

/** Types behind the name of the first step, letter by letter, and times each in the page: from the key to the card that shows it. */
async function typeIntoName(page: Page): Promise<readonly number[]> {
  const line = page.locator('.cm-line').filter({ hasText: 'Step number 0' }).first();
  await line.click();
  await placeBehind(page, 'Step number 0');
  const times: number[] = [];
  for (let letter = 0; letter < LETTERS; letter++) {
    const name = `Step number 0${'x'.repeat(letter + 1)}`;
    await page.evaluate(
      `void (window.drawn = new Promise((tell) => {
        let from;
        addEventListener('keydown', () => { from = performance.now(); }, { once: true, capture: true });
        const look = () => [...document.querySelectorAll('[role="group"]')].some((card) => card.textContent.includes(${JSON.stringify(name)}))
          ? tell(performance.now() - from) : requestAnimationFrame(look);
        look();
      }))`,
    );
    await page.keyboard.type('x');
    times.push(Number(await page.evaluate('window.drawn')));
  }
  return times;
}

/** The caret behind a word of the text, as a click there puts it. */
async function placeBehind(page: Page, words: string): Promise<void> {
  const at = (await page.evaluate(
    `(() => {
      const walker = document.createTreeWalker(document.querySelector('.cm-content'), NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const start = walker.currentNode.data.indexOf(${JSON.stringify(words)});
        if (start < 0) continue;
        const range = document.createRange();
        range.setStart(walker.currentNode, start + ${words.length} - 1);
        range.setEnd(walker.currentNode, start + ${words.length});
        const { right, top, height } = range.getBoundingClientRect();
        return { x: right, y: top + height / 2 };
      }
    })()`,
  )) as { x: number; y: number };
  await page.mouse.click(at.x, at.y);
}

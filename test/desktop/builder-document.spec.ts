import { expect, type Page, test } from '@playwright/test';
import { noteOf, openBuilder, paneOf, textOf, twoSteps } from './builder-page.ts';
import { importWorkflow } from './import-workflow.ts';
import { launchPawl, type Pawl } from './launch.ts';
import { type Served, serveWindow } from './served-window.ts';

/** The text beside the canvas. */
async function showText(page: Page): Promise<void> {
  await expect(paneOf(page)).toContainText('Say hello');
  await page.getByRole('img', { name: 'Text and canvas' }).click();
  await expect(textOf(page)).toContainText('Say hello');
}

async function typeAtEnd(page: Page, text: string): Promise<void> {
  await textOf(page).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(text);
}

test.describe('in the desktop application', () => {
  let pawl: Pawl;
  test.beforeAll(async () => {
    pawl = await launchPawl();
    await importWorkflow(pawl, twoSteps);
  });
  test.afterAll(() => pawl.quit());

  async function open(): Promise<Page> {
    await openBuilder(pawl.page, 'Two steps');
    await showText(pawl.page);
    return pawl.page;
  }

  test('what is written in the text appears on the canvas, and what is chosen there is marked in the text', async () => {
    const page = await open();
    await typeAtEnd(page, '  - id: third\nname: Written by hand\naction: log\nwith:\nmessage: third');
    await expect(paneOf(page)).toContainText('Written by hand');
    // Steps stand still only when the layout is done.
    await expect(async () => {
      await paneOf(page).getByText('Say goodbye').click();
      await expect(textOf(page).locator('.cm-chosen').first()).toContainText('id: second', { timeout: 1000 });
    }).toPass();
    await textOf(page).getByText('Say hello').click();
    await expect(textOf(page).locator('.cm-chosen').first()).toContainText('id: first');
    await expect(textOf(page)).toContainText('# The first one');
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Discard the draft' }).click();
    await expect(paneOf(page)).not.toContainText('Written by hand');
    await expect(noteOf(page)).toHaveText('Saved');
    expect(pawl.complaints).toEqual([]);
  });

  test('a text that cannot be drawn is told with its line, and the canvas shows what it was before', async () => {
    const page = await open();
    await typeAtEnd(page, '  - a: b: c');
    await expect(paneOf(page)).toContainText('cannot be drawn');
    await expect(paneOf(page)).toContainText('Say goodbye');
    await expect(page.getByRole('button', { name: 'Save', exact: true })).toHaveAttribute('aria-disabled', 'true');
    await paneOf(page).getByRole('button', { name: 'Show why' }).click();
    await expect(page.getByRole('region', { name: 'Problems' })).toContainText('line 13');
    await page
      .getByRole('region', { name: 'Problems' })
      .getByRole('button', { name: /line 13/ })
      .click();
    await expect(textOf(page)).toBeFocused();
    await page.keyboard.press('Control+z');
    await expect(paneOf(page)).not.toContainText('cannot be drawn');
    await expect(page.getByRole('region', { name: 'Problems' })).toContainText('Nothing is wrong');
    await page.getByRole('button', { name: 'Hide the problems' }).click();
    await expect(noteOf(page)).toHaveText('Saved');
  });

  test('twenty edits, in the text and beside it, are undone one by one', async () => {
    const page = await open();
    const name = page.getByRole('textbox', { name: 'Name of the workflow' });
    for (let number = 1; number <= 10; number++) {
      await typeAtEnd(page, `# ${number}`);
      await name.fill(`Name ${number}`);
      await name.press('Enter');
      await expect(textOf(page)).toContainText(`Name ${number}`);
    }
    const undo = page.getByRole('button', { name: 'Undo' });
    for (let number = 10; number >= 1; number--) {
      await expect(name).toHaveValue(`Name ${number}`);
      await undo.click();
      await undo.click();
    }
    await expect(name).toHaveValue('Two steps');
    await expect(textOf(page)).not.toContainText('# 1');
    await expect(undo).toHaveAttribute('aria-disabled', 'true');
    await expect(noteOf(page)).toHaveText('Saved');
  });

  test('a reload in the middle of an edit loses nothing, and its steps back are there', async () => {
    const page = await open();
    await typeAtEnd(page, '# not saved by anybody');
    await page.reload();
    await showText(page);
    await expect(textOf(page)).toContainText('# not saved by anybody');
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(textOf(page)).not.toContainText('# not saved by anybody');
    await expect(noteOf(page)).toHaveText('Saved');
  });

  test('saving makes a version, and the draft is gone', async () => {
    const page = await open();
    await typeAtEnd(page, '# kept with the version');
    await expect(noteOf(page)).toHaveText('Draft saved');
    await page.keyboard.press('Control+s');
    await expect(noteOf(page)).toHaveText('Saved');
    await page.reload();
    await showText(page);
    await expect(textOf(page)).toContainText('# kept with the version');
    await expect(noteOf(page)).toHaveText('Saved');
    expect(pawl.complaints).toEqual([]);
  });
});

test.describe('in a browser', () => {
  let served: Served;
  const address = `#/builder/${encodeURIComponent('Two steps')}`;
  test.beforeAll(async () => {
    served = await serveWindow();
    await served.place.write('two.pawl.yaml', twoSteps);
    const { code } = await served.place.pawl('import', 'two.pawl.yaml', '--yes');
    expect(code).toBe(0);
  });
  test.afterAll(() => served.close());

  test('two windows show one draft, and when both edit at once the later one is asked', async () => {
    const first = await served.open(address);
    await showText(first);
    let isHeld = false;
    const held: (() => void)[] = [];
    const second = await served.open(address, (page) =>
      page.routeWebSocket(/\/rpc$/, (socket) => {
        const server = socket.connectToServer();
        const pass = (send: () => void) => (isHeld ? held.push(send) : send());
        socket.onMessage((message) => void pass(() => server.send(message)));
        server.onMessage((message) => void pass(() => socket.send(message)));
      }),
    );
    await showText(second);
    await typeAtEnd(first, '# from the first');
    await expect(textOf(second)).toContainText('# from the first');

    isHeld = true;
    await typeAtEnd(second, ' and from the second');
    await typeAtEnd(first, ' and once more');
    await expect(noteOf(first)).toHaveText('Draft saved');
    isHeld = false;
    for (const send of held.splice(0)) send();
    const asking = second.getByRole('main').getByRole('alert').filter({ hasText: 'changed in another window' });
    await expect(asking).toBeVisible();
    await expect(textOf(second)).toContainText('and from the second');
    await asking.getByRole('button', { name: 'Compare…' }).click();
    await expect(second.getByRole('dialog')).toContainText('and once more');
    await second.keyboard.press('Escape');
    await asking.getByRole('button', { name: 'Keep mine' }).click();
    await expect(asking).toBeHidden();
    await expect(textOf(first)).toContainText('# from the first and from the second');
    await first.close();
    await second.close();
  });

  test('edits made while the engine is down are kept, and go to it when it is back', async () => {
    const page = await served.open(address);
    await showText(page);
    await typeAtEnd(page, ' # before');
    await expect(noteOf(page)).toHaveText('Draft saved');
    await served.kill();
    await typeAtEnd(page, ' # while it was down');
    await expect(noteOf(page)).toHaveText('Engine away: kept here');
    await served.restart();
    // A session ends with its engine: whoever may, lets the browser in again, and the open window goes on by itself.
    const other = await served.open(address);
    await expect(noteOf(page)).toHaveText('Draft saved');
    await expect(paneOf(other)).toContainText('Say hello');
    await showText(other);
    await expect(textOf(other)).toContainText('# while it was down');
    await other.close();
    await page.close();
  });

  test('a version that is imported meanwhile is told, and neither is lost', async () => {
    const page = await served.open(address);
    await showText(page);
    await typeAtEnd(page, ' # mine');
    await expect(noteOf(page)).toHaveText('Draft saved');
    await served.place.write('two.pawl.yaml', twoSteps.replace('goodbye', 'imported meanwhile'));
    await served.place.pawl('import', 'two.pawl.yaml', '--yes');
    const asking = page.getByRole('alert').filter({ hasText: 'A newer version was saved' });
    await expect(asking).toBeVisible();
    await expect(textOf(page)).toContainText('# mine');
    await asking.getByRole('button', { name: 'Take the newer' }).click();
    await expect(textOf(page)).toContainText('imported meanwhile');
    await expect(asking).toBeHidden();
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(textOf(page)).toContainText('# mine');
    await page.close();
  });
});

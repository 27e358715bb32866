import { expect, type Page, test } from '@playwright/test';
import { type Served, serveWindow } from './served-window.ts';

const release = `pawl: 1
name: Release
steps:
  - id: agree
    name: Ask for the go-ahead
    approve:
      message: Publish version 2 to everybody?
      fields:
        - { name: channel, type: choice, label: Channel, choices: [stable, beta], required: true }
        - { name: note, type: string, label: Note }
  - { id: publish, name: Publish, action: log, with: { message: "{{ agree.fields.channel }}" } }
`;

let served: Served;
test.beforeAll(async () => {
  served = await serveWindow();
  await served.place.write('release.pawl.yaml', release);
  await served.place.pawl('import', 'release.pawl.yaml', '--yes');
});
test.afterAll(() => served.close());

/** Starts a run that asks, and opens what it asks. */
async function ask(): Promise<{ readonly page: Page; stateOf(): Promise<string> }> {
  const { answer } = await served.place.json('run', 'Release', '--detach');
  const { runId } = answer as { runId: string };
  const page = await served.open('#/inbox');
  await expect(page.getByRole('group', { name: /^Answer: / })).toContainText('Publish version 2 to everybody?');
  return {
    page,
    async stateOf() {
      const { answer: run } = await served.place.json('show', runId);
      return (run as { state: string }).state;
    },
  };
}

test('nothing is approved by keys that are pressed in passing, and not before the form is filled in', async () => {
  const { page, stateOf } = await ask();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Space');
  await page.keyboard.press('Control+Enter');
  await page.getByLabel('Note').fill('with care');
  await page.keyboard.press('Enter');
  expect(await stateOf()).toBe('waiting');

  await page.getByRole('button', { name: 'Approve' }).click();
  await expect(page.getByRole('combobox', { name: 'Channel' })).toHaveAttribute('aria-invalid', 'true');
  expect(await stateOf()).toBe('waiting');

  await page.getByRole('combobox', { name: 'Channel' }).click();
  await page.getByRole('option', { name: 'beta' }).click();
  await page.getByRole('button', { name: 'Approve' }).click();
  await expect.poll(stateOf).toBe('completed');
  await page.getByText('Answered', { exact: true }).click();
  await expect(page.getByRole('region', { name: 'The answer' })).toContainText('approve, by');
  await expect(page.getByRole('tree', { name: 'What was filled in' })).toContainText('beta');
  await page.close();
});

test('what is rejected does not go on, and keeps the reason', async () => {
  const { page, stateOf } = await ask();
  await page.getByLabel('Comment').fill('not on a Friday');
  await page.getByRole('button', { name: 'Reject' }).click();
  await expect.poll(stateOf).not.toBe('waiting');
  await page.getByText('Answered', { exact: true }).click();
  await expect(page.getByRole('region', { name: 'The answer' })).toContainText('not on a Friday');
  await page.close();
});

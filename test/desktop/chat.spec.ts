import { expect, test } from '@playwright/test';
import { type ModelServer, startModelServer } from '../model-server/model-server.ts';
import { askEngine } from './ask-engine.ts';
import { importWorkflow } from './import-workflow.ts';
import { launchPawl } from './launch.ts';

let server: ModelServer;
test.afterEach(() => server.close());

test('an agent answers as it thinks, a workflow is run and asks, and nothing is decided by accident', async () => {
  const rest = Promise.withResolvers<void>();
  server = await startModelServer({
    models: ['scripted'],
    script: [
      {
        text: 'It is <b>sunny</b> today.',
        delivery: { pieces: ['It is ', '<b>sunny</b> today.'], pauses: [{ after: 1, until: rest.promise }] },
      },
    ],
  });
  const pawl = await launchPawl({ environment: { PAWL_LOCAL_MODELS_URL: `${server.url}/v1` } });
  const { page, home } = pawl;
  await importWorkflow(
    pawl,
    'name: Publish\nsteps:\n  - id: ask\n    approve: { message: "Publish the site?" }\noutputs: { by: "{{ steps.ask.output.by }}" }\n',
  );
  await page.getByRole('link', { name: 'Chat', exact: true }).click();
  await page.getByRole('button', { name: 'Begin a chat' }).click();
  const say = page.getByRole('textbox', { name: 'Say something' });
  const messages = page.getByRole('log', { name: 'Messages' }).getByRole('article');

  await say.fill('How is the weather?');
  await say.press('Enter');
  await expect(messages.last()).toContainText('It is');
  await expect(messages.last().getByRole('status')).toBeVisible();
  rest.resolve();
  // Markup of a model is text.
  await expect(messages.last()).toContainText('It is <b>sunny</b> today.');
  await expect(messages.last().getByRole('status')).toBeHidden();
  await expect(page.getByRole('heading', { name: 'How is the weather?' })).toBeVisible();

  await say.fill('/ru');
  await say.press('Enter');
  await expect(say).toHaveValue('/run ');
  await say.pressSequentially('publ');
  await page.getByRole('list', { name: 'What can be done' }).getByRole('button', { name: 'Publish' }).click();
  await say.press('Enter');
  const question = page.getByRole('group', { name: 'Answer: ask' });
  await expect(question).toContainText('Publish the site?');
  // The line has the focus, and Enter in it decides nothing.
  await say.press('Enter');
  await expect(question.getByRole('button', { name: 'Approve' })).toBeVisible();
  expect(await askEngine(home, (client) => client.inbox.count())).toMatchObject({ approval: 1 });
  await question.getByRole('button', { name: 'Approve' }).click();
  await expect(messages.filter({ hasText: 'Completed' })).toContainText('by:');
  await expect(messages.filter({ hasText: 'Decided: approve' })).toBeVisible();

  await say.fill('/runn');
  await say.press('Enter');
  await expect(messages.last()).toContainText('did you mean `run`?');

  await page.reload();
  await expect(messages).toHaveCount(7);
  await expect(messages.nth(1)).toContainText('It is <b>sunny</b> today.');
  await messages.nth(1).getByRole('link', { name: 'How it got there' }).click();
  await expect(page.getByRole('heading', { name: 'Chat with assistant' })).toBeVisible();
  expect(pawl.complaints).toEqual([]);
  await pawl.quit();
});

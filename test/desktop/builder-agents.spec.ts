import { expect, test } from '@playwright/test';
import { askEngine } from './ask-engine.ts';
import { importWorkflow } from './import-workflow.ts';
import { launchPawl } from './launch.ts';

const text = `
name: Review
steps:
  - { id: look, name: Look at it, agent: nobody, prompt: Look at the last commit }
  - { id: tell, name: Tell me, action: log, with: { message: done } }
`;

test('a step for an agent that is not there is told everywhere, and the agent is made; when it asks for help is said in a form', async () => {
  const pawl = await launchPawl();
  const { page } = pawl;
  await importWorkflow(pawl, text);
  await page.evaluate(() => {
    localStorage.setItem('pawl.builder.view', 'split');
    window.location.hash = '#/builder/Review';
  });
  const step = page.getByRole('group', { name: /^Step Look at it,/ });
  await expect(step).toHaveAccessibleName(/1 problem/);
  await page.getByRole('button', { name: /1 warning/ }).click();
  const problems = page.getByRole('region', { name: 'Problems' });
  await expect(problems).toContainText('There is no agent "nobody"');
  await problems.getByRole('button', { name: /There is no agent/ }).click();
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await expect(inspector.getByRole('note')).toContainText('There is no agent "nobody"');
  await expect(page.getByRole('textbox', { name: 'Text of the workflow' }).locator('.cm-lintRange-warning')).toContainText('nobody');

  await problems.getByRole('button', { name: 'Make the agent nobody' }).click();
  await expect(problems).toContainText('Nothing is wrong');
  await expect(inspector.getByRole('note')).toHaveCount(0);
  await expect(step).not.toHaveAccessibleName(/problem/);
  expect(await askEngine(pawl.home, async (client) => (await client.agents.list()).items.map(({ agent }) => agent.name))).toContain(
    'nobody',
  );

  const written = () =>
    askEngine(pawl.home, async (client) => {
      const [draft] = (await client.drafts.list()).items;
      return draft === undefined ? '' : (await client.drafts.get({ draft: draft.draft })).text;
    });
  await inspector.getByRole('tab', { name: 'Advanced' }).click();
  const form = inspector.getByRole('group', { name: 'Asks for help' });
  await form.getByRole('button', { name: 'Ask a person when…' }).click();
  await expect.poll(written).toContain('escalate: { when: failure }');
  await form.getByRole('button', { name: 'Add a rule' }).click();
  await form.getByRole('combobox', { name: 'When it asks for help, rule 2' }).selectOption({ label: 'the answer has certain words' });
  await expect(form.getByRole('alert')).toBeVisible();
  await form.getByRole('combobox', { name: 'Words' }).fill('refund');
  await form.getByRole('combobox', { name: 'Words' }).press('Enter');
  await expect(form.getByRole('alert')).toHaveCount(0);
  await expect.poll(written).toMatch(/escalate: \[ ?\{ when: failure \}, \{ when: \{ keyword: \[ ?refund ?\] \} \} ?\]/);
  await form.getByRole('button', { name: 'Remove rule 1' }).click();
  await form.getByRole('button', { name: 'Ask for no help' }).click();
  await expect.poll(written).not.toContain('escalate');
  expect(pawl.complaints).toEqual([]);
  await pawl.quit();
});

import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { EngineClient } from '../../shared/contract/contract.ts';

/** Agents that have worked, remember something and ask for leave; a chat; what a script draws. */
export async function seedAi(client: EngineClient, folder: string): Promise<void> {
  await writeFile(path.join(folder, 'parser.ts'), 'export function parse(text: string): unknown {\n  return eval(text);\n}\n');
  await client.agents.save({
    agent: 'reviewer',
    definition: {
      name: 'reviewer',
      description: 'Reads what changed and says what is wrong with it',
      instructions: 'You review code. Say what is wrong, where, and how to mend it.\nSay nothing of taste.',
      tools: [
        { tool: 'file.write', grant: 'ask' },
        { tool: 'shell.run', grant: 'deny' },
      ],
      memory: 'write',
      budget: { rounds: 8, cost: 0.5 },
    },
  });
  await client.agents.save({
    agent: 'writer',
    definition: { name: 'writer', description: 'Writes notes that people like to read', instructions: 'Write plainly.' },
  });
  for (const text of [review(folder), support]) {
    await client.agents.createMissing({ text });
    await client.workflows.import({ text, trust: true });
  }
  await remember(client);
  await client.models.testProvider({ name: 'local' }).catch(() => undefined);
  await runUntil(client, 'Review the parser', 'waiting');
  await client.workflows.execute({ workflow: 'Customer support', inputs: { order_amount: 240 } });
  for (const slug of ['meeting-tasks', 'content-moderation', 'support-escalation']) {
    const { name } = await client.templates.use({ template: slug });
    await client.workflows.execute({ workflow: name, inputs: {} });
  }
  const { id } = await client.chat.create({ folder });
  for (const text of ['Read parser.ts: is it safe?', '/run Release', '/help']) await client.chat.send({ session: id, text });
  const other = await client.chat.create({ title: 'What to do about the mirrors', agent: 'writer', folder });
  await client.chat.send({ session: other.id, text: 'Summarize what a mirror is for.' });
}

async function remember(client: EngineClient): Promise<void> {
  await client.memory.set({ agent: 'reviewer', key: 'style', value: { quotes: 'single', width: 140, never: ['eval', 'any'] } });
  await client.memory.set({ agent: 'reviewer', key: 'last review', value: 'parser.ts: eval must go', ttl: '7d' });
  await client.memory.set({ agent: 'reviewer', key: 'owners', value: ['Mara', 'Jo'] });
  await client.memory.set({ agent: 'classifier', key: 'resolution_method', value: 'refund' });
  await client.memory.share({ agent: 'reviewer', keys: ['style', 'owners'], with: ['writer', 'classifier'] });
  await client.memory.share({ agent: 'classifier', keys: ['resolution_method'], with: ['refund-processor', 'writer'] });
}

async function runUntil(client: EngineClient, workflow: string, state: string): Promise<void> {
  const { runId } = await client.workflows.execute({ workflow });
  for await (const update of await client.runs.follow({ run: runId })) {
    if (update.type === 'run' && update.run.state === state) return;
  }
}

const review = (folder: string) => `
name: Review the parser
description: An agent reads the parser, and writes down what is wrong once you allow it
tags: [ai, code]
settings: { workingDirectory: ${folder}, roots: [.] }
steps:
  - { id: look, name: Look at it, agent: reviewer, prompt: "Read the file parser.ts, then write the file review.md with what is wrong" }
  - { id: tell, name: Tell me, action: log, with: { message: "{{ look.response }}" } }
`;

const support = `ORCHESTRATE WORKFLOW "Customer support"
  STEP 1: BOT "classifier" "Analyze the complaint"
  STEP 2: BOT "order-checker" "Validate the order"

  IF order_amount > 100 THEN
    STEP 3: HUMAN APPROVAL FROM "manager@company.example"
      TIMEOUT 1800
  END IF

  STEP 4: PARALLEL
    BRANCH A: BOT "refund-processor" "Process the refund"
    BRANCH B: BOT "inventory-updater" "Update the stock"
  END PARALLEL

  BOT SHARE MEMORY "resolution_method" WITH "support-bot-2"
  PUBLISH EVENT "workflow_completed"
END WORKFLOW
`;

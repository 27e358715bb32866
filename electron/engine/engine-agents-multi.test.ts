import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { ScriptedReply, ScriptedRequest } from '../../test/model-server/script.ts';
import { engineHarness } from '../../test/support/engine-harness.ts';
import { callTool, saveAgents, say, scriptedServers } from '../../test/support/scripted-agents.ts';

const open = engineHarness();
const serve = scriptedServers();
const document = new URL('../../test/fixtures/workflows/code-review.multi-agent.yaml', import.meta.url);

/** Four models that do what their agents are for: each looks first, and tells what it was given. */
function colleagues(request: ScriptedRequest): ScriptedReply {
  const task = request.messages[0]?.role === 'user' ? request.messages[0].text : '';
  if (request.system.includes('I am backend')) {
    if (request.messages.length === 1) return callTool('file_read', { path: 'change.ts' });
    return { text: JSON.stringify({ functions: ['login', 'logout'] }) };
  }
  if (request.system.includes('I am security')) return say(`no holes (${task})`);
  if (request.system.includes('I am quality')) return say(`well made (${task})`);
  return say(`Report: ${task}`);
}

it('the review by four agents runs as its document stands: two at once, and each reads what the others have given', async () => {
  const { server, environment } = await serve(colleagues);
  const harness = await open({ environment });
  await writeFile(join(harness.folder, 'change.ts'), 'export function login() {}');
  const text = await readFile(document, 'utf8');
  await expect(harness.start(text, { inputs: { filePath: 'change.ts' } })).rejects.toThrow(
    'parse-changes: there is no agent "backend"; make it: pawl agents create-missing "code-review-workflow"',
  );
  await saveAgents(harness, ...['backend', 'security', 'quality', 'writer'].map((name) => ({ name, instructions: `I am ${name}` })));
  const view = await harness.run(text, { inputs: { filePath: 'change.ts' } });
  expect(view.state).toBe('completed');
  const outputs = Object.fromEntries(view.steps.map(({ path, output }) => [path, output]));
  expect(outputs['parse-changes']).toMatchObject({ functions: ['login', 'logout'], result: { functions: ['login', 'logout'] } });
  expect(outputs['generate-report']).toMatchObject({
    result: expect.stringMatching(/^Report: .*no holes \(Scan .*login.*well made \(Check code quality of .*logout/),
  });
  // The model was asked for what the others read of its answer.
  expect(server.requests[0]?.system).toContain('"functions"');
});

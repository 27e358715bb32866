import { createHmac } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Hosted, startHosted } from '../support/hosted-app.ts';

const VALUE = 'canary-of-the-rest-interface';
const bindings = { actions: ['shell.run'], hosts: [], workflows: [] };
let hosted: Hosted;
beforeEach(async () => {
  hosted = await startHosted();
});
afterEach(() => hosted.close());

describe('secrets over REST', () => {
  it('go in and never come out, whatever is asked', async () => {
    const answers = [
      await hosted.call('PUT', '/api/secrets/TOKEN', { value: VALUE, bindings }),
      await hosted.call('GET', '/api/secrets'),
      await hosted.call('PATCH', '/api/secrets/TOKEN', { description: 'for tests' }),
      await hosted.call('PUT', '/api/secrets/TOKEN', { value: VALUE, bindings: { actions: [VALUE], hosts: [], workflows: [] } }),
      await hosted.call('PUT', '/api/secrets/no-such%20name', { value: VALUE, bindings }),
      await hosted.call('PUT', '/api/secrets/OTHER', { value: VALUE }),
      await hosted.call('POST', '/api/secrets/TOKEN', { value: VALUE }),
      await hosted.call('GET', '/api/secrets/TOKEN'),
      await hosted.call('DELETE', '/api/secrets/TOKEN'),
      await hosted.call('DELETE', '/api/secrets/TOKEN'),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 400, 400, 409, 405, 405, 200, 404]);
    expect(answers[1]?.json.items).toMatchObject([{ name: 'TOKEN', keptBy: 'key-file', problem: null }]);
    for (const answer of answers) expect(JSON.stringify([answer.text, answer.headers])).not.toContain(VALUE);
  });

  it('in a damaged file are said to be, while everything else goes on', async () => {
    await writeFile(path.join(hosted.dataDir, 'secrets.json'), '{');
    const listed = await hosted.call('GET', '/api/secrets');
    expect(listed).toMatchObject({ status: 409, json: { code: 'SECRETS_UNAVAILABLE', message: expect.stringContaining('left as it is') } });
    const text = 'name: Plain\nsteps: [{ id: a, action: shell.run, with: { command: echo fine } }]';
    const { runId } = await hosted.client.runs.start({ source: { text } });
    await expect.poll(async () => (await hosted.client.runs.get({ run: runId })).state).toBe('completed');
    expect((await hosted.client.system.doctor()).checks).toContainEqual(expect.objectContaining({ name: 'secrets', ok: false }));
  });

  it('that a run needs and nobody has set are named before anything is done', async () => {
    const text = 'name: Needs\nsteps: [{ id: a, action: shell.run, with: { command: "echo {{ secrets.NOT_SET }}" } }]';
    await expect(hosted.client.runs.start({ source: { text } })).rejects.toMatchObject({
      code: 'WORKFLOW_INVALID',
      data: { problems: [{ code: 'SECRET_MISSING', message: expect.stringContaining('pawl secrets set NOT_SET') }] },
    });
    const { warnings } = await hosted.client.workflows.import({ text, trust: true });
    expect(warnings).toMatchObject([{ code: 'SECRET_MISSING', severity: 'warning', stepId: 'a' }]);
  });

  it('WH-6 sign the requests of a webhook that names one', async () => {
    await hosted.client.secrets.set({ secret: 'HOOK', value: VALUE, bindings: { ...bindings, actions: ['*'] } });
    const text = `name: Hooked
triggers: [{ id: hook, type: webhook, config: { path: named, scheme: github, secret: "{{ secrets.HOOK }}" } }]
steps: [{ id: a, action: log, with: { message: x } }]`;
    await hosted.client.workflows.import({ text, trust: true });
    const send = (secret: string) =>
      hosted.ask('/hooks/named', {
        method: 'POST',
        body: '{}',
        headers: {
          'content-type': 'application/json',
          'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update('{}').digest('hex')}`,
        },
      });
    expect((await send(VALUE)).status).toBe(202);
    expect((await send('another value')).status).toBe(401);
    expect((await hosted.client.workflows.export({ workflow: 'Hooked', format: 'yaml' })).text).not.toContain(VALUE);
  });
});

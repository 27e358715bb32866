import { once } from 'node:events';
import http from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Hosted, startHosted, token } from '../../test/support/hosted-app.ts';
import { until } from '../../test/support/until.ts';

let hosted: Hosted;
beforeEach(async () => {
  hosted = await startHosted();
});
afterEach(() => hosted.close());

const hooked =
  'name: Hooked\ntriggers: [{ id: hook, type: webhook, config: { path: hook, respond: result } }]\nsteps: [{ id: a, delay: 1h }]\n';

describe('the loopback server', () => {
  it('answers that the engine is busy while it is opened again, and then by the new one', async () => {
    await hosted.server.suspend('The engine opens its data folder again.');
    const busy = { status: 503, json: { code: 'ENGINE_BUSY', message: 'The engine opens its data folder again.' } };
    expect(await hosted.call('GET', '/api/system')).toMatchObject(busy);
    expect((await hosted.ask('/login')).status).toBe(200);
    const second = await startHosted();
    await second.client.workflows.import({ text: hooked.replace('respond: result', 'respond: accepted'), trust: true });
    await hosted.server.resume(second.app);
    expect((await hosted.call('GET', '/api/workflows')).json.items).toMatchObject([{ name: 'Hooked' }]);
    expect((await hosted.ask('/hooks/hook', { method: 'POST' })).status).toBe(202);
    await second.close();
  });

  it('that stops answers who waits for a result, and lets a follower go', async () => {
    await hosted.client.workflows.import({ text: hooked, trust: true });
    const waiting = hosted.ask('/hooks/hook', { method: 'POST' });
    await until(async () => (await hosted.client.runs.list({})).items.length === 1);
    const [run] = (await hosted.client.runs.list({})).items;
    const path = `/api/executions/${run?.runId}/events`;
    const options = { host: '127.0.0.1', port: hosted.server.port, path, headers: { authorization: `Bearer ${token}` }, agent: false };
    const [follower] = (await once(http.get(options), 'response')) as [http.IncomingMessage];
    const letGo = new Promise<void>((resolve) =>
      follower
        .resume()
        .once('close', resolve)
        .on('error', () => {}),
    );
    await hosted.server.close();
    expect(await waiting).toMatchObject({ status: 202, json: { runId: run?.runId } });
    await letGo;
  });

  it('tells nothing of a fault of its own but that there was one', async () => {
    const broken = {
      ...hosted.app,
      hooks: {
        ...hosted.app.hooks,
        at: () => {
          throw new Error('a secret detail');
        },
      },
    };
    await hosted.server.resume(broken);
    const answer = await hosted.ask('/hooks/any', { method: 'POST' });
    expect(answer).toMatchObject({ status: 500, json: { code: 'INTERNAL_SERVER_ERROR' } });
    expect(answer.text).not.toContain('detail');
    expect(hosted.faults).toHaveLength(1);
  });
});

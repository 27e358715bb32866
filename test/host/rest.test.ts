import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Hosted, startHosted, token } from '../support/hosted-app.ts';
import { until } from '../support/until.ts';

let hosted: Hosted;
beforeAll(async () => {
  hosted = await startHosted();
});
afterAll(() => hosted.close());

const greeting = (name: string) =>
  `name: ${name}\nvariables:\n  - { name: who, default: world }\nsteps:\n  - { id: say, action: log, with: { message: "Hello {{who}}" } }\n`;

describe('the REST interface', () => {
  it('keeps workflows: adds, lists, shows, replaces, copies, checks, tries, runs and deletes them', async () => {
    const added = await hosted.call('POST', '/api/workflows', { text: greeting('One'), trust: true });
    expect(added).toMatchObject({ status: 201, json: { change: 'created' } });
    const { id } = added.json.workflow;
    expect((await hosted.call('GET', '/api/workflows?search=one&enabled=true&limit=5')).json.items).toMatchObject([{ id }]);
    expect((await hosted.call('GET', `/api/workflows/${id}`)).json.document.name).toBe('One');
    expect(await hosted.call('PUT', '/api/workflows/One', { text: greeting('One').replace('Hello', 'Hi'), trust: true })).toMatchObject({
      status: 200,
      json: { change: 'updated' },
    });
    expect(await hosted.call('POST', '/api/workflows/One/duplicate')).toMatchObject({ status: 201, json: { name: 'One (2)' } });
    expect((await hosted.call('POST', '/api/workflows/One/validate')).json).toEqual({ valid: true, problems: [] });
    expect((await hosted.call('POST', '/api/workflows/One/test', { inputs: { who: 'you' } })).json).toMatchObject({
      dryRun: true,
      steps: [{ id: 'say' }],
    });
    const started = await hosted.call('POST', '/api/workflows/One/execute', { inputs: { who: 'you' } });
    expect(started).toMatchObject({ status: 202, json: { runId: expect.any(String) } });
    await until(async () => (await hosted.call('GET', `/api/executions/${started.json.runId}`)).json.state === 'completed');
    expect((await hosted.call('GET', '/api/workflows/One/executions?states=completed')).json.items).toMatchObject([{ triggeredBy: 'api' }]);
    expect((await hosted.call('GET', `/api/executions/${started.json.runId}/checkpoints`)).json.items).toEqual(expect.any(Array));
    expect((await hosted.call('DELETE', `/api/workflows/${id}`)).json).toEqual({ id, name: 'One' });
    expect((await hosted.call('GET', `/api/workflows/${id}`)).status).toBe(404);
  });

  it('lists what can be used: actions, triggers, templates, the journal, the engine', async () => {
    const { items } = (await hosted.call('GET', '/api/workflows/actions')).json;
    expect(items).toContainEqual(expect.objectContaining({ type: 'file.write', parameters: expect.objectContaining({ type: 'object' }) }));
    for (const place of ['/api/triggers', '/api/templates', '/api/journal', '/api/executions'])
      expect((await hosted.call('GET', place)).json.items, place).toEqual(expect.any(Array));
    expect((await hosted.call('GET', '/api/system')).json.version).toBe('test');
  });

  it('addresses a trigger by its whole name', async () => {
    const text = 'name: By hand\ntriggers: [{ id: press, type: manual }]\nsteps: [{ id: a, action: log, with: { message: x } }]\n';
    await hosted.call('POST', '/api/workflows', { text, trust: true });
    expect((await hosted.call('POST', '/api/triggers/By%20hand%2Fpress/fire', { data: { a: 1 } })).json).toMatchObject({
      verdict: 'started',
    });
    expect((await hosted.call('POST', '/api/triggers/press/pause')).json).toMatchObject({ paused: true });
  });

  it('follows a run as server-sent events, and after a cut goes on behind Last-Event-ID', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'pawl-sse-'));
    const text =
      'name: Held\nsteps:\n  - { id: one, action: log, with: { message: 1 } }\n  - { id: hold, action: shell.run, with: { command: "until [ -e go ]; do sleep 0.02; done" } }\n';
    const { json } = await hosted.call('POST', '/api/executions', { source: { text, path: path.join(folder, 'held.pawl.yaml') } });
    const place = `/api/executions/${json.runId}/events`;
    const cut = await readEvents(place, {}, ({ data }) => data.step?.id === 'hold');
    expect(cut.at(-1)?.id).toMatch(/^\d+$/);
    await writeFile(path.join(folder, 'go'), '');
    const rest = await readEvents(place, { 'last-event-id': cut.at(-1)?.id ?? '' }, ({ data }) => data.run?.state === 'completed');
    expect(rest.every(({ id }) => Number(id) >= Number(cut.at(-1)?.id))).toBe(true);
    expect(rest.filter(({ data }) => data.step?.id === 'one')).toEqual([]);
  });

  it('watches all runs as server-sent events, beside the address of one run', async () => {
    const [first] = await readEvents('/api/executions/watch', {}, () => true);
    expect(first?.data).toMatchObject({ type: 'snapshot', counts: { running: expect.any(Number) }, runs: expect.any(Array) });
  });

  it('tells every error as {code, message, problems?} with the fitting status', async () => {
    const invalid = await hosted.call('POST', '/api/workflows', { text: 'steps: 1', trust: true });
    expect(invalid).toMatchObject({
      status: 422,
      json: { code: 'WORKFLOW_INVALID', problems: expect.arrayContaining([expect.objectContaining({ code: expect.any(String) })]) },
    });
    const cases: [string, string, unknown, number, string][] = [
      ['GET', '/api/workflows/none', undefined, 404, 'NOT_FOUND'],
      ['GET', '/api/workflows?limit=none', undefined, 400, 'BAD_REQUEST'],
      ['GET', '/api/workflows?limit=1&limit=2', undefined, 400, 'BAD_REQUEST'],
      ['GET', '/api/workflows?cursor=x', undefined, 400, 'INVALID_INPUT'],
      ['POST', '/api/workflows', { text: 'x' }, 400, 'BAD_REQUEST'],
      ['PATCH', '/api/workflows/none', {}, 405, 'METHOD_NOT_ALLOWED'],
      ['GET', '/api/nothing/at/all', undefined, 404, 'NOT_FOUND'],
      ['GET', '/api/workflows/%E0%A4%A', undefined, 400, 'BAD_REQUEST'],
    ];
    for (const [method, place, body, status, code] of cases) {
      const answer = await hosted.call(method, place, body);
      expect(answer, `${method} ${place}`).toMatchObject({ status, json: { code, message: expect.any(String) } });
      expect(Object.keys(answer.json).filter((name) => !['code', 'message', 'problems'].includes(name))).toEqual([]);
    }
  });

  it.each([
    ['text/plain', '{"text":"x","trust":true}'],
    ['application/x-www-form-urlencoded', 'text=x&trust=true'],
    ['multipart/form-data; boundary=b', '--b\r\nContent-Disposition: form-data; name="text"\r\n\r\nx\r\n--b--'],
    ['application/octet-stream', '{}'],
    ['application/jsonp', '{}'],
    ['text/event-stream', 'data: {}\n\n'],
    ['', '{"text":"x","trust":true}'],
  ])('WH-4 takes no body of type %s', async (type, body) => {
    const headers = { authorization: `Bearer ${token}`, ...(type === '' ? {} : { 'content-type': type }) };
    expect((await hosted.ask('/api/workflows', { method: 'POST', headers, body })).status).toBe(415);
    const disposed = { ...headers, 'content-disposition': 'attachment; filename="x.json"' };
    expect((await hosted.ask('/api/workflows', { method: 'POST', headers: disposed, body })).status).toBe(415);
  });

  it('WH-4 takes JSON as JSON, whatever else it imitates', async () => {
    const upload = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'content-disposition': 'attachment; filename="x.json"',
    };
    const imitations: unknown[] = [
      { text: greeting('X'), trust: true, id: 'chosen' },
      { text: greeting('X'), trust: true, $file: '/etc/passwd' },
      { json: { text: greeting('X'), trust: true }, meta: [] },
      { ['__proto__']: { trust: true }, text: greeting('X') },
      [{ text: greeting('X'), trust: true }],
      'text',
      null,
    ];
    for (const body of imitations) {
      const answer = await hosted.ask('/api/workflows', { method: 'POST', headers: upload, body: JSON.stringify(body) });
      expect(answer.status, JSON.stringify(body)).toBe(400);
    }
    expect((await hosted.call('POST', '/api/executions/one/cancel', { run: 'another' })).json.message).toContain('address');
    expect((await hosted.call('GET', '/api/executions/one?run=another')).json.message).toContain('address');
    expect((await hosted.call('GET', '/api/workflows?limit[a]=1')).status).toBe(400);
  });

  it('describes itself, for programs and for people', async () => {
    const { json } = await hosted.call('GET', '/api/openapi.json');
    expect(json.openapi).toMatch(/^3\.1\./);
    for (const place of ['/workflows', '/workflows/{workflow}/execute', '/executions/{run}/events', '/hooks/{path}'])
      expect(json.paths).toHaveProperty([place]);
    expect(json.paths['/workflows/{workflow}'].get.responses['404'].content['application/json'].schema).toEqual({
      $ref: '#/components/schemas/Error',
    });
    expect(json.paths['/executions/{run}/events'].get.responses['200'].content).toHaveProperty('text/event-stream');
    const { text, headers } = await hosted.ask('/api/docs');
    expect(text).toContain('/api/workflows/{workflow}/execute');
    expect(text).not.toMatch(/<script|https?:\/\/(?!127\.0\.0\.1)/);
    expect(headers['content-security-policy']).toContain("default-src 'none'");
  });
});

describe('the built window', () => {
  it('is served with a policy of its own, and nothing beside it', async () => {
    const rendererDir = path.join(await mkdtemp(path.join(tmpdir(), 'pawl-window-')), 'renderer');
    await mkdir(path.join(rendererDir, 'assets'), { recursive: true });
    await writeFile(path.join(rendererDir, 'index.html'), '<meta property="csp-nonce" nonce="PAWL_NONCE">');
    await writeFile(path.join(rendererDir, 'assets', 'index-1.js'), 'export {};');
    await writeFile(path.join(rendererDir, '..', 'secret.txt'), 'secret');
    const window = await startHosted({ rendererDir });
    const page = await window.ask('/');
    const nonce = /nonce="([^"]+)"/.exec(page.text)?.[1];
    expect(page.headers).toMatchObject({ 'cache-control': 'no-store', 'content-type': 'text/html; charset=utf-8' });
    expect(page.headers['content-security-policy']).toContain(`'nonce-${nonce}'`);
    expect((await window.ask('/')).text).not.toBe(page.text);
    expect(await window.ask('/assets/index-1.js')).toMatchObject({
      status: 200,
      text: 'export {};',
      headers: { 'x-content-type-options': 'nosniff' },
    });
    for (const place of [
      '/../secret.txt',
      '/%2e%2e/secret.txt',
      '/..%2fsecret.txt',
      '/assets/..%2f..%2fsecret.txt',
      '/assets/..%5c..%5csecret.txt',
      '/assets',
      '/assets/',
      '/index-1.js',
      '/assets/index-1.js%00',
    ])
      expect((await window.ask(place)).status, place).toBe(404);
    await window.close();
  });

  it('that is not built says how to build it', async () => {
    expect((await hosted.ask('/')).text).toContain('npm run build');
  });
});

interface Event {
  readonly id: string;
  readonly data: { readonly step?: { readonly id: string }; readonly run?: { readonly state: string } };
}

/** Reads until an event is the last one wanted, then hangs up. */
function readEvents(place: string, headers: Record<string, string>, isLast: (event: Event) => boolean): Promise<Event[]> {
  return new Promise((resolve, reject) => {
    const options = {
      host: '127.0.0.1',
      port: hosted.server.port,
      path: place,
      headers: { ...headers, authorization: `Bearer ${token}` },
      agent: false,
    };
    const sent = http.get(options, (response) => {
      const events: Event[] = [];
      let received = '';
      response.on('data', (chunk: Buffer) => {
        received += chunk.toString();
        for (let end = received.indexOf('\n\n'); end >= 0; end = received.indexOf('\n\n')) {
          const fields = new Map(
            received
              .slice(0, end)
              .split('\n')
              .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
          );
          received = received.slice(end + 2);
          if (fields.get('event') !== 'message') continue;
          const event: Event = { id: fields.get('id') ?? '', data: JSON.parse(fields.get('data') ?? 'null') };
          events.push(event);
          if (!isLast(event)) continue;
          sent.destroy();
          return resolve(events);
        }
      });
      response.on('end', () => reject(new Error(`ended after ${events.length} events`)));
    });
    sent.on('error', reject);
  });
}

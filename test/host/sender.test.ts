import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { rpcProtocol } from '../../shared/lib/window-session.ts';
import { type Hosted, startHosted, token } from '../support/hosted-app.ts';

let hosted: Hosted;
beforeAll(async () => {
  hosted = await startHosted();
  const document =
    'name: Open\ntriggers: [{ id: hook, type: webhook, config: { path: open } }]\nsteps: [{ id: a, action: log, with: { message: x } }]\n';
  await hosted.client.workflows.import({ text: document, trust: true });
});
afterAll(() => hosted.close());

const places = ['/', '/login', '/api/docs', '/api/workflows', '/api/openapi.json', '/rpc', '/hooks/open', '/nothing'];
const authorization = `Bearer ${token}`;

describe('the loopback server', () => {
  it.each([
    'evil.example',
    'evil.example:PORT',
    '127.0.0.1',
    '127.0.0.1:1',
    '127.0.0.1.:PORT',
    '127.0.0.1:PORT.evil.example',
    '127.0.0.1.evil.example:PORT',
    'localhost.:PORT',
    'LOCALHOST:PORT',
    'xlocalhost:PORT',
    'user@127.0.0.1:PORT',
    '127.1:PORT',
    '2130706433:PORT',
    '0.0.0.0:PORT',
    '[::1]:PORT',
    '[::ffff:127.0.0.1]:PORT',
    '',
  ])('WH-2 is not there for a Host of %s, before it reads a body', async (name) => {
    const host = name.replace('PORT', String(hosted.server.port));
    for (const place of places) {
      const headers = { host, authorization, 'content-type': 'application/json', 'content-length': '1000000' };
      const answer = await unsent(place, headers);
      expect(answer, place).toMatch(/^HTTP\/1.1 40[03] /);
    }
  });

  it('WH-2 is there for its two names only', async () => {
    for (const name of ['127.0.0.1', 'localhost']) {
      const answer = await hosted.ask('/api/workflows', { headers: { host: `${name}:${hosted.server.port}`, authorization } });
      expect(answer.status).toBe(200);
    }
  });

  it('WH-2 takes neither two Hosts nor an address with another one in it', async () => {
    const host = `127.0.0.1:${hosted.server.port}`;
    expect(await raw(`GET /api/workflows HTTP/1.1\r\nHost: ${host}\r\nHost: evil.example\r\n\r\n`)).toMatch(/^HTTP\/1.1 40[03] /);
    expect(await raw(`GET http://evil.example/api/workflows HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)).toMatch(
      /^HTTP\/1.1 403 /,
    );
    expect(await raw(`GET /api/workflows HTTP/1.0\r\n\r\n`)).toMatch(/^HTTP\/1.1 40[03] /);
  });

  it.each([
    'null',
    'http://evil.example',
    'https://127.0.0.1:PORT',
    'http://127.0.0.1',
    'http://127.0.0.1:1',
    'http://localhost:PORT',
    'http://127.0.0.1:PORT.evil.example',
    'http://127.0.0.1:PORT/',
    'file://',
    'app://pawl',
    '',
  ])('WH-3 gives nothing to a page of origin %s, even with the token', async (name) => {
    const origin = name.replace('PORT', String(hosted.server.port));
    for (const place of places) {
      for (const method of ['GET', 'POST', 'OPTIONS']) {
        const answer = await hosted.ask(place, { method, headers: { origin, authorization } });
        expect(answer.status, `${method} ${place}`).toBe(403);
      }
    }
  });

  it('WH-3 takes no simple POST, no form and no preflight of another page', async () => {
    const origin = 'http://evil.example';
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/json']) {
      const answer = await hosted.ask('/hooks/open', { method: 'POST', headers: { origin, 'content-type': type }, body: '{}' });
      expect(answer.status).toBe(403);
    }
    const preflight = { origin, 'access-control-request-method': 'POST', 'access-control-request-private-network': 'true' };
    expect((await hosted.ask('/hooks/open', { method: 'OPTIONS', headers: preflight })).status).toBe(403);
    for (const site of ['cross-site', 'same-site']) {
      expect((await hosted.ask('/hooks/open', { method: 'POST', headers: { 'sec-fetch-site': site } })).status).toBe(403);
      expect((await hosted.ask('/', { headers: { 'sec-fetch-site': site } })).status).toBe(403);
    }
    expect((await hosted.client.runs.list({})).items).toEqual([]);
  });

  it('WH-3 opens no WebSocket for a page of another origin, and one for its own', async () => {
    const address = `ws://127.0.0.1:${hosted.server.port}/rpc`;
    const stranger = new WebSocket(address, [rpcProtocol], { origin: 'http://evil.example', headers: { authorization } });
    const [error] = (await once(stranger, 'error').catch((thrown: unknown) => [thrown])) as [Error];
    expect(error.message).toContain('403');
    const own = new WebSocket(address, [rpcProtocol], { origin: hosted.server.url, headers: { authorization } });
    await once(own, 'open');
    expect(own.protocol).toBe(rpcProtocol);
    own.close();
  });
});

/** The answer to a request whose body never comes. */
async function unsent(place: string, headers: Record<string, string>): Promise<string> {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return raw(`POST ${place} HTTP/1.1\r\n${lines.join('')}\r\n`);
}

async function raw(request: string): Promise<string> {
  const socket = connect(hosted.server.port, '127.0.0.1');
  socket.write(request);
  return text(socket);
}

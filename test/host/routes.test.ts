import { once } from 'node:events';
import http from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { traverseContractProcedures } from '@orpc/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Route, Rule } from '../../electron/host/http/route.ts';
import { contract } from '../../shared/contract/contract.ts';
import { type Answer, type Hosted, startHosted, token } from '../support/hosted-app.ts';

let hosted: Hosted;
beforeAll(async () => {
  hosted = await startHosted();
  const text =
    'name: Signed\ntriggers: [{ id: hook, type: webhook, config: { path: x, secret: a-long-secret } }]\nsteps: [{ id: a, action: log, with: { message: x } }]\n';
  await hosted.client.workflows.import({ text, trust: true });
});
afterAll(() => hosted.close());

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const wrongTokens: readonly [string, Record<string, string>][] = [
  ['missing', {}],
  ['empty', { authorization: '' }],
  ['empty bearer', { authorization: 'Bearer ' }],
  ['wrong', { authorization: 'Bearer nothing' }],
  ['longer', { authorization: `Bearer ${token}x` }],
  ['shorter', { authorization: `Bearer ${token.slice(0, -1)}` }],
  ['of another scheme', { authorization: `Basic ${token}` }],
  ['in a cookie', { cookie: `token=${token}` }],
  ['in a session', { 'sec-websocket-protocol': 'pawl.rpc, pawl.session.' }],
];

/** How each rule answers who brings nothing. A route of a rule that is not here has no place in the table. */
const expectRefused: Readonly<Record<Rule, (route: Route, method: string, answer: Answer) => void>> = {
  token: (_route, _method, answer) => expect(answer.status).toBe(401),
  code: ({ methods }, method, answer) => expect(answer.status).toBe(methods.includes(method) ? 415 : 405),
  signature: (_route, method, answer) => expect(answer.status).toBe(method === 'POST' ? 401 : 405),
  page: ({ methods }, method, answer) => {
    expect(methods).toEqual(['GET', 'HEAD']);
    expect([200, 404]).toContain(methods.includes(method) ? answer.status : 404);
    if (!methods.includes(method)) expect(answer.status).toBe(405);
  },
};

const fill = (path: string) => path.replaceAll(/\{\+?\w+\}/g, 'x');

describe('every route', () => {
  it('has a rule, and every procedure of the contract has a route', () => {
    expect(hosted.server.routes.filter(({ rule }) => !Object.hasOwn(expectRefused, rule))).toEqual([]);
    const wanted: string[] = [];
    traverseContractProcedures(
      { router: contract, path: [] },
      ({
        contract: {
          '~orpc': { route },
        },
      }) => {
        wanted.push(`${route.method} /api${route.path}`);
      },
    );
    const there = hosted.server.routes.flatMap(({ methods, path }) => methods.map((method) => `${method} ${path}`));
    expect(wanted.filter((one) => !there.includes(one))).toEqual([]);
    expect(new Set(there).size).toBe(there.length);
    expect(wanted.length).toBeGreaterThan(35);
  });

  it.each(wrongTokens)('WH-1 refuses every route with a token that is %s', async (kind, headers) => {
    for (const route of hosted.server.routes) {
      for (const method of kind === 'missing' ? methods : route.methods) {
        const answer = await hosted.ask(fill(route.path), { method, headers });
        try {
          expectRefused[route.rule](route, method, answer);
        } catch (error) {
          throw new Error(`${method} ${route.path}: ${answer.status} ${answer.text}`, { cause: error });
        }
      }
    }
  });

  it('WH-1 refuses every upgrade without the token, and every upgrade but the one of /rpc with it', async () => {
    for (const { path, rule } of hosted.server.routes) {
      const bare = await upgrade(fill(path), {});
      expect(bare, path).toMatch(rule === 'token' ? /^HTTP\/1.1 401 / : /^HTTP\/1.1 (?:400|405) /);
      if (path !== '/rpc') expect(await upgrade(fill(path), { authorization: `Bearer ${token}` }), path).toMatch(/^HTTP\/1.1 40[05] /);
    }
  });

  it('WH-3 says nothing of cross-origin access in any answer', async () => {
    for (const { path } of hosted.server.routes) {
      const headers = await headersOf(fill(path));
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
      expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cross-origin-resource-policy': 'same-origin' });
    }
  });

  it('tells pages nothing that differs between people', async () => {
    for (const { path, rule } of hosted.server.routes) {
      if (rule !== 'page') continue;
      const { text: page } = await hosted.ask(fill(path));
      for (const secret of [token, hosted.dataDir, 'Signed']) expect(page).not.toContain(secret);
    }
  });
});

/** Of a GET with the token; what follows them may have no end, and is not waited for. */
async function headersOf(path: string): Promise<http.IncomingHttpHeaders> {
  const headers = { authorization: `Bearer ${token}` };
  const sent = http.get({ host: '127.0.0.1', port: hosted.server.port, path, headers, agent: false });
  const [response] = (await once(sent, 'response')) as [http.IncomingMessage];
  sent.destroy();
  return response.headers;
}

/** What comes back to an upgrade, as text. Closes what it opened. */
async function upgrade(path: string, headers: Record<string, string>): Promise<string> {
  const socket = connect(hosted.server.port, '127.0.0.1');
  const given = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(
    `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${hosted.server.port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n${given.join('')}\r\n`,
  );
  return text(socket);
}

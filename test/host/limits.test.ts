import { once } from 'node:events';
import http from 'node:http';
import { connect, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { transports } from '../contract/transports.ts';
import { type Hosted, startHosted, token } from '../support/hosted-app.ts';

/** The real limits, made small so that a test reaches them soon. */
const limits = {
  headersMs: 300,
  requestMs: 600,
  sockets: 16,
  jsonBytes: 256 * 1024,
  hookBytes: 64 * 1024,
  jsonValues: 1000,
  hookBurst: 40,
  hooksPerSecond: 1,
};

let hosted: Hosted;
beforeAll(async () => {
  hosted = await startHosted({ limits });
  for (const path of ['open', 'busy']) {
    const text = `name: ${path}\ntriggers: [{ id: hook, type: webhook, config: { path: ${path} } }]\nsteps: [{ id: a, action: log, with: { message: x } }]\n`;
    await hosted.client.workflows.import({ text, trust: true });
  }
});
afterAll(() => hosted.close());

const authorization = `Bearer ${token}`;
const json = { 'content-type': 'application/json', authorization };
/** Where bodies are read: with the token, with a code, and with nothing. */
const places = ['/api/workflows', '/session', '/hooks/open'];

describe('the loopback server under load', () => {
  it('WH-5 refuses a body of 100 MB by its declared length, before it comes', async () => {
    for (const place of places) {
      const answer = await raw(
        `POST ${place} HTTP/1.1\r\nHost: ${host()}\r\nContent-Type: application/json\r\nAuthorization: ${authorization}\r\nContent-Length: 104857600\r\n\r\n`,
      );
      expect(answer, place).toMatch(/^HTTP\/1.1 413 /);
    }
  });

  it('WH-5 asks for no body that it would refuse', async () => {
    const answer = await raw(`POST /hooks/open HTTP/1.1\r\nHost: ${host()}\r\nExpect: 100-continue\r\nContent-Length: 104857600\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1.1 413 /);
  });

  it('WH-5 stops reading a body without a length where the limit is, and its memory stays flat', async () => {
    const chunk = Buffer.alloc(64 * 1024, 'x');
    const before = process.memoryUsage().rss;
    for (let round = 0; round < 12; round++) {
      const place = places[round % places.length] ?? '';
      const sent = http.request({ host: '127.0.0.1', port: hosted.server.port, path: place, method: 'POST', headers: json, agent: false });
      // The server cuts the connection while this end still writes.
      sent.on('error', () => {});
      const answered = once(sent, 'response') as Promise<[http.IncomingMessage]>;
      const source = Readable.from(Array.from({ length: 1600 }, () => chunk));
      source.pipe(sent);
      const [response] = await answered;
      expect(response.statusCode).toBe(413);
      source.destroy();
      sent.destroy();
    }
    expect(process.memoryUsage().rss - before).toBeLessThan(50 * 1024 * 1024);
  });

  it('WH-5 unpacks nothing', async () => {
    const bomb = gzipSync(Buffer.alloc(5 * 1024 * 1024));
    for (const place of places) {
      const answer = await hosted.ask(place, { method: 'POST', headers: { ...json, 'content-encoding': 'gzip' }, body: bomb });
      expect(answer.status, place).toBe(415);
    }
  });

  it('WH-5 refuses JSON that is too deep or has too many values', async () => {
    const depth = 25_000;
    const deep = `${'{"a":['.repeat(depth / 2)}${']}'.repeat(depth / 2)}`;
    const wide = `{${Array.from({ length: 1001 }, (_, index) => `"${index}":0`).join(',')}}`;
    const open = '['.repeat(50_000);
    for (const place of places) {
      for (const body of [deep, wide, open]) {
        const answer = await hosted.ask(place, { method: 'POST', headers: json, body });
        expect([400, 413], `${place} ${answer.text}`).toContain(answer.status);
      }
    }
    const text = JSON.stringify({ text: '[{,'.repeat(1000), trust: true });
    // Brackets and commas inside of a string are text.
    expect((await hosted.ask('/api/workflows', { method: 'POST', headers: json, body: text })).json.code).toBe('WORKFLOW_INVALID');
  });

  it('WH-5 refuses ten thousand headers', async () => {
    const many = Array.from({ length: 10_000 }, (_, index) => `X-${index}: 1\r\n`).join('');
    expect(await raw(`GET / HTTP/1.1\r\nHost: ${host()}\r\n${many}\r\n`)).toMatch(/^HTTP\/1.1 431 /);
    expect(await raw(`GET /${'x'.repeat(20_000)} HTTP/1.1\r\nHost: ${host()}\r\n\r\n`)).toMatch(/^HTTP\/1.1 431 /);
  });

  it('WH-5 lets slow senders go, keeps no more of them than it has room for, and still serves who is there', async () => {
    const transport = transports.at(-1);
    const window = await transport?.connect(hosted);
    const slow = await Promise.all(
      Array.from({ length: 40 }, async (_, index) => {
        const socket = connect(hosted.server.port, '127.0.0.1');
        socket.on('error', () => {});
        await once(socket, 'connect');
        // Some dawdle in their headers, some in their body.
        socket.write(
          index % 2 === 0
            ? `GET / HTTP/1.1\r\nHost: ${host()}\r\nX`
            : `POST /hooks/open HTTP/1.1\r\nHost: ${host()}\r\nContent-Length: 10\r\n\r\nx`,
        );
        return socket;
      }),
    );
    expect((await window?.client.system.info())?.version).toBe('test');
    const answers = await Promise.all(slow.map(readAll));
    expect(answers.filter((answer) => answer.startsWith('HTTP/1.1 408 ')).length).toBeGreaterThan(0);
    expect(answers.filter((answer) => answer !== '' && !answer.startsWith('HTTP/1.1 408 '))).toEqual([]);
    expect((await hosted.ask('/login')).status).toBe(200);
    await window?.close();
  });

  it('WH-5 takes requests to a webhook no faster than its limit', async () => {
    const statuses: number[] = [];
    for (let round = 0; round < 15; round++) {
      const answers = await Promise.all(Array.from({ length: 10 }, () => hosted.ask('/hooks/busy', { method: 'POST' })));
      statuses.push(...answers.map(({ status }) => status));
    }
    expect(statuses.filter((status) => status === 202).length).toBeGreaterThanOrEqual(limits.hookBurst);
    expect(statuses.filter((status) => status === 202).length).toBeLessThan(limits.hookBurst + 30);
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(0);
    // Another webhook is not held up by it.
    expect((await hosted.ask('/hooks/open', { method: 'POST' })).status).toBe(202);
    expect(hosted.faults).toEqual([]);
  });
});

function host(): string {
  return `127.0.0.1:${hosted.server.port}`;
}

async function raw(request: string): Promise<string> {
  const socket = connect(hosted.server.port, '127.0.0.1');
  socket.on('error', () => {});
  socket.write(request);
  return readAll(socket);
}

/** What came until the connection ended, in whatever way. */
function readAll(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    let received = '';
    socket.on('data', (chunk: Buffer) => {
      received += chunk.toString();
    });
    if (socket.closed) resolve(received);
    else socket.once('close', () => resolve(received));
  });
}

import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { z } from 'zod';
import { effectOf } from '../../../shared/actions/action.ts';
import { httpRequest } from '../../../shared/actions/http/http-request.ts';
import { ActionError } from '../../../shared/lib/action-error.ts';
import { makeContext, type TestContext } from '../test-context.ts';
import { httpRequestExecutor } from './http-request.ts';
import { readAll, startServer } from './test-server.ts';

type Given = z.input<typeof httpRequest.parameters>;

function send(given: Given, context: TestContext = makeContext()) {
  return httpRequestExecutor.run(httpRequest.parameters.parse(given), context);
}

async function failure(work: Promise<unknown>): Promise<ActionError> {
  const thrown = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (thrown instanceof ActionError) return thrown;
  throw new Error(`Expected an ActionError, got ${String(thrown)}`);
}

describe('what is sent', () => {
  it('query values are encoded, lists repeat the name and null is left out', async () => {
    const url = await startServer((request, response) => response.end(request.url));
    const { body } = await send({ url: `${url}/find?a=1`, query: { q: 'x & y=ä', tag: ['one', 2], none: null } });
    expect(body).toBe('/find?a=1&q=x+%26+y%3D%C3%A4&tag=one&tag=2');
  });

  it.each([
    ['json', { json: { a: [1, null] } }, 'application/json', '{"a":[1,null]}'],
    ['form', { form: { name: 'Ada & co', age: 36 } }, 'application/x-www-form-urlencoded;charset=UTF-8', 'name=Ada+%26+co&age=36'],
    ['text', { text: 'grüße' }, 'text/plain;charset=UTF-8', 'grüße'],
    ['plain text', 'hello', 'text/plain;charset=UTF-8', 'hello'],
  ] as const)('a %s body arrives with its content type', async (_name, body, type, text) => {
    const url = await startServer(async (request, response) =>
      response.end(JSON.stringify([request.method, request.headers['content-type'], await readAll(request)])),
    );
    const answer = await send({ url, method: 'POST', body });
    expect(JSON.parse(answer.body)).toEqual(['POST', type, text]);
  });

  it('a file body arrives byte for byte, and one outside the roots is not sent (FP-1)', async () => {
    let requests = 0;
    const url = await startServer(async (request, response) => {
      requests += 1;
      response.end(await readAll(request));
    });
    const context = makeContext();
    writeFileSync(join(context.workingDirectory, 'body.txt'), 'the bytes');
    writeFileSync(join(context.baseFolder, 'outside.txt'), 'not yours');
    expect((await send({ url, method: 'PUT', body: { file: 'body.txt' } }, context)).body).toBe('the bytes');
    const error = await failure(send({ url, method: 'PUT', body: { file: '../outside.txt' } }, context));
    expect([error.code, requests]).toEqual(['PATH_OUTSIDE_ROOTS', 1]);
  });

  it.each([
    [{ type: 'bearer', token: 't0ken' }, 'authorization', 'Bearer t0ken'],
    [{ type: 'basic', username: 'ada', password: 'pä:ss' }, 'authorization', `Basic ${Buffer.from('ada:pä:ss').toString('base64')}`],
    [{ type: 'header', name: 'X-Api-Key', value: 'k' }, 'x-api-key', 'k'],
  ] as const)('auth %j becomes its header', async (auth, name, value) => {
    const url = await startServer((request, response) => response.end(request.headers[name]));
    expect((await send({ url, auth })).body).toBe(value);
  });

  it("the step's own key is sent as Idempotency-Key, a given one as given", async () => {
    const url = await startServer((request, response) => response.end(request.headers['idempotency-key']));
    const context = makeContext();
    expect((await send({ url, method: 'POST', idempotencyKey: true }, context)).body).toBe(context.taskKey());
    expect((await send({ url, method: 'POST', idempotencyKey: 'order-7' }, context)).body).toBe('order-7');
  });

  it.each(['ftp://127.0.0.1/', 'file:///etc/passwd', 'javascript:alert(1)', '/items', 'http://', 'http://ada:secret@127.0.0.1/'])(
    'the address %s is refused, and no password is repeated',
    async (url) => {
      const error = await failure(send({ url }));
      expect(error.code).toBe('URL_INVALID');
      expect(error.message).not.toContain('secret');
    },
  );

  it('a header that would bring in another is refused before anything is sent', async () => {
    expect(httpRequest.parameters.safeParse({ url: 'http://127.0.0.1', headers: { a: 'x\r\nhost: evil' } }).success).toBe(false);
    expect((await failure(send({ url: 'http://127.0.0.1', headers: { 'a b': 'secret' } }))).code).toBe('HEADER_INVALID');
  });
});

describe('what comes back', () => {
  it('JSON is parsed when the content type says so', async () => {
    const url = await startServer((_request, response) => {
      response.setHeader('content-type', 'application/problem+json; charset=utf-8');
      response.end('{"a":1,"__proto__":{"polluted":true}}');
    });
    const answer = await send({ url });
    expect(JSON.stringify(answer.data)).toBe('{"a":1,"__proto__":{"polluted":true}}');
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    expect(answer).toMatchObject({ status: 200, encoding: 'utf8' });
  });

  it('broken JSON gives its text, no data and a warning in the log', async () => {
    const url = await startServer((_request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end('{"a":');
    });
    const context = makeContext();
    expect(await send({ url }, context)).toMatchObject({ body: '{"a":', data: null });
    expect(context.logged.map(({ text }) => text).join()).toContain('warning');
  });

  it('text is read in the character set that the server names; other bytes come as base64', async () => {
    const latin = await startServer((_request, response) => {
      response.setHeader('content-type', 'text/plain; charset=iso-8859-1');
      response.end(Buffer.from('grüße', 'latin1'));
    });
    expect((await send({ url: latin })).body).toBe('grüße');
    const bytes = Buffer.from([0xff, 0xfe, 0x00, 0x80]);
    const binary = await startServer((_request, response) => response.end(bytes));
    expect(await send({ url: binary })).toMatchObject({ body: bytes.toString('base64'), encoding: 'base64', bytes: 4 });
  });

  it('a packed answer is unpacked, and the limit counts what comes out of it', async () => {
    const url = await startServer((request, response) => {
      response.setHeader('content-encoding', 'gzip');
      response.end(gzipSync(request.url === '/bomb' ? Buffer.alloc(50_000_000) : 'unpacked'));
    });
    expect((await send({ url })).body).toBe('unpacked');
    expect((await failure(send({ url: `${url}/bomb`, maxBytes: '1MB' }))).code).toBe('RESPONSE_TOO_LARGE');
  });

  it('an answer without end is cut off at the limit and the connection closed', async () => {
    const closed = Promise.withResolvers<void>();
    const url = await startServer((_request, response) => {
      const chunk = Buffer.alloc(65_536, 'x');
      const write = (): void => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on('drain', write).on('close', closed.resolve);
      write();
    });
    expect((await failure(send({ url, maxBytes: '200KB' }))).code).toBe('RESPONSE_TOO_LARGE');
    await closed.promise;
  });

  it('every cookie of an answer is kept', async () => {
    const url = await startServer((_request, response) => {
      response.setHeader('set-cookie', ['a=1; expires=Thu, 01 Jan 2030 00:00:00 GMT', 'b=2']);
      response.end();
    });
    expect((await send({ url })).headers['set-cookie']).toBe('a=1; expires=Thu, 01 Jan 2030 00:00:00 GMT\nb=2');
  });
});

describe('status', () => {
  const answering = (status: number, headers: Record<string, string> = {}) =>
    startServer((_request, response) => response.writeHead(status, headers).end('what went wrong'));

  it.each([
    [404, 'GET', 'HTTP_STATUS', 'fatal'],
    [401, 'GET', 'AUTH', 'fatal'],
    [403, 'POST', 'AUTH', 'fatal'],
    [408, 'GET', 'HTTP_STATUS', 'retryable'],
    [429, 'POST', 'RATE_LIMITED', 'retryable'],
    [500, 'GET', 'HTTP_STATUS', 'retryable'],
    [503, 'POST', 'HTTP_STATUS', 'retryable'],
    [502, 'GET', 'HTTP_STATUS', 'retryable'],
    [502, 'POST', 'HTTP_STATUS', 'unknown'],
    [504, 'PATCH', 'HTTP_STATUS', 'unknown'],
  ] as const)('%i to %s is %s, %s', async (status, method, code, kind) => {
    const error = await failure(send({ url: await answering(status), method }));
    expect(error).toMatchObject({ code, kind, details: { status, body: 'what went wrong' } });
  });

  it('a server that asks to wait is quoted in details.retryAfterMs', async () => {
    const seconds = await failure(send({ url: await answering(429, { 'retry-after': '7' }) }));
    expect(seconds.details).toMatchObject({ retryAfterMs: 7000 });
    const context = makeContext({ now: () => Date.UTC(2026, 0, 1) });
    const date = await failure(send({ url: await answering(503, { 'retry-after': 'Thu, 01 Jan 2026 00:00:05 GMT' }) }, context));
    expect(date.details).toMatchObject({ retryAfterMs: 5000 });
    const nonsense = await failure(send({ url: await answering(429, { 'retry-after': '-5' }) }));
    expect(nonsense.details).not.toHaveProperty('retryAfterMs');
  });

  it.each([
    [404, [200, 404]],
    [418, '4xx'],
    [301, ['2xx', '300-399']],
  ] as const)('%i is fine when okStatus is %j', async (status, okStatus) => {
    expect((await send({ url: await answering(status), okStatus: typeof okStatus === 'string' ? okStatus : [...okStatus] })).status).toBe(
      status,
    );
  });

  it('the query of an address, where keys often are, is not in the message', async () => {
    const error = await failure(send({ url: await answering(500), query: { key: 's3cret' } }));
    expect(error.message).not.toContain('s3cret');
  });
});

describe('redirects', () => {
  it('a redirect is followed, and a POST becomes a GET after 303 but not after 307', async () => {
    const url = await startServer(async (request, response) => {
      const status = Number(request.url?.slice(1));
      if (status > 0) return response.writeHead(status, { location: '/end' }).end();
      return response.end(`${request.method} ${await readAll(request)}`);
    });
    expect(await send({ url: `${url}/303`, method: 'POST', body: 'x' })).toMatchObject({ body: 'GET ', url: `${url}/end` });
    expect((await send({ url: `${url}/307`, method: 'POST', body: 'x' })).body).toBe('POST x');
  });

  it('credentials do not follow a redirect to another origin, but stay within one', async () => {
    const other = await startServer((request, response) => response.end(JSON.stringify(request.headers)));
    const url = await startServer((request, response) => {
      if (request.url === '/away') return response.writeHead(302, { location: `${other}/` }).end();
      if (request.url === '/near') return response.writeHead(302, { location: '/here' }).end();
      return response.end(JSON.stringify(request.headers));
    });
    const credentials = {
      auth: { type: 'header', name: 'X-Api-Key', value: 'k' },
      headers: { authorization: 'a', cookie: 'c', accept: 'text/x' },
    } as const;
    const away = JSON.parse((await send({ url: `${url}/away`, ...credentials })).body);
    expect(away).toMatchObject({ accept: 'text/x' });
    for (const name of ['authorization', 'cookie', 'x-api-key']) expect(away).not.toHaveProperty(name);
    const near = JSON.parse((await send({ url: `${url}/near`, ...credentials })).body);
    expect(near).toMatchObject({ authorization: 'a', cookie: 'c', 'x-api-key': 'k' });
  });

  it('a circle of redirects and a redirect away from the web are refused', async () => {
    const url = await startServer((request, response) =>
      response.writeHead(302, { location: request.url === '/file' ? 'file:///etc/passwd' : '/again' }).end(),
    );
    expect((await failure(send({ url }))).code).toBe('REDIRECT_REFUSED');
    expect((await failure(send({ url: `${url}/file` }))).code).toBe('REDIRECT_REFUSED');
  });

  it('with followRedirects: false the redirect is the answer', async () => {
    const url = await startServer((_request, response) => response.writeHead(302, { location: '/end' }).end());
    expect((await send({ url, followRedirects: false, okStatus: 302 })).headers['location']).toBe('/end');
    expect((await failure(send({ url, followRedirects: false }))).code).toBe('HTTP_STATUS');
  });
});

describe('what fails on the way', () => {
  const silent = () => startServer(() => {});

  it('a server that does not answer in time is TIMEOUT: retryable for GET and with a key, unknown for a plain POST', async () => {
    const url = await silent();
    expect(await failure(send({ url, timeout: 50 }))).toMatchObject({ code: 'TIMEOUT', kind: 'retryable' });
    expect(await failure(send({ url, timeout: 50, method: 'POST', idempotencyKey: true }))).toMatchObject({ kind: 'retryable' });
    expect(await failure(send({ url, timeout: 50, method: 'POST' }))).toMatchObject({ code: 'TIMEOUT', kind: 'unknown' });
  });

  it('a server that stops in the middle is TIMEOUT too', async () => {
    const url = await startServer((_request, response) => response.writeHead(200).write('half'));
    expect((await failure(send({ url, timeout: 100 }))).code).toBe('TIMEOUT');
  });

  it('EN-5 cancelling the step ends the request with the reason given', async () => {
    const reason = new ActionError('CANCELLED', 'Somebody cancelled the run');
    const cancel = new AbortController();
    const closed = Promise.withResolvers<void>();
    const url = await startServer((request) => {
      request.socket.on('close', () => closed.resolve());
      cancel.abort(reason);
    });
    expect(await failure(send({ url, method: 'POST' }, makeContext({ signal: cancel.signal })))).toBe(reason);
    await closed.promise;
  });

  it('a port where nothing listens is NETWORK and retryable even for POST, since nothing was sent', async () => {
    const server = createServer();
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const { port } = server.address() as { port: number };
    await new Promise((closed) => server.close(closed));
    const error = await failure(send({ url: `http://127.0.0.1:${port}`, method: 'POST' }));
    expect(error).toMatchObject({ code: 'NETWORK', kind: 'retryable', details: { cause: 'ECONNREFUSED' } });
    expect(error.message).toContain('nothing listens');
  });

  it('a name without an address is NETWORK', async () => {
    expect(await failure(send({ url: 'http://no-such-host.invalid/' }))).toMatchObject({ code: 'NETWORK', kind: 'retryable' });
  });

  it('an answer cut off in the middle is NETWORK: retryable for GET, unknown for POST', async () => {
    const url = await startServer((_request, response) => {
      response.writeHead(200, { 'content-length': 1000 });
      response.write('half', () => response.destroy());
    });
    expect(await failure(send({ url }))).toMatchObject({ code: 'NETWORK', kind: 'retryable' });
    expect(await failure(send({ url, method: 'POST' }))).toMatchObject({ code: 'NETWORK', kind: 'unknown' });
  });

  it('https to a server that speaks none is fatal, in plain words', async () => {
    const url = await silent();
    const error = await failure(send({ url: url.replace('http:', 'https:') }));
    expect(error).toMatchObject({ code: 'NETWORK', kind: 'fatal' });
    expect(error.message).toContain('no secure connection');
  });

  it('a port that speaks something else is NETWORK', async () => {
    const server = createServer((socket) => socket.end('220 mail.example.com\r\n'));
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    onTestFinished(() => void server.close());
    const { port } = server.address() as { port: number };
    const error = await failure(send({ url: `http://127.0.0.1:${port}` }));
    expect(error.code).toBe('NETWORK');
  });
});

describe('saveTo', () => {
  it('writes the answer byte for byte, makes missing folders and tells the self-write guard', async () => {
    const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 251));
    const url = await startServer((_request, response) => response.end(bytes));
    const context = makeContext();
    const answer = await send({ url, saveTo: 'new/folder/file.bin' }, context);
    const path = join(context.workingDirectory, 'new/folder/file.bin');
    expect(answer).toMatchObject({ path, bytes: bytes.length, body: '' });
    expect(readFileSync(path).equals(bytes)).toBe(true);
    expect(context.written).toContain(path);
  });

  it.each([
    ['cut off', (url: string) => `${url}/cut`, 'NETWORK'],
    ['too long', (url: string) => `${url}/long`, 'RESPONSE_TOO_LARGE'],
    ['an error page', (url: string) => `${url}/missing`, 'HTTP_STATUS'],
  ] as const)('an answer that is %s leaves the old file and nothing else', async (_name, path, code) => {
    const url = await startServer((request, response) => {
      if (request.url === '/missing') return response.writeHead(404).end('no');
      if (request.url === '/long') return response.end(Buffer.alloc(100_000));
      response.writeHead(200, { 'content-length': 1000 });
      return response.write('half', () => response.destroy());
    });
    const context = makeContext();
    writeFileSync(join(context.workingDirectory, 'file'), 'old');
    expect((await failure(send({ url: path(url), saveTo: 'file', maxBytes: 50_000 }, context))).code).toBe(code);
    expect(readFileSync(join(context.workingDirectory, 'file'), 'utf8')).toBe('old');
    expect(readdirSync(context.workingDirectory)).toEqual(['file']);
  });

  it('FP-1 a target outside the roots is refused before anything is sent', async () => {
    let requests = 0;
    const url = await startServer((_request, response) => {
      requests += 1;
      response.end('x');
    });
    const context = makeContext();
    mkdirSync(join(context.baseFolder, 'elsewhere'));
    symlinkSync(join(context.baseFolder, 'elsewhere'), join(context.workingDirectory, 'link'));
    for (const saveTo of ['../elsewhere/file', 'link/file', join(context.baseFolder, 'elsewhere/file')]) {
      expect((await failure(send({ url, method: 'POST', saveTo }, context))).code).toBe('PATH_OUTSIDE_ROOTS');
    }
    expect(requests).toBe(0);
    expect(readdirSync(join(context.baseFolder, 'elsewhere'))).toEqual([]);
  });
});

describe('the promise', () => {
  it.each([
    [{ method: 'GET' }, 'pure'],
    [{ method: 'HEAD' }, 'pure'],
    [{ method: 'GET', saveTo: 'file' }, 'keyed'],
    [{ method: 'POST' }, 'once'],
    [{ method: 'DELETE' }, 'once'],
    [{ method: 'POST', idempotencyKey: true }, 'keyed'],
  ] as const)('%j has class %s', (given, effect) => {
    expect(effectOf(httpRequest, httpRequest.parameters.parse({ url: 'http://127.0.0.1', ...given }))).toBe(effect);
  });

  it('after a crash a request with a key is sent again', async () => {
    const parameters = httpRequest.parameters.parse({ url: 'http://127.0.0.1', method: 'POST', idempotencyKey: true });
    expect((await httpRequestExecutor.probe?.(parameters, makeContext()))?.outcome).toBe('not_done');
  });

  it('a dry run says what it would send, without the query', () => {
    const parameters = httpRequest.parameters.parse({ url: 'https://example.com/a?key=1', method: 'POST' });
    expect(httpRequestExecutor.plan(parameters, makeContext())).toBe('Would send POST https://example.com/a');
  });
});

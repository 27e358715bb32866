import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { implement } from '@orpc/server';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { contract } from '../../shared/contract/contract.ts';
import { type Connection, connectToEngine } from '../cli/client.ts';
import { readHost } from './host-file.ts';
import { startSocketServer } from './socket-server.ts';

const opened: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0).reverse()) await each.close();
});

/** Two procedures of the contract are enough: a call that ends when it is told to, and a stream that does not end. */
function makeRouter() {
  const asked = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<void>();
  const streamEnded = Promise.withResolvers<void>();
  const engine = implement(contract);
  const router = {
    templates: {
      list: engine.templates.list.handler(async () => {
        asked.resolve();
        await answer.promise;
        return { items: [{ slug: 'a', name: 'A', story: 'For tests', own: false, worksOnSample: false, asksModel: false }], next: null };
      }),
    },
    runs: {
      logs: engine.runs.logs.handler(async function* ({ input, signal }) {
        try {
          yield { at: '2026-11-20T09:00:00.000Z', stepPath: input.run, attempt: 1, stream: 'stdout', text: 'first' };
          await new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
        } finally {
          streamEnded.resolve();
        }
      }),
    },
  };
  return { router, asked: asked.promise, answer: answer.resolve, streamEnded: streamEnded.promise };
}

async function serve(dataDir?: string) {
  const folder = dataDir ?? (await mkdtemp(path.join(tmpdir(), 'pawl-socket-')));
  const parts = makeRouter();
  const server = await startSocketServer({ dataDir: folder, router: parts.router, version: '1.2.3', startedAt: Date.now() });
  opened.push({ close: () => server.close() });
  return { ...parts, folder, server };
}

async function connectTo(folder: string): Promise<Connection> {
  const host = await readHost(folder);
  if (host === undefined) throw new Error('no host file');
  const result = await connectToEngine(host, 2000);
  if (!('connection' in result)) throw new Error(result.failure);
  opened.push(result.connection);
  return result.connection;
}

const listTemplates = (connection: Connection) => connection.client.templates.list();

describe('the socket server', () => {
  it('answers a client that the host file led to it', async () => {
    const { folder, answer } = await serve();
    answer();
    const connection = await connectTo(folder);
    expect(await listTemplates(connection)).toMatchObject({ items: [{ slug: 'a' }] });
    expect(await connection.state()).toBe('open');
  });

  it('keeps its socket and its host file to its owner', async () => {
    const { folder, server } = await serve();
    expect((await stat(server.socket)).mode & 0o777).toBe(0o600);
    expect((await stat(path.join(folder, 'host.json'))).mode & 0o777).toBe(0o600);
  });

  it.each([
    ['missing', {}],
    ['empty', { authorization: '' }],
    ['wrong', { authorization: 'Bearer nothing' }],
    ['of another scheme', { authorization: 'Basic nothing' }],
  ])('WH-1 refuses an upgrade with a token that is %s', async (_, headers) => {
    const { server } = await serve();
    const socket = new WebSocket('ws://localhost/', { createConnection: () => connect(server.socket), headers });
    const [error] = await once(socket, 'error').catch((thrown: unknown) => [thrown]);
    expect(String(error)).toContain('401');
  });

  it('serves a data folder whose path is too long for a socket', async () => {
    const folder = path.join(await mkdtemp(path.join(tmpdir(), 'pawl-socket-')), 'x'.repeat(120));
    await mkdir(folder);
    const { server, answer } = await serve(folder);
    answer();
    expect(Buffer.byteLength(server.socket)).toBeLessThan(104);
    expect((await stat(path.dirname(server.socket))).mode & 0o777).toBe(0o700);
    expect((await listTemplates(await connectTo(folder))).items).toHaveLength(1);
  });

  it('that stops answers the calls it has, begins none after them, and tells its clients so', async () => {
    const { folder, server, asked, answer } = await serve();
    const connection = await connectTo(folder);
    const early = listTemplates(connection);
    await asked;
    const closed = server.close();
    await expect(listTemplates(connection)).rejects.toMatchObject({ code: 'ENGINE_BUSY' });
    answer();
    expect((await early).items).toHaveLength(1);
    await closed;
    expect(await connection.state()).toBe('stopped');
  });

  it('that stopped leaves the host file until it is told to remove it, and no socket', async () => {
    const { folder, server } = await serve();
    const host = await readHost(folder);
    await server.close();
    expect(await readdir(folder)).toEqual(['host.json']);
    expect(host && (await connectToEngine(host, 2000))).toEqual({ failure: 'refused' });
    await server.removeHostFile();
    expect(await readdir(folder)).toEqual([]);
  });

  it('ends a stream when its client goes away', async () => {
    const { folder, streamEnded } = await serve();
    const connection = await connectTo(folder);
    const lines = await connection.client.runs.logs({ run: 'r' });
    expect((await lines.next()).value).toMatchObject({ text: 'first' });
    connection.close();
    await streamEnded;
  });
});

import { createServer, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { listenOnLoopback } from './listen.ts';

const servers: Server[] = [];
function makeServer(): Server {
  const server = createServer();
  servers.push(server);
  return server;
}
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

describe('the port of the loopback server', () => {
  it('WH-8 is another one where somebody sits on it already', async () => {
    const first = await listenOnLoopback(makeServer(), undefined);
    const second = await listenOnLoopback(makeServer(), undefined);
    expect(second).not.toBe(first);
  });

  it('that was asked for is that one or none', async () => {
    const taken = await listenOnLoopback(makeServer(), 0);
    await expect(listenOnLoopback(makeServer(), taken)).rejects.toMatchObject({
      code: 'PORT_TAKEN',
      hint: expect.stringContaining('--port'),
    });
  });

  it('is of this machine only', async () => {
    const server = makeServer();
    await listenOnLoopback(server, 0);
    expect(server.address()).toMatchObject({ address: '127.0.0.1' });
  });
});

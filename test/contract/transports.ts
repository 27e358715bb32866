import { once } from 'node:events';
import { MessageChannel } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink } from '@orpc/client/websocket';
import { createRouterClient } from '@orpc/server';
import { RPCHandler as PortHandler } from '@orpc/server/message-port';
import { WebSocket } from 'ws';
import { connectToEngine } from '../../electron/cli/client.ts';
import { readHost } from '../../electron/host/host-file.ts';
import { startSocketServer } from '../../electron/host/socket-server.ts';
import type { EngineClient } from '../../shared/contract/contract.ts';
import { rpcProtocol } from '../../shared/lib/window-session.ts';
import { type Hosted, token } from '../support/hosted-app.ts';

export interface Transport {
  readonly name: string;
  connect(hosted: Hosted): Promise<{ readonly client: EngineClient; close(): Promise<void> }>;
}

/** Every way by which the contract can be spoken. */
export const transports: readonly Transport[] = [
  {
    name: 'in this process',
    connect: async ({ app }) => ({ client: createRouterClient(app.router), close: async () => {} }),
  },
  {
    name: 'over a message port',
    async connect({ app }) {
      const { port1, port2 } = new MessageChannel();
      new PortHandler(app.router).upgrade(port1);
      port1.start();
      const link = new PortLink({ port: port2 });
      port2.start();
      return { client: createORPCClient(link), close: async () => port2.close() };
    },
  },
  {
    name: 'over the local socket',
    async connect({ app, dataDir }) {
      const server = await startSocketServer({ dataDir, router: app.router, version: 'test', startedAt: Date.now() });
      const host = await readHost(dataDir);
      if (host === undefined) throw new Error('no host file');
      const reached = await connectToEngine(host, 2000);
      if (!('connection' in reached)) throw new Error(reached.failure);
      return {
        client: reached.connection.client,
        async close() {
          reached.connection.close();
          await server.close();
          await server.removeHostFile();
        },
      };
    },
  },
  {
    name: 'over a WebSocket of the loopback server',
    async connect({ server }) {
      const socket = new WebSocket(`ws://127.0.0.1:${server.port}/rpc`, [rpcProtocol], { headers: { authorization: `Bearer ${token}` } });
      await once(socket, 'open');
      const link = new RPCLink({ websocket: socket as unknown as globalThis.WebSocket });
      return { client: createORPCClient(link), close: async () => socket.close() };
    },
  },
];

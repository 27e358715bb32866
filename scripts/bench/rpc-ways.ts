import { MessageChannel } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { RPCHandler } from '@orpc/server/message-port';
import type { App } from '../../electron/app.ts';
import { connectToEngine } from '../../electron/cli/client.ts';
import { readHost } from '../../electron/host/host-file.ts';
import { startSocketServer } from '../../electron/host/socket-server.ts';
import type { EngineClient } from '../../shared/contract/contract.ts';
import { openSocketClient } from './socket-client.ts';

/** One way by which the contract is spoken. */
export interface Way {
  readonly name: string;
  readonly client: EngineClient;
  close(): Promise<void>;
}

/** As a window, a browser and the command line do it. */
export async function openWays(app: App, dataDir: string): Promise<readonly Way[]> {
  return [overPort(app), { name: 'WebSocket', ...(await openSocketClient(app, dataDir)) }, await overLocalSocket(app, dataDir)];
}

function overPort(app: App): Way {
  const { port1, port2 } = new MessageChannel();
  new RPCHandler(app.router).upgrade(port1);
  port1.start();
  const client: EngineClient = createORPCClient(new RPCLink({ port: port2 }));
  port2.start();
  return { name: 'a message port', client, close: async () => port2.close() };
}

async function overLocalSocket(app: App, dataDir: string): Promise<Way> {
  const server = await startSocketServer({ dataDir, router: app.router, version: 'bench', startedAt: Date.now() });
  const host = await readHost(dataDir);
  if (host === undefined) throw new Error('The engine has left no host.json');
  const reached = await connectToEngine(host, 2000);
  if (!('connection' in reached)) throw new Error(`The engine’s socket: ${reached.failure}`);
  return {
    name: 'the local socket',
    client: reached.connection.client,
    async close() {
      reached.connection.close();
      await server.close();
      await server.removeHostFile();
    },
  };
}

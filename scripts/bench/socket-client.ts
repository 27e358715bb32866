import { once } from 'node:events';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { WebSocket } from 'ws';
import type { HostedApp } from '../../electron/host/http-server.ts';
import { startHttpServer } from '../../electron/host/http-server.ts';
import { newToken } from '../../electron/host/socket-server.ts';
import type { EngineClient } from '../../shared/contract/contract.ts';
import { rpcProtocol } from '../../shared/lib/window-session.ts';

/** Serves the app on the loopback, and asks it as a window does. `folder` may be any. */
export async function openSocketClient(app: HostedApp, folder: string): Promise<{ readonly client: EngineClient; close(): Promise<void> }> {
  const token = newToken();
  const onFault = (error: unknown): never => {
    throw error;
  };
  const server = await startHttpServer({ app, token, version: 'bench', rendererDir: folder, port: 0, onFault });
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/rpc`, [rpcProtocol], { headers: { authorization: `Bearer ${token}` } });
  await once(socket, 'open');
  // ws keeps the browser's interface; only the classes of its event objects differ, which the link does not look at.
  const client: EngineClient = createORPCClient(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }));
  return {
    client,
    async close() {
      socket.close();
      await server.close();
    },
  };
}

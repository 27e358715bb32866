import { connect } from 'node:net';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { WebSocket } from 'ws';
import { stoppedInOrder } from '../host/close-code.ts';
import type { Host } from '../host/host-file.ts';
import type { Link } from './link.ts';

export interface Connection extends Pick<Link, 'client' | 'state'> {
  close(): void;
}

/** `refused`: nobody listens there. `silent`: somebody does, but does not let us in. */
export type ConnectResult = { readonly connection: Connection } | { readonly failure: 'refused' | 'silent' };

export async function connectToEngine(host: Host, timeoutMs: number): Promise<ConnectResult> {
  const socket = new WebSocket('ws://localhost/', {
    // Not a ws+unix: URL, which can carry neither a pipe's name nor every path.
    createConnection: () => connect(host.socket),
    headers: { authorization: `Bearer ${host.token}` },
    handshakeTimeout: timeoutMs,
    perMessageDeflate: false,
  });
  const closed = new Promise<'stopped' | 'lost'>((resolve) => {
    socket.once('close', (code) => resolve(code === stoppedInOrder ? 'stopped' : 'lost'));
  });
  const failure = await new Promise<'refused' | 'silent' | undefined>((resolve) => {
    socket.once('open', () => resolve(undefined));
    // Stays registered: a broken connection must not end the process, its calls are rejected by the close.
    socket.on('error', (error) =>
      resolve('code' in error && (error.code === 'ECONNREFUSED' || error.code === 'ENOENT') ? 'refused' : 'silent'),
    );
  });
  if (failure !== undefined) return { failure };
  // ws keeps the browser's interface; only the classes of its event objects differ, which the link does not look at.
  const link = new RPCLink({ websocket: socket as unknown as globalThis.WebSocket });
  const connection: Connection = {
    client: createORPCClient(link),
    state: async () => (socket.readyState === WebSocket.OPEN ? 'open' : await closed),
    close: () => socket.close(),
  };
  return { connection };
}

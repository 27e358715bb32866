import { RPCLink } from '@orpc/client/websocket';
import { rpcProtocols, sessionStorageKey } from '../../shared/lib/window-session.ts';
import type { Wire } from './wire.ts';

/** A new connection to the server this page came from. Without a session it is refused, like any stranger's. */
export function openSocket(): Wire {
  const address = new URL('/rpc', window.location.href);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new WebSocket(address, rpcProtocols(localStorage.getItem(sessionStorageKey) ?? ''));
  const closed = new Promise<void>((resolve) => socket.addEventListener('close', () => resolve(), { once: true }));
  return { link: new RPCLink({ websocket: socket }), closed };
}

import { RPCLink } from '@orpc/client/message-port';
import { windowPort } from '../../shared/lib/window-port.ts';
import type { Wire } from './wire.ts';

/** A new connection to the main process: the preload script hands over the other end of the channel. */
export function openPort(): Wire {
  const { port1, port2 } = new MessageChannel();
  const closed = new Promise<void>((resolve) => port1.addEventListener('close', () => resolve(), { once: true }));
  const link = new RPCLink({ port: port1 });
  port1.start();
  window.postMessage(windowPort, window.location.origin, [port2]);
  return { link, closed };
}

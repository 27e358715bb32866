import { createORPCClient } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import { useSyncExternalStore } from 'react';
import type { contract } from '../../shared/contract/contract.ts';
import type { desktopContract } from '../../shared/contract/desktop.ts';
import { type ConnectionState, keepConnected } from './connection.ts';
import { openPort } from './open-port.ts';
import { openSocket } from './open-socket.ts';

type WindowClient = ContractRouterClient<typeof contract & { desktop: typeof desktopContract }>;

/** Whether this page is a window of the desktop application, or one of a browser. */
export const isDesktop = new URLSearchParams(window.location.search).has('desktop');

const connection = keepConnected(isDesktop ? openPort : openSocket, (link) => link.call(['system', 'info'], undefined, { context: {} }));

/** The engine. `desktop` is there in the desktop application only. */
export const engine: WindowClient = createORPCClient(connection.link);

export const whenConnected = connection.whenOpen;
export const isConnected = (): boolean => connection.state() === 'open';
/** Tells when the engine goes and when it is back; returns what ends the subscription. */
export const onConnection = (listen: (isLost: boolean) => void): (() => void) =>
  connection.subscribe(() => listen(connection.state() === 'lost'));

export function useConnection(): ConnectionState {
  return useSyncExternalStore(connection.subscribe, connection.state);
}

/** Why the engine is away, where it has said so. */
export function useWhyLost(): string | undefined {
  return useSyncExternalStore(connection.subscribe, connection.why);
}

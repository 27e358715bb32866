import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ActionError } from '../../../shared/lib/action-error.ts';

/** P-A-W-L on a telephone is 7295. */
export const defaultPort = 7295;
const portsTried = 10;

/**
 * Listens on the loopback interface and gives the port: the wanted one (0: any), or when none is wanted the first free one from 7295 on.
 * Throws ActionError `PORT_TAKEN`.
 */
export async function listenOnLoopback(server: Server, wanted: number | undefined): Promise<number> {
  const candidates = wanted === undefined ? [...Array.from({ length: portsTried }, (_, index) => defaultPort + index), 0] : [wanted];
  for (const port of candidates) {
    try {
      return await listen(server, port);
    } catch (error) {
      if (!isTaken(error)) throw error;
    }
  }
  throw new ActionError('PORT_TAKEN', `Port ${wanted} of 127.0.0.1 is taken by another program`, {
    hint: 'Choose another one with --port, or leave it out to get a free one.',
  });
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES');
}

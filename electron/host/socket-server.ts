import { randomBytes } from 'node:crypto';
import { chmod } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AnyRouter } from '@orpc/server';
import { makeSocketPath } from '../platform/socket-path.ts';
import { bearsToken } from './bearer.ts';
import { removeHost, writeHost } from './host-file.ts';
import { createRpcSockets, type RpcSockets } from './rpc-sockets.ts';

// An import of it would look at all its exports, and load the one that fetches: 30 ms of every command.
const http = process.getBuiltinModule('node:http');

export interface SocketServer extends Pick<RpcSockets, 'suspend' | 'resume'> {
  readonly socket: string;
  /**
   * Takes no more calls, answers those it has, then lets every client go. `host.json` stays: it names the process that still owns
   * the data folder. `removeHostFile` comes last, when the database is closed.
   */
  close(): Promise<void>;
  removeHostFile(): Promise<void>;
}

export interface SocketServerOptions {
  readonly dataDir: string;
  /** Of the contract, needing no context. */
  readonly router: AnyRouter;
  readonly version: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** Default: a new one. */
  readonly token?: string;
  /** Where the loopback server listens, if there is one. */
  readonly port?: number;
}

/** Serves the contract on a local socket of the data folder and writes `host.json`, which tells clients where and with which token. */
export async function startSocketServer(options: SocketServerOptions): Promise<SocketServer> {
  const { dataDir, version, startedAt, port, token = newToken() } = options;
  const sockets = createRpcSockets(options.router);
  const server = http.createServer((_request, response) => {
    response.writeHead(426, { connection: 'close' }).end();
  });
  server.on('upgrade', (request, socket, head) => {
    if (bearsToken(request.headers.authorization, token)) sockets.accept(request, socket, head);
    else socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n');
  });

  const socketPath = await makeSocketPath(dataDir, 'pawl.sock', process.platform);
  await listen(server, socketPath.path);
  if (process.platform !== 'win32') await chmod(socketPath.path, 0o600);
  await writeHost(dataDir, {
    pid: process.pid,
    socket: socketPath.path,
    token,
    version,
    startedAt: new Date(startedAt).toISOString(),
    ...(port === undefined ? {} : { port }),
  });

  return {
    socket: socketPath.path,
    suspend: (message) => sockets.suspend(message),
    resume: (router) => sockets.resume(router),
    async close() {
      server.close();
      await sockets.close();
      server.closeAllConnections();
      await socketPath.clean();
    },
    removeHostFile: () => removeHost(dataDir, token),
  };
}

/** 256 random bits, in letters that a header takes. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

function listen(server: Server, socket: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(socket, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

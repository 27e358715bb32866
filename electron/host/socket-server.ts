import { randomBytes, timingSafeEqual } from 'node:crypto';
import { chmod } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type AnyRouter, ORPCError } from '@orpc/server';
import { RPCHandler } from '@orpc/server/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { stoppedInOrder } from './close-code.ts';
import { removeHost, writeHost } from './host-file.ts';
import { makeSocketPath } from './socket-path.ts';

/** A workflow document is at most 2 MB; inputs and outputs travel in the same messages. */
const maxMessageBytes = 32 * 1024 * 1024;
const closeTimeoutMs = 1000;

export interface SocketServer {
  readonly socket: string;
  /**
   * Takes no more calls, answers those it has, then lets every client go. `host.json` stays: it names the process that still owns
   * the data folder. `removeHostFile` comes last, when the database is closed.
   */
  close(): Promise<void>;
  removeHostFile(): Promise<void>;
}

interface SocketServerOptions {
  readonly dataDir: string;
  /** Of the contract, needing no context. */
  readonly router: AnyRouter;
  readonly version: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
}

/** Serves the contract on a local socket of the data folder and writes `host.json`, which tells clients where and with which token. */
export async function startSocketServer({ dataDir, router, version, startedAt }: SocketServerOptions): Promise<SocketServer> {
  const token = randomBytes(32).toString('base64url');
  const calls = countCalls();
  const handler = new RPCHandler(router, { clientInterceptors: [({ next }) => calls.count(next)] });
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes, perMessageDeflate: false });

  const server = createServer((_request, response) => {
    response.writeHead(426, { connection: 'close' }).end();
  });
  server.on('upgrade', (request, socket, head) => {
    if (!bearsToken(request, token)) {
      socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      // A protocol violation closes the socket by itself; without a listener it would end the process.
      webSocket.on('error', () => {});
      void handler.upgrade(webSocket);
    });
  });

  const socketPath = await makeSocketPath(dataDir, process.platform);
  await listen(server, socketPath.path);
  if (process.platform !== 'win32') await chmod(socketPath.path, 0o600);
  await writeHost(dataDir, { pid: process.pid, socket: socketPath.path, token, version, startedAt: new Date(startedAt).toISOString() });

  return {
    socket: socketPath.path,
    async close() {
      server.close();
      await calls.drain();
      await Promise.all([...sockets.clients].map(closeSocket));
      server.closeAllConnections();
      await socketPath.clean();
    },
    removeHostFile: () => removeHost(dataDir, token),
  };
}

/** Lets calls through until `drain`, which resolves when those that were let through have been answered. */
function countCalls() {
  let running = 0;
  let idle: (() => void) | undefined;
  let draining = false;
  return {
    async count<T>(call: () => Promise<T>): Promise<T> {
      if (draining) throw new ORPCError('ENGINE_BUSY', { status: 503, message: 'The engine is stopping.' });
      running += 1;
      try {
        return await call();
      } finally {
        running -= 1;
        if (running === 0) idle?.();
      }
    },
    async drain(): Promise<void> {
      draining = true;
      if (running > 0) {
        await new Promise<void>((resolve) => {
          idle = resolve;
        });
      }
      // The answer of the last call is encoded in microtasks after it returned.
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

function bearsToken(request: IncomingMessage, token: string): boolean {
  const given = Buffer.from(request.headers.authorization ?? '');
  const expected = Buffer.from(`Bearer ${token}`);
  return given.length === expected.length && timingSafeEqual(given, expected);
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

function closeSocket(socket: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => socket.terminate(), closeTimeoutMs);
    socket.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
    socket.close(stoppedInOrder);
  });
}

import { randomBytes, timingSafeEqual } from 'node:crypto';
import { chmod } from 'node:fs/promises';
import type { IncomingMessage, Server } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { type AnyRouter, ORPCError } from '@orpc/server';
import { RPCHandler } from '@orpc/server/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { stoppedInOrder } from './close-code.ts';
import { removeHost, writeHost } from './host-file.ts';
import { makeSocketPath } from './socket-path.ts';

/** A workflow document is at most 2 MB; inputs and outputs travel in the same messages. */
const maxMessageBytes = 32 * 1024 * 1024;
const closeTimeoutMs = 1000;
/** An engine that has lost its data folder answers what it can at once, or never. */
const suspendTimeoutMs = 1000;
// An import of it would look at all its exports, and load the one that fetches: 30 ms of every command.
const http = process.getBuiltinModule('node:http');

export interface SocketServer {
  readonly socket: string;
  /** Takes no more calls, and answers them with `ENGINE_BUSY` and this message until `resume`. Clients that still wait for an answer are cut off. */
  suspend(message: string): Promise<void>;
  /** From now on, this router answers. */
  resume(router: AnyRouter): Promise<void>;
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
  let answering = answerWith(router);
  let isSuspended = false;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes, perMessageDeflate: false });

  const server = http.createServer((_request, response) => {
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
      void answering.handler.upgrade(webSocket);
    });
  });

  const socketPath = await makeSocketPath(dataDir, process.platform);
  await listen(server, socketPath.path);
  if (process.platform !== 'win32') await chmod(socketPath.path, 0o600);
  await writeHost(dataDir, { pid: process.pid, socket: socketPath.path, token, version, startedAt: new Date(startedAt).toISOString() });

  async function letGo(): Promise<void> {
    await Promise.all([...sockets.clients].map(closeSocket));
  }

  return {
    socket: socketPath.path,
    async suspend(message) {
      isSuspended = true;
      const answered = await Promise.race([answering.drain(message).then(() => true), delay(suspendTimeoutMs, false, { ref: false })]);
      // Only a client that was answered may take it that nothing of it was begun.
      if (answered) await letGo();
      else for (const socket of sockets.clients) socket.terminate();
    },
    async resume(successor) {
      answering = answerWith(successor);
      isSuspended = false;
      // Those that have come meanwhile are bound to the router before.
      await letGo();
    },
    async close() {
      server.close();
      if (!isSuspended) await answering.drain('The engine is stopping.');
      await letGo();
      server.closeAllConnections();
      await socketPath.clean();
    },
    removeHostFile: () => removeHost(dataDir, token),
  };
}

/** Lets calls to the router through until `drain`, which resolves when those that were let through have been answered. */
function answerWith(router: AnyRouter) {
  let running = 0;
  let idle: (() => void) | undefined;
  let refusal: string | undefined;
  async function count<T>(call: () => Promise<T>): Promise<T> {
    if (refusal !== undefined) throw new ORPCError('ENGINE_BUSY', { status: 503, message: refusal });
    running += 1;
    try {
      return await call();
    } finally {
      running -= 1;
      if (running === 0) idle?.();
    }
  }
  return {
    handler: new RPCHandler(router, { clientInterceptors: [({ next }) => count(next)] }),
    /** Calls from now on are refused with `ENGINE_BUSY` and this message. */
    async drain(message: string): Promise<void> {
      refusal = message;
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

import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { AnyRouter } from '@orpc/server';
import { RPCHandler } from '@orpc/server/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { stoppedInOrder } from './close-code.ts';
import { createGate } from './gate.ts';

/** A workflow document is at most 2 MB; inputs and outputs travel in the same messages. */
const maxMessageBytes = 32 * 1024 * 1024;
const closeTimeoutMs = 1000;
/** An engine that has lost its data folder answers what it can at once, or never. */
const suspendTimeoutMs = 1000;

/** The contract over WebSockets. Who may open one is the business of the server they come in at. */
export interface RpcSockets {
  /** Takes an upgrade that has been let in. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Takes no more calls, and answers them with `ENGINE_BUSY` and this message until `resume`. Clients that still wait for an answer are cut off. */
  suspend(message: string): Promise<void>;
  /** From now on, this router answers. */
  resume(router: AnyRouter): Promise<void>;
  /** Takes no more calls, answers those it has, then lets every client go. */
  close(): Promise<void>;
}

/** `protocol`: the one chosen of those that a client offers. */
export function createRpcSockets(router: AnyRouter, options: { readonly protocol?: string } = {}): RpcSockets {
  let answering = answerWith(router);
  let isSuspended = false;
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: maxMessageBytes,
    perMessageDeflate: false,
    handleProtocols: (offered) => options.protocol !== undefined && offered.has(options.protocol) && options.protocol,
  });

  async function letGo(): Promise<void> {
    await Promise.all([...sockets.clients].map(closeSocket));
  }

  return {
    accept(request, socket, head) {
      sockets.handleUpgrade(request, socket, head, (webSocket) => {
        // A protocol violation closes the socket by itself; without a listener it would end the process.
        webSocket.on('error', () => {});
        void answering.handler.upgrade(webSocket);
      });
    },
    async suspend(message) {
      isSuspended = true;
      const answered = await Promise.race([answering.gate.drain(message).then(() => true), delay(suspendTimeoutMs, false, { ref: false })]);
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
      if (!isSuspended) await answering.gate.drain('The engine is stopping.');
      await letGo();
    },
  };
}

function answerWith(router: AnyRouter) {
  const gate = createGate();
  return { gate, handler: new RPCHandler(router, { clientInterceptors: [({ next }) => gate.pass(next)] }) };
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

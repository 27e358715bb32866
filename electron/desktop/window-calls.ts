import { type AnyRouter, ORPCError } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import { type IpcMainEvent, ipcMain, type MessagePortMain } from 'electron';
import { windowPort } from '../../shared/lib/window-port.ts';
import { onlyCalls } from './only-calls.ts';
import { refusalOf } from './sender-rule.ts';

export interface WindowCalls {
  /** Ends every connection; windows ask for a new one, and get it when there is a router. */
  disconnect(): void;
}

interface WindowCallsOptions {
  /** What answers the windows: awaited, since a window is there before the engine. */
  router(): Promise<AnyRouter>;
  /** Why the engine cannot be asked, while it cannot: what the window is told instead of an answer. */
  unavailable(): string | undefined;
  isOurWindow(contentsId: number): boolean;
  /** A call has been answered. */
  onAnswered(path: readonly string[]): void;
  onRefusal(refusal: string, detail: string): void;
  onFault(error: unknown): void;
}

/** Serves the contract on the ports that our own windows hand over: the only channel there is. */
export function serveWindows({ router, unavailable, isOurWindow, onAnswered, onRefusal, onFault }: WindowCallsOptions): WindowCalls {
  const ports = new Map<number, MessagePortMain>();

  function accept(event: IpcMainEvent): void {
    const [port, ...others] = event.ports;
    const refusal = port === undefined || others.length > 0 ? 'not one port' : refusalOf(event, isOurWindow);
    if (refusal !== undefined || port === undefined) {
      onRefusal('call', refusal ?? 'no port');
      for (const each of event.ports) each.close();
      return;
    }
    const { id } = event.sender;
    // A page load has one connection: this is a new load, or a new try.
    ports.get(id)?.close();
    ports.set(id, port);
    port.once('close', () => {
      if (ports.get(id) === port) ports.delete(id);
    });
    void connect(port);
  }

  async function connect(port: MessagePortMain): Promise<void> {
    try {
      const handler = new RPCHandler(await router(), {
        clientInterceptors: [
          async ({ next, path }) => {
            const why = path[0] === 'desktop' ? undefined : unavailable();
            if (why !== undefined) throw new ORPCError('ENGINE_BUSY', { status: 503, message: why });
            const answer = await next();
            onAnswered(path);
            return answer;
          },
        ],
      });
      handler.upgrade(onlyCalls(port, onRefusal));
      port.start();
    } catch (error) {
      port.close();
      onFault(error);
    }
  }

  ipcMain.on(windowPort, accept);
  return {
    disconnect() {
      for (const port of ports.values()) port.close();
      ports.clear();
    },
  };
}

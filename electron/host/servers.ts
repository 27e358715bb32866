import { fileURLToPath } from 'node:url';
import type { HostedApp, HttpServer } from './http-server.ts';
import { newToken, type SocketServer, startSocketServer } from './socket-server.ts';

/** Where the built window lies: as far from the sources as from the built files. */
const rendererDir = fileURLToPath(new URL('../../out/renderer', import.meta.url));

/** Everything by which an engine can be reached. */
export interface Servers extends Pick<SocketServer, 'suspend' | 'close' | 'removeHostFile'> {
  /** Of the loopback server, where it is on. */
  readonly url: string | undefined;
  /** From now on, this app answers. */
  resume(app: HostedApp): Promise<void>;
}

export interface ServersOptions {
  readonly dataDir: string;
  readonly app: HostedApp;
  readonly version: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** Undefined: no loopback server. `port`: default the first free one from 7295 on. */
  readonly http: { readonly port?: number | undefined } | undefined;
  /** A fault of our own. */
  onFault(error: unknown): void;
}

/** Serves an engine on its local socket and, where wanted, on the loopback interface. Throws ActionError `PORT_TAKEN`. */
export async function startServers(options: ServersOptions): Promise<Servers> {
  const { dataDir, app, version, startedAt, onFault } = options;
  const token = newToken();
  const web = await startWeb();
  const socket = await startSocketServer({
    dataDir,
    router: app.router,
    version,
    startedAt,
    token,
    ...(web === undefined ? {} : { port: web.port }),
  }).catch(async (error: unknown) => {
    await web?.close();
    throw error;
  });

  async function startWeb(): Promise<HttpServer | undefined> {
    if (options.http === undefined) return undefined;
    // Not loaded by a command that only lends its engine to others.
    const { startHttpServer } = await import('./http-server.ts');
    const { port } = options.http;
    return startHttpServer({ app, token, version, rendererDir, onFault, ...(port === undefined ? {} : { port }) });
  }

  return {
    url: web?.url,
    async suspend(message) {
      await Promise.all([socket.suspend(message), web?.suspend(message)]);
    },
    async resume(successor) {
      await Promise.all([socket.resume(successor.router), web?.resume(successor)]);
    },
    async close() {
      await Promise.all([socket.close(), web?.close()]);
    },
    removeHostFile: () => socket.removeHostFile(),
  };
}

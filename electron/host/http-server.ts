import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { ORPCError } from '@orpc/server';
import { rpcProtocol } from '../../shared/lib/window-session.ts';
import type { App } from '../app.ts';
import { createGate } from './gate.ts';
import { documentRoutes } from './http/document-routes.ts';
import { hookRoutes } from './http/hook-routes.ts';
import { defaultLimits, type Limits } from './http/limits.ts';
import { listenOnLoopback } from './http/listen.ts';
import { loginRoutes } from './http/login-routes.ts';
import { createLogins } from './http/logins.ts';
import { createBodyReader } from './http/read-body.ts';
import { Refusal } from './http/refusal.ts';
import { createRest } from './http/rest.ts';
import { restRoutes } from './http/rest-routes.ts';
import { type Match, type Route, routesAt } from './http/route.ts';
import { sendJson, setBaseHeaders } from './http/send.ts';
import { checkSender, hostsOf } from './http/sender.ts';
import { staticRoutes } from './http/static-routes.ts';
import { createRpcSockets } from './rpc-sockets.ts';

/** How long a client that sends on after it was refused may take to see why. */
const lingerMs = 500;
const checkMs = 500;
/** An engine that has lost its data folder answers what it can at once, or never. */
const suspendMs = 1000;

export type HostedApp = Pick<App, 'router' | 'hooks'>;

export interface HttpServer {
  readonly port: number;
  /** With no slash at its end. */
  readonly url: string;
  /** Every route, for the test that tries each of them. */
  readonly routes: readonly Route[];
  /** Takes no more calls, and answers them with `ENGINE_BUSY` and this message until `resume`. */
  suspend(message: string): Promise<void>;
  /** From now on, this app answers. */
  resume(app: HostedApp): Promise<void>;
  /** Takes no more calls, answers those it has, and lets every client go. */
  close(): Promise<void>;
}

export interface HttpServerOptions {
  readonly app: HostedApp;
  readonly token: string;
  readonly version: string;
  /** Absolute; the built window, or nothing. */
  readonly rendererDir: string;
  /** Default: the first free one from 7295 on. 0: any. */
  readonly port?: number;
  readonly limits?: Partial<Limits>;
  /** A fault of our own. */
  onFault(error: unknown): void;
}

/** Serves the contract over WebSocket and REST, webhooks and the window on 127.0.0.1. Throws ActionError `PORT_TAKEN`. */
export async function startHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const { token, version, rendererDir, onFault } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const logins = createLogins(token, () => Date.now());
  const sockets = createRpcSockets(options.app.router, { protocol: rpcProtocol });
  const readBody = createBodyReader(limits.bufferedBytes);
  let serving = serve(options.app);

  function serve(app: HostedApp) {
    return { app, rest: createRest(app.router, onFault), hookGate: createGate(), ending: new AbortController() };
  }

  const routes: readonly Route[] = [
    { methods: ['GET'], path: '/rpc', rule: 'token', handle: async () => refuseUpgradeless() },
    ...documentRoutes(options.app.router, version),
    ...restRoutes(options.app.router, { limits, readBody, rest: () => serving.rest }),
    ...hookRoutes({ limits, readBody, hooks: () => serving.app.hooks, gate: () => serving.hookGate }),
    ...loginRoutes({ logins, limits, readBody }),
    ...staticRoutes(rendererDir),
  ];

  const server = http.createServer({
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    connectionsCheckingInterval: Math.min(checkMs, limits.headersMs),
    maxHeaderSize: limits.headerBytes,
    keepAliveTimeout: 5000,
  });
  server.maxConnections = limits.sockets;
  const port = await listenOnLoopback(server, options.port);
  const hosts = hostsOf(port);

  /** Throws Refusal unless the request may be handled. */
  function admit(request: IncomingMessage): { match: Match; url: URL } {
    checkSender(request, hosts);
    const url = new URL(request.url ?? '/', `http://${hosts[0]}`);
    const there = routesAt(routes, url.pathname);
    const match = there.find(({ route }) => route.methods.includes(request.method ?? '')) ?? there[0];
    if (match === undefined) throw new Refusal(404, 'NOT_FOUND', 'There is nothing here');
    if (match.route.rule === 'token' && !logins.admits(request))
      throw new Refusal(401, 'UNAUTHORIZED', 'The token of host.json is needed: Authorization: Bearer …', { 'www-authenticate': 'Bearer' });
    if (!match.route.methods.includes(request.method ?? '')) {
      const allow = [...new Set(there.flatMap(({ route }) => route.methods))].join(', ');
      throw new Refusal(405, 'METHOD_NOT_ALLOWED', `This address takes ${allow}`, { allow });
    }
    return { match, url };
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    setBaseHeaders(response);
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    try {
      const { match, url } = admit(request);
      const signal = AbortSignal.any([gone.signal, serving.ending.signal]);
      await match.route.handle({ request, response, url, params: match.params, signal });
    } catch (error) {
      if (gone.signal.aborted || request.socket.destroyed) return;
      if (!(error instanceof Refusal) && !(error instanceof ORPCError && error.status < 500)) onFault(error);
      refuse(request, response, error);
    }
  }

  const onRequest = (request: IncomingMessage, response: ServerResponse): void => void answer(request, response);
  server.on('request', onRequest);
  // The body of a request that is refused is not asked for.
  server.on('checkContinue', onRequest);
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => {});
    try {
      const { match } = admit(request);
      if (match.route.path !== '/rpc') throw new Refusal(400, 'BAD_REQUEST', 'This address takes no upgrade');
      sockets.accept(request, socket, head);
    } catch (error) {
      const { status, body } = describe(error);
      const text = JSON.stringify(body);
      const lines = [`HTTP/1.1 ${status} ${http.STATUS_CODES[status]}`, 'Content-Type: application/json', `Content-Length: ${text.length}`];
      socket.end([...lines, 'Connection: close', '', text].join('\r\n'));
    }
  });
  options.app.hooks.setReachable(true);

  async function drain(message: string): Promise<void> {
    serving.ending.abort();
    await Promise.all([serving.rest.drain(message), serving.hookGate.drain(message)]);
  }

  return {
    port,
    url: `http://127.0.0.1:${port}`,
    routes,
    async suspend(message) {
      const drained = Promise.all([drain(message), sockets.suspend(message)]);
      await Promise.race([drained, new Promise((resolve) => setTimeout(resolve, suspendMs).unref())]);
      server.closeAllConnections();
    },
    async resume(app) {
      serving = serve(app);
      app.hooks.setReachable(true);
      await sockets.resume(app.router);
    },
    async close() {
      serving.app.hooks.setReachable(false);
      server.close();
      await Promise.all([drain('The engine is stopping.'), sockets.close()]);
      server.closeAllConnections();
    },
  };
}

function refuseUpgradeless(): never {
  throw new Refusal(426, 'UPGRADE_REQUIRED', 'This address is for WebSockets', { upgrade: 'websocket' });
}

function describe(error: unknown): { status: number; body: { code: string; message: string }; headers: Readonly<Record<string, string>> } {
  if (error instanceof Refusal) return { status: error.status, body: { code: error.code, message: error.message }, headers: error.headers };
  if (error instanceof ORPCError) return { status: error.status, body: { code: error.code, message: error.message }, headers: {} };
  return { status: 500, body: { code: 'INTERNAL_SERVER_ERROR', message: 'Something in Pawl went wrong' }, headers: {} };
}

function refuse(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const { status, body, headers } = describe(error);
  const { 'content-length': length = '0', 'transfer-encoding': chunks } = request.headers;
  if (request.complete || (length === '0' && chunks === undefined)) return sendJson(response, status, body, headers);
  // The client is still sending. What comes is thrown away for a moment, since a connection that is cut at once takes the answer with it.
  sendJson(response, status, body, { ...headers, connection: 'close' });
  request.resume();
  const cut = setTimeout(() => request.socket.destroy(), lingerMs);
  cut.unref();
  request.once('close', () => clearTimeout(cut));
}

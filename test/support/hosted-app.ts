import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import http, { type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { createRouterClient } from '@orpc/server';
import { type App, createApp } from '../../electron/app.ts';
import { type HttpServer, type HttpServerOptions, startHttpServer } from '../../electron/host/http-server.ts';
import { createNodePlatform } from '../../electron/platform/node-platform.ts';
import { templatesFolder } from '../../electron/templates/templates.ts';
import type { EngineClient } from '../../shared/contract/contract.ts';

export const token = 'a-token-of-a-test-in-letters-that-a-header-takes';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** Parsed; undefined where it is no JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into it
  readonly json: any;
}

export interface Ask {
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Buffer;
}

/** A whole app with its loopback server, in this process. */
export interface Hosted {
  readonly app: App;
  readonly server: HttpServer;
  readonly client: EngineClient;
  readonly dataDir: string;
  readonly secrets: Map<string, string>;
  readonly faults: unknown[];
  /** Sends exactly these headers, beside Host and the length of the body. */
  ask(path: string, ask?: Ask): Promise<Answer>;
  /** As `ask`, with the token, and the body as JSON. */
  call(method: string, path: string, body?: unknown): Promise<Answer>;
  close(): Promise<void>;
}

export interface HostedOptions extends Partial<Pick<HttpServerOptions, 'limits' | 'port' | 'rendererDir'>> {
  readonly dataDir?: string;
  readonly secrets?: Map<string, string>;
  /** Instead of this process's own. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

export async function startHosted(options: HostedOptions = {}): Promise<Hosted> {
  const { limits, port = 0, secrets = new Map<string, string>() } = options;
  const dataDir = options.dataDir ?? (await mkdtemp(path.join(tmpdir(), 'pawl-hosted-')));
  const faults: unknown[] = [];
  const onFault = (error: unknown): void => void faults.push(error);
  const app = await createApp({
    dataDir,
    platform: { ...createNodePlatform(options.environment ?? process.env), secret: async (name) => secrets.get(name) },
    version: 'test',
    templatesDir: templatesFolder,
    work: 'all',
    onFault,
    onShutdown: () => {},
  });
  const rendererDir = options.rendererDir ?? path.join(dataDir, 'no-renderer');
  const server = await startHttpServer({
    app,
    token,
    version: 'test',
    rendererDir,
    port,
    onFault,
    ...(limits === undefined ? {} : { limits }),
  });
  const ask = (target: string, given: Ask = {}): Promise<Answer> => request(server.port, target, given);
  return {
    app,
    server,
    client: createRouterClient(app.router),
    dataDir,
    secrets,
    faults,
    ask,
    call(method, target, body) {
      const headers = { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
      return ask(target, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    },
    async close() {
      await server.close();
      await app.close(0);
    },
  };
}

export async function request(port: number, target: string, { method = 'GET', headers = {}, body }: Ask): Promise<Answer> {
  const sent = http.request({ host: '127.0.0.1', port, path: target, method, headers, agent: false });
  sent.end(body);
  const [response] = (await once(sent, 'response')) as [http.IncomingMessage];
  const received = await text(response);
  return { status: response.statusCode ?? 0, headers: response.headers, text: received, json: parse(received) };
}

function parse(received: string): unknown {
  try {
    return JSON.parse(received);
  } catch {
    return undefined;
  }
}

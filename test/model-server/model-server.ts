import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ZodError } from 'zod';
import type { ProviderKind } from '../../shared/ai/model.ts';
import { anthropicWire } from './anthropic-wire.ts';
import { chatWire } from './chat-wire.ts';
import { deliverStream, deliverWhole } from './deliver.ts';
import { googleWire } from './google-wire.ts';
import { listModels } from './list-models.ts';
import { responsesWire } from './responses-wire.ts';
import { completeAnswer, type Fault, type Script, type ScriptedError, type ScriptedReply, type ScriptedRequest } from './script.ts';
import { flattenHeaders, type Wire, type WireRequest } from './wire.ts';

export interface ModelServerOptions {
  readonly script: Script;
  /** 0, the default: any free one. */
  readonly port?: number;
  /** What `/models` lists, for all providers. */
  readonly models?: readonly string[];
  /** Requests without this key get the provider's 401. */
  readonly apiKey?: string;
}

/** `open`: being answered. `held`: hangs as the script wants. `gone`: the client went away first. */
export type Outcome = 'open' | 'sent' | 'cut' | 'held' | 'gone';
export interface RecordedRequest extends ScriptedRequest {
  readonly outcome: Outcome;
}

export interface ModelServer {
  /** `http://127.0.0.1:port`, without a path. */
  readonly url: string;
  /** Base URLs as the providers' packages take them. OpenAI's and a compatible server's differ, so that requests tell whose they are. */
  readonly baseUrls: Readonly<Record<ProviderKind, string>>;
  /** In the order of arrival. */
  readonly requests: readonly RecordedRequest[];
  /** Resolves when so many requests have come. */
  received(count: number): Promise<RecordedRequest>;
  /** Told of each request when its answer is out. */
  onAnswered(listener: (request: RecordedRequest) => void): void;
  /** Closes the port, so that connections are refused, until `accept`. */
  refuse(): Promise<void>;
  accept(): Promise<void>;
  close(): Promise<void>;
}

/** Paths of the APIs below any base URL of `baseUrls`, and below the plain address, where chat completions count as `compatible`. */
function makeRoutes(): readonly { readonly path: RegExp; readonly wire: Wire }[] {
  return [
    { path: /\/messages$/, wire: anthropicWire },
    { path: /\/responses$/, wire: responsesWire() },
    { path: /^\/openai\/.*\/chat\/completions$/, wire: chatWire('openai') },
    { path: /\/chat\/completions$/, wire: chatWire('compatible') },
    { path: /\/models\/[^/]+:(generateContent|streamGenerateContent)$/, wire: googleWire },
  ];
}

/** A local server that speaks the wire formats of all providers and answers what the script says. */
export async function startModelServer(options: ModelServerOptions): Promise<ModelServer> {
  const requests: (ScriptedRequest & { outcome: Outcome })[] = [];
  const routes = makeRoutes();
  const listeners: ((request: RecordedRequest) => void)[] = [];
  const waiting = new Set<() => void>();
  const queue = typeof options.script === 'function' ? [] : [...options.script];
  const reply = typeof options.script === 'function' ? options.script : () => queue.shift() ?? usedUp(requests.length - 1);

  const server = createServer((request, response) => {
    response.socket?.setNoDelay(true);
    // A fault of the server's own (a script that throws) is told to the client and so to the test.
    serve(request, response).catch((error: unknown) => fail(response, error));
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const raw = await readBody(request);
    const headers = flattenHeaders(request.headers);
    if (request.method === 'GET' && url.pathname.endsWith('/models')) {
      return isAllowed(headers, url, options.apiKey)
        ? sendJson(response, 200, listModels(url.pathname, headers, options))
        : sendError(response, wireOfListing(url.pathname, headers), wrongKey);
    }
    const wire = request.method === 'POST' ? routes.find(({ path }) => path.test(url.pathname))?.wire : undefined;
    if (wire === undefined) return sendJson(response, 404, { error: { message: `No API at ${request.method} ${url.pathname}.` } });
    if (!isAllowed(headers, url, options.apiKey)) return sendError(response, wire, wrongKey);

    const read = tryRead(wire, raw, url.pathname);
    if (read instanceof Error) return sendError(response, wire, { status: 400, message: read.message });
    const { jsonTool: _jsonTool, streamUsage: _streamUsage, ...asked } = read;
    const entry = { ...asked, number: requests.length, kind: wire.kind, headers, path: url.pathname, raw, outcome: 'open' as Outcome };
    requests.push(entry);
    for (const wake of waiting) wake();
    response.on('close', () => {
      if (entry.outcome === 'open' || entry.outcome === 'held') entry.outcome = 'gone';
    });
    const outcome = await answer(response, wire, await reply(entry), entry, read);
    if (entry.outcome === 'open') entry.outcome = outcome;
    for (const tell of listeners) tell(entry);
  }

  const port = await listen(options.port ?? 0);
  const url = `http://127.0.0.1:${port}`;

  async function listen(wanted: number): Promise<number> {
    server.listen(wanted, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  }

  async function shut(): Promise<void> {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  }

  return {
    url,
    baseUrls: {
      anthropic: `${url}/anthropic/v1`,
      openai: `${url}/openai/v1`,
      google: `${url}/google/v1beta`,
      compatible: `${url}/compatible/v1`,
    },
    requests,
    received: (count) =>
      new Promise((resolve) => {
        const look = () => {
          const last = requests[count - 1];
          if (last === undefined) return;
          waiting.delete(look);
          resolve(last);
        };
        waiting.add(look);
        look();
      }),
    onAnswered: (listener) => void listeners.push(listener),
    refuse: shut,
    accept: async () => {
      await listen(port);
    },
    close: shut,
  };
}

async function answer(
  response: ServerResponse,
  wire: Wire,
  reply: ScriptedReply,
  request: ScriptedRequest,
  read: WireRequest,
): Promise<Outcome> {
  if ('connection' in reply) {
    if (reply.connection === 'hang') return 'held';
    response.destroy();
    return 'cut';
  }
  if ('error' in reply) {
    sendError(response, wire, reply.error);
    return 'sent';
  }
  const whole = completeAnswer(reply, request);
  const delivery = reply.delivery ?? {};
  const explain = ({ status, message }: Fault) => [status ?? (wire.kind === 'anthropic' ? 529 : 500), message ?? 'Overloaded'] as const;
  return request.stream
    ? deliverStream(response, wire.frames(whole, read, delivery.pieces), delivery, (fault) => wire.errorFrame(...explain(fault)))
    : deliverWhole(response, wire.whole(whole, read), delivery, (fault) => wire.error(...explain(fault), undefined));
}

function sendError(response: ServerResponse, wire: Wire, { status, message, retryAfter, headers, body }: ScriptedError): void {
  const extra = { ...headers, ...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }) };
  if (body !== undefined) {
    response.writeHead(status, { 'content-type': 'text/html', ...extra }).end(body);
    return;
  }
  sendJson(response, status, wire.error(status, message ?? `Scripted error ${status}.`, retryAfter), extra);
}

function sendJson(response: ServerResponse, status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

function fail(response: ServerResponse, error: unknown): void {
  if (response.headersSent) response.destroy();
  else sendJson(response, 500, { error: { message: error instanceof Error ? error.message : String(error) } });
}

/** What the provider would refuse with 400 comes back as an error. */
function tryRead(wire: Wire, raw: string, path: string): WireRequest | Error {
  try {
    return wire.read(JSON.parse(raw), path);
  } catch (error) {
    if (error instanceof ZodError || error instanceof SyntaxError) return error;
    throw error;
  }
}

const wrongKey: ScriptedError = { status: 401, message: 'The API key is not valid.' };

function wireOfListing(path: string, headers: Readonly<Record<string, string>>): Wire {
  if (path.includes('/v1beta/')) return googleWire;
  return headers['anthropic-version'] === undefined ? chatWire('openai') : anthropicWire;
}

/** Each provider has its own place for the key. */
function isAllowed(headers: Readonly<Record<string, string>>, url: URL, apiKey: string | undefined): boolean {
  const keys = [
    headers['x-api-key'],
    headers['x-goog-api-key'],
    url.searchParams.get('key'),
    headers['authorization']?.replace(/^Bearer /, ''),
  ];
  return apiKey === undefined || keys.includes(apiKey);
}

function usedUp(number: number): ScriptedReply {
  return { error: { status: 500, message: `The script has no answer for request ${number}.` } };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

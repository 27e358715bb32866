import type { z } from 'zod';
import { formatByteSize } from '../../../shared/actions/file/byte-size.ts';
import type { httpRequest } from '../../../shared/actions/http/http-request.ts';
import { ActionError } from '../../../shared/lib/action-error.ts';
import type { StepContext } from '../executor.ts';
import { openScope, resolveGiven } from '../file/file-scope.ts';
import { withFileInsideRoots } from '../file/open-inside-roots.ts';

type Parameters = z.output<typeof httpRequest.parameters>;

export interface PreparedRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  /** Whole, so that a redirect can send it again. */
  readonly body?: string | Uint8Array<ArrayBuffer> | URLSearchParams;
  /** Names of headers that must not follow a redirect to another origin. */
  readonly credentialHeaders: readonly string[];
  /** The body must not follow one either. */
  readonly hasSecretBody?: boolean;
}

const MAX_FILE_BYTES = 100 * 1024 ** 2;

/** Throws ActionError `URL_INVALID`, `HEADER_INVALID`, `BODY_TOO_LARGE` and those of reading a file. Sends nothing. */
export async function prepareRequest(parameters: Parameters, context: StepContext): Promise<PreparedRequest> {
  const { method, body, auth, idempotencyKey } = parameters;
  const url = prepareUrl(parameters);
  const headers = new Headers({ 'user-agent': 'pawl' });
  const setDefault = (name: string, value: string): void => {
    if (!headers.has(name)) headers.set(name, value);
  };
  for (const [name, value] of Object.entries(parameters.headers)) setHeader(headers, name, value);
  if (idempotencyKey !== undefined) setHeader(headers, 'idempotency-key', idempotencyKey === true ? context.taskKey() : idempotencyKey);
  if (auth?.type === 'bearer') setHeader(headers, 'authorization', `Bearer ${auth.token}`);
  if (auth?.type === 'basic') setHeader(headers, 'authorization', basicCredentials(auth.username, auth.password));
  if (auth?.type === 'header') setHeader(headers, auth.name, auth.value);
  const secret = [...headers].flatMap(([name, value]) => (context.masks.isIn(value) ? [name] : []));
  const common = { method, url, headers, credentialHeaders: auth?.type === 'header' ? [auth.name, ...secret] : secret };
  const isSecret = (text: string): { hasSecretBody?: true } => (context.masks.isIn(text) ? { hasSecretBody: true } : {});

  if (body === undefined) return common;
  if (typeof body === 'string') return { ...common, body, ...isSecret(body) };
  if ('text' in body) return { ...common, body: body.text, ...isSecret(body.text) };
  if ('form' in body) {
    const form = formBody(body.form);
    return { ...common, body: form, ...isSecret(form.toString()) };
  }
  if ('json' in body) {
    setDefault('content-type', 'application/json');
    const text = JSON.stringify(body.json);
    return { ...common, body: text, ...isSecret(text) };
  }
  setDefault('content-type', 'application/octet-stream');
  return { ...common, body: await readBodyFile(body.file, context) };
}

/** `POST https://host/path`: without the query, which often holds keys. */
export function describeTarget({ method, url }: Pick<PreparedRequest, 'method' | 'url'>): string {
  return `${method} ${url.origin}${url.pathname}`;
}

function prepareUrl({ url: text, query }: Parameters): URL {
  const url = URL.parse(text);
  const problem =
    url === null
      ? 'it is no whole address'
      : !['http:', 'https:'].includes(url.protocol)
        ? `${url.protocol} is neither http: nor https:`
        : url.username !== '' || url.password !== ''
          ? 'it holds a user name or password'
          : undefined;
  if (url === null || problem !== undefined) {
    throw new ActionError('URL_INVALID', `Cannot send a request to ${url === null ? `"${text}"` : url.origin}: ${problem}`, {
      hint: 'Write an address such as https://example.com/items; credentials go into auth.',
    });
  }
  for (const [name, value] of Object.entries(query)) {
    if (value === null) continue;
    for (const one of Array.isArray(value) ? value : [value]) url.searchParams.append(name, String(one));
  }
  return url;
}

function setHeader(headers: Headers, name: string, value: string): void {
  try {
    headers.set(name, value);
  } catch (cause) {
    // The value may be a secret: it is not shown.
    throw new ActionError(
      'HEADER_INVALID',
      `The header "${name}" cannot be sent: its name or value holds a character that HTTP does not allow`,
      {
        hint: 'Names are letters, digits and dashes; values are one line of Latin characters.',
        cause,
      },
    );
  }
}

function formBody(fields: Readonly<Record<string, string | number | boolean>>): URLSearchParams {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) form.append(name, String(value));
  return form;
}

function basicCredentials(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

async function readBodyFile(given: string, context: StepContext): Promise<Uint8Array<ArrayBuffer>> {
  const scope = await openScope(context);
  return withFileInsideRoots(resolveGiven(given, scope), scope, async ({ handle, stats, path }) => {
    if (stats.size <= MAX_FILE_BYTES) return handle.readFile();
    throw new ActionError('BODY_TOO_LARGE', `Cannot send ${path}: it is larger than ${formatByteSize(MAX_FILE_BYTES)}`, {
      hint: 'Send larger files with a program of your choice, by shell.run.',
    });
  });
}

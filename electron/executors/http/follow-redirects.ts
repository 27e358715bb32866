import { ActionError } from '../../../shared/lib/action-error.ts';
import { describeTarget, type PreparedRequest } from './prepare-request.ts';

export interface Answer {
  readonly response: Response;
  /** Where it came from in the end. */
  readonly url: URL;
}

const MAX_REDIRECTS = 10;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const CREDENTIAL_HEADERS = ['authorization', 'cookie', 'proxy-authorization'];
const BODY_HEADERS = ['content-type', 'content-encoding', 'content-language', 'content-location'];

/** Redirects are followed here and not by `fetch`, which knows nothing of the step's own credential header. Throws ActionError `REDIRECT_REFUSED`. */
export async function fetchFollowing(
  request: PreparedRequest,
  { followRedirects, signal }: { followRedirects: boolean; signal: AbortSignal },
): Promise<Answer> {
  let current = request;
  for (let redirects = 0; ; redirects += 1) {
    const { url, method, headers, body } = current;
    const response = await fetch(url, { method, headers, redirect: 'manual', signal, ...(body === undefined ? {} : { body }) });
    const location = response.headers.get('location');
    if (!followRedirects || !REDIRECTS.has(response.status) || location === null) return { response, url };
    await response.body?.cancel();
    if (redirects === MAX_REDIRECTS) throw refused(request, `it was redirected more than ${MAX_REDIRECTS} times`);
    current = redirect(current, response.status, location);
  }
}

/** The request that a redirect asks for, as the Fetch standard has it. */
export function redirect(request: PreparedRequest, status: number, location: string): PreparedRequest {
  const url = URL.parse(location, request.url.href);
  if (url === null || !['http:', 'https:'].includes(url.protocol)) throw refused(request, 'it was redirected to what is no web address');
  const becomesGet = status === 303 ? request.method !== 'HEAD' : (status === 301 || status === 302) && request.method === 'POST';
  const headers = new Headers(request.headers);
  if (url.origin !== request.url.origin) for (const name of [...CREDENTIAL_HEADERS, ...request.credentialHeaders]) headers.delete(name);
  if (!becomesGet && request.hasSecretBody === true && url.origin !== request.url.origin) {
    throw refused(request, `its body holds a secret, and it was redirected to ${url.origin}`);
  }
  if (!becomesGet) return { ...request, url, headers };
  for (const name of BODY_HEADERS) headers.delete(name);
  return { method: 'GET', url, headers, credentialHeaders: request.credentialHeaders };
}

function refused(request: PreparedRequest, reason: string): ActionError {
  return new ActionError('REDIRECT_REFUSED', `${describeTarget(request)} has no answer: ${reason}`, {
    hint: 'Check the address, or set followRedirects: false to see where it leads.',
  });
}

import type { z } from 'zod';
import type { httpRequest } from '../../../shared/actions/http/http-request.ts';
import { ActionError, type ErrorKind } from '../../../shared/lib/action-error.ts';
import { readRetryAfter } from '../../../shared/lib/retry-after.ts';
import { describeTarget, type PreparedRequest } from './prepare-request.ts';

type OkStatus = z.output<typeof httpRequest.parameters>['okStatus'];

/** `ok` holds codes (`404`), classes (`2xx`) and ranges (`200-299`). */
export function isOk(status: number, ok: OkStatus): boolean {
  return [ok].flat().some((rule) => {
    const text = String(rule);
    if (text.endsWith('xx')) return String(status)[0] === text[0];
    const [from, to = from] = text.split('-').map(Number);
    return from !== undefined && to !== undefined && status >= from && status <= to;
  });
}

interface Meaning {
  readonly code: 'HTTP_STATUS' | 'AUTH' | 'RATE_LIMITED';
  readonly kind: ErrorKind;
  readonly hint: string;
}

/** The error for an answer that does not count as success; `excerpt` is the start of its body. */
export function statusError(
  request: PreparedRequest,
  response: Response,
  excerpt: string,
  { once, nowMs }: { once: boolean; nowMs: number },
): ActionError {
  const { status, statusText } = response;
  const { code, kind, hint } = meaningOf(status, once);
  const retryAfterMs = readRetryAfter(response.headers.get('retry-after'), nowMs);
  return new ActionError(code, `${describeTarget(request)} answered ${status}${statusText === '' ? '' : ` ${statusText}`}`, {
    kind,
    hint,
    details: { status, body: excerpt, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) },
  });
}

function meaningOf(status: number, once: boolean): Meaning {
  if (status === 401 || status === 403)
    return { code: 'AUTH', kind: 'fatal', hint: 'Check the credentials in auth, and what they permit.' };
  if (status === 429)
    return { code: 'RATE_LIMITED', kind: 'retryable', hint: 'Ask less often; details.retryAfterMs is the wait the server asks for.' };
  if (status === 408 || status === 425) return { code: 'HTTP_STATUS', kind: 'retryable', hint: 'It may pass; set retry.' };
  // A gateway that lost its server does not know what that server still did.
  if (once && (status === 502 || status === 504)) {
    return { code: 'HTTP_STATUS', kind: 'unknown', hint: 'Find out whether the request took effect before sending it again.' };
  }
  if (status >= 500) return { code: 'HTTP_STATUS', kind: 'retryable', hint: 'The server has a fault, which may pass; set retry.' };
  if (status >= 300 && status < 400) {
    return { code: 'HTTP_STATUS', kind: 'fatal', hint: 'It is a redirect: set followRedirects: true, or list the code in okStatus.' };
  }
  return { code: 'HTTP_STATUS', kind: 'fatal', hint: 'Read details.body; list the code in okStatus if it is meant to be fine.' };
}

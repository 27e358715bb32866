import { expect, it } from 'vitest';
import { toNetworkError } from './network-error.ts';

const request = { method: 'POST', url: new URL('https://example.com/a?key=s3cret'), headers: new Headers(), credentialHeaders: [] };

/** As `fetch` throws it. */
function failedFetch(code: string): Error {
  return new TypeError('fetch failed', { cause: Object.assign(new Error('low-level words'), { code }) });
}

it.each([
  ['CERT_HAS_EXPIRED', 'fatal', 'certificate'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'fatal', 'certificate'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'fatal', 'certificate'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'fatal', 'certificate'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'fatal', 'secure connection'],
  ['EAI_AGAIN', 'retryable', 'name has no address'],
  ['ENETUNREACH', 'retryable', 'cannot be reached'],
  ['UND_ERR_CONNECT_TIMEOUT', 'retryable', 'does not answer'],
  ['ECONNRESET', 'unknown', 'broke off'],
  ['SOMETHING_NEW', 'unknown', 'SOMETHING_NEW'],
] as const)('%s of a POST is %s and says so in plain words', (code, kind, words) => {
  const error = toNetworkError(failedFetch(code), request, true);
  expect(error).toMatchObject({ code: 'NETWORK', kind });
  expect(error.message).toContain(words);
  expect(error.message).not.toContain('s3cret');
});

it('what nobody knows to have been sent is retryable when sending it again does no harm', () => {
  expect(toNetworkError(failedFetch('ECONNRESET'), request, false).kind).toBe('retryable');
});

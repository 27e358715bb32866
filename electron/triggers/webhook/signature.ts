import { createHmac, timingSafeEqual } from 'node:crypto';

/** How old a signature may be, or how far ahead the sender's clock, in seconds. */
const toleranceSeconds = 5 * 60;

export interface SignedRequest {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** As it came: a body that was parsed and written again has another signature. */
  readonly rawBody: Buffer;
}

/** Undefined when the signature holds by one of the secrets; else what is wrong, for the sender. */
export function checkSignature(
  scheme: 'standard' | 'github',
  secrets: readonly string[],
  request: SignedRequest,
  nowMs: number,
): string | undefined {
  return scheme === 'standard' ? checkStandard(secrets, request, nowMs) : checkGithub(secrets, request);
}

/** Standard Webhooks: `webhook-signature` holds `v1,<base64>` values, separated by spaces, of HMAC-SHA256 over id.timestamp.body. */
function checkStandard(secrets: readonly string[], { headers, rawBody }: SignedRequest, nowMs: number): string | undefined {
  const id = headers['webhook-id'];
  const timestamp = headers['webhook-timestamp'];
  const signature = headers['webhook-signature'];
  if (typeof id !== 'string' || typeof timestamp !== 'string' || typeof signature !== 'string' || id === '')
    return 'The headers webhook-id, webhook-timestamp and webhook-signature are needed';
  if (!/^\d{1,12}$/.test(timestamp)) return 'webhook-timestamp is not a number of seconds';
  if (Math.abs(nowMs / 1000 - Number(timestamp)) > toleranceSeconds) return 'webhook-timestamp is more than 5 minutes away from now';
  const expected = secrets.map((secret) =>
    createHmac('sha256', standardKey(secret)).update(`${id}.${timestamp}.`).update(rawBody).digest(),
  );
  const given = signature
    .split(' ')
    .filter((part) => part.startsWith('v1,'))
    .map((part) => Buffer.from(part.slice(3), 'base64'));
  return matches(given, expected) ? undefined : 'The signature does not fit';
}

/** GitHub: `x-hub-signature-256` is `sha256=<hex>` of HMAC-SHA256 over the body. */
function checkGithub(secrets: readonly string[], { headers, rawBody }: SignedRequest): string | undefined {
  const signature = headers['x-hub-signature-256'];
  if (typeof signature !== 'string') return 'The header x-hub-signature-256 is needed';
  if (!/^sha256=[0-9a-f]{64}$/.test(signature)) return 'x-hub-signature-256 is not sha256= and 64 hexadecimal digits';
  const expected = secrets.map((secret) => createHmac('sha256', secret).update(rawBody).digest());
  return matches([Buffer.from(signature.slice('sha256='.length), 'hex')], expected) ? undefined : 'The signature does not fit';
}

/** `whsec_` marks a key in base64; any other secret is its own bytes. */
function standardKey(secret: string): Buffer {
  return secret.startsWith('whsec_') ? Buffer.from(secret.slice('whsec_'.length), 'base64') : Buffer.from(secret);
}

/** Every pair is compared, so that the time tells nothing of which one fits. */
function matches(given: readonly Buffer[], expected: readonly Buffer[]): boolean {
  let found = false;
  for (const one of given) for (const other of expected) if (one.length === other.length && timingSafeEqual(one, other)) found = true;
  return found;
}

import { createHmac, randomBytes } from 'node:crypto';
import { isSame } from '../bearer.ts';

/** Long enough for a browser to start. */
const validMs = 60_000;

/** A code that opens one window: made by whoever can read the token, without asking the server. It does not tell the token. */
export function makeLoginCode(token: string, nowMs: number): string {
  const claim = `${nowMs + validMs}.${randomBytes(12).toString('base64url')}`;
  return `${claim}.${sign(token, claim)}`;
}

/** Until when a code is good, in milliseconds since the epoch; undefined when it is not ours, or no more good. */
export function readLoginCode(token: string, code: string, nowMs: number): number | undefined {
  const end = code.lastIndexOf('.');
  const claim = code.slice(0, Math.max(end, 0));
  if (!isSame(code.slice(end + 1), sign(token, claim))) return undefined;
  const until = Number(claim.split('.')[0]);
  return until > nowMs ? until : undefined;
}

function sign(token: string, claim: string): string {
  return createHmac('sha256', token).update(`login:${claim}`).digest('base64url');
}

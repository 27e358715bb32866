import { timingSafeEqual } from 'node:crypto';

/** Whether an Authorization header carries this token. */
export function bearsToken(authorization: string | undefined, token: string): boolean {
  return isSame(authorization ?? '', `Bearer ${token}`);
}

/** Compares secrets without telling by the time how much of them fits. */
export function isSame(given: string, expected: string): boolean {
  const left = Buffer.from(given);
  const right = Buffer.from(expected);
  return left.length === right.length && timingSafeEqual(left, right);
}

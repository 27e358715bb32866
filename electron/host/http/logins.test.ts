import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { rpcProtocols } from '../../../shared/lib/window-session.ts';
import { makeLoginCode } from './login-code.ts';
import { createLogins } from './logins.ts';

const token = 'the token';
const asking = (headers: Record<string, string>) => ({ headers }) as unknown as IncomingMessage;

function setUp() {
  const time = { now: 1_000_000 };
  return { time, logins: createLogins(token, () => time.now) };
}

describe('a login code', () => {
  it('opens one window, once', () => {
    const { time, logins } = setUp();
    const code = makeLoginCode(token, time.now);
    const session = logins.redeem(code) ?? '';
    expect(logins.admits(asking({ 'sec-websocket-protocol': rpcProtocols(session).join(', ') }))).toBe(true);
    expect(logins.admits(asking({ authorization: `Bearer ${session}` }))).toBe(true);
    expect(logins.redeem(code)).toBeUndefined();
  });

  it('is good for a minute', () => {
    const { time, logins } = setUp();
    const code = makeLoginCode(token, time.now);
    time.now += 60_000;
    expect(logins.redeem(code)).toBeUndefined();
  });

  it('WH-8 does not tell the token, and cannot be made or changed without it', () => {
    const { time, logins } = setUp();
    const code = makeLoginCode(token, time.now);
    expect(code).not.toContain(token);
    const [until = '', nonce, mac] = code.split('.');
    for (const forged of [
      makeLoginCode('another', time.now),
      `${Number(until) + 1}.${nonce}.${mac}`,
      `${until}.${nonce}.`,
      `${until}.x.${mac}`,
      '',
      '..',
    ])
      expect(logins.redeem(forged), forged).toBeUndefined();
  });

  it('leads to a session that is nothing by itself or in pieces', () => {
    const { time, logins } = setUp();
    const session = logins.redeem(makeLoginCode(token, time.now)) ?? '';
    for (const given of ['', session.slice(1), `${session}x`]) {
      expect(logins.admits(asking({ 'sec-websocket-protocol': rpcProtocols(given).join(',') }))).toBe(false);
      expect(logins.admits(asking({ authorization: `Bearer ${given}` }))).toBe(false);
    }
    expect(logins.admits(asking({ cookie: `session=${session}` }))).toBe(false);
  });
});

import type { IncomingMessage } from 'node:http';
import { sessionOf } from '../../../shared/lib/window-session.ts';
import { bearsToken } from '../bearer.ts';
import { newToken } from '../socket-server.ts';
import { readLoginCode } from './login-code.ts';

/** Whoever opens more windows than this logs the first one out. */
const mostSessions = 100;

export interface Logins {
  /** By the token or a session, in the Authorization header or among the offered subprotocols of an upgrade. */
  admits(request: IncomingMessage): boolean;
  /** A session for a code that is good and was not used before. It lasts as long as the server. */
  redeem(code: string): string | undefined;
}

export function createLogins(token: string, now: () => number): Logins {
  const sessions = new Set<string>();
  const used = new Map<string, number>();

  return {
    admits({ headers }) {
      const { authorization } = headers;
      const offered = (headers['sec-websocket-protocol'] ?? '').split(',').map((one) => one.trim());
      const session = sessionOf(offered);
      if (bearsToken(authorization, token)) return true;
      // Sessions are looked up by all 256 random bits of them: a lookup tells nothing about its neighbours.
      if (session !== undefined && sessions.has(session)) return true;
      return authorization?.startsWith('Bearer ') === true && sessions.has(authorization.slice('Bearer '.length));
    },
    redeem(code) {
      const until = readLoginCode(token, code, now());
      for (const [old, end] of used) if (end <= now()) used.delete(old);
      if (until === undefined || used.has(code)) return undefined;
      used.set(code, until);
      const [oldest] = sessions;
      if (oldest !== undefined && sessions.size >= mostSessions) sessions.delete(oldest);
      const session = newToken();
      sessions.add(session);
      return session;
    },
  };
}

import type { Host } from './host-file.ts';
import { makeLoginCode } from './http/login-code.ts';

/**
 * The address that opens one window of the engine, within a minute; undefined where it serves none. What follows # goes to no server and no
 * log.
 */
export function windowLink({ port, token }: Host, nowMs: number): string | undefined {
  return port === undefined ? undefined : `http://127.0.0.1:${port}/login#${makeLoginCode(token, nowMs)}`;
}

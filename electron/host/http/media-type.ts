import type { IncomingMessage } from 'node:http';

/** The declared type of the body, in lower case and without parameters; undefined when none is declared. */
export function mediaTypeOf({ headers }: IncomingMessage): string | undefined {
  return headers['content-type']?.split(';')[0]?.trim().toLowerCase();
}

import type { IncomingMessage } from 'node:http';
import { Refusal } from './refusal.ts';

/** The only names under which the server may be called; any other one is a page's that points its own name at this machine. */
export function hostsOf(port: number): readonly string[] {
  return [`127.0.0.1:${port}`, `localhost:${port}`];
}

/**
 * Refuses what a page of another origin makes a browser send, before anything of the body is read: a foreign Host (a name that was rebound
 * to this machine), a foreign Origin, and whatever the browser itself calls a request from another site. Throws Refusal 403.
 */
export function checkSender({ headers, rawHeaders, url = '' }: IncomingMessage, hosts: readonly string[]): void {
  const { host, origin } = headers;
  const count = rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === 'host').length;
  if (host === undefined || count !== 1 || !hosts.includes(host)) throw refused('This server is not called by that name');
  // An address with a host in it would stand against the header.
  if (!url.startsWith('/')) throw refused('The address must begin with a slash');
  if (origin !== undefined && origin !== `http://${host}`) throw refused('Pages of other origins have no access');
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw refused('Pages of other origins have no access');
}

function refused(message: string): Refusal {
  return new Refusal(403, 'FORBIDDEN', message);
}

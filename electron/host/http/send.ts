import type { ServerResponse } from 'node:http';

/** On every answer: no type is guessed, no other origin reads or embeds it, no cache keeps it. */
const baseHeaders: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

export function setBaseHeaders(response: ServerResponse): void {
  for (const [name, value] of Object.entries(baseHeaders)) response.setHeader(name, value);
}

export function sendJson(response: ServerResponse, status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { ...headers, 'content-type': 'application/json' }).end(JSON.stringify(body));
}

export function sendHtml(response: ServerResponse, html: string, contentSecurityPolicy: string): void {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': contentSecurityPolicy }).end(html);
}

import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { contentSecurityPolicy, noncePlaceholder } from '../../shared/lib/content-security-policy.ts';
import { appOrigin } from '../../shared/lib/window-port.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/**
 * Answers requests of the window's own scheme with the built page. Only files that were there at the start have an address at all, so that
 * no path, however it is written, leads anywhere else.
 */
export function servePage(folder: string): (request: Request) => Promise<Response> {
  const files = new Set(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/')),
  );
  return async (request) => {
    const file = fileOf(request);
    if (file === undefined || !files.has(file)) return new Response('Not found', { status: 404, headers: headersFor('.txt', newNonce()) });
    const nonce = newNonce();
    const bytes = await readFile(path.join(folder, file));
    const headers = headersFor(path.extname(file), nonce);
    return file.endsWith('.html')
      ? new Response(bytes.toString('utf8').replaceAll(noncePlaceholder, nonce), { headers })
      : new Response(new Uint8Array(bytes), { headers });
  };
}

function fileOf({ method, url }: Request): string | undefined {
  if (method !== 'GET' || !url.startsWith(`${appOrigin}/`)) return undefined;
  const { pathname, host, username, port } = new URL(url);
  if (`app://${host}` !== appOrigin || username !== '' || port !== '') return undefined;
  return pathname.slice(1);
}

function newNonce(): string {
  return randomBytes(16).toString('base64');
}

function headersFor(extension: string, nonce: string): Record<string, string> {
  return {
    'content-type': types[extension] ?? 'text/plain; charset=utf-8',
    'content-security-policy': contentSecurityPolicy(nonce),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  };
}

import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import path from 'node:path';
import { contentSecurityPolicy, noncePlaceholder } from '../../../shared/lib/content-security-policy.ts';
import { Refusal } from './refusal.ts';
import type { Exchange, Route } from './route.ts';
import { sendHtml } from './send.ts';

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
};

/** The built window, the same for everybody: what is to be shown in it comes by the socket, which asks for a session. */
export function staticRoutes(folder: string): Route[] {
  const page = { methods: ['GET', 'HEAD'], rule: 'page' } as const;

  async function sendIndex({ response }: Exchange): Promise<void> {
    const built = await read(path.join(folder, 'index.html'));
    const nonce = randomBytes(16).toString('base64');
    const html = built === undefined ? notBuilt : built.toString('utf8').replaceAll(noncePlaceholder, nonce);
    sendHtml(response, html, contentSecurityPolicy(nonce));
  }

  async function sendFile(response: ServerResponse, place: string, name: string): Promise<void> {
    const type = types[path.extname(name)];
    // Names of a build are plain; nothing else can name a file outside of it.
    const isPlain = /^[A-Za-z0-9_][A-Za-z0-9._-]*$/.test(name);
    const content = isPlain && type !== undefined ? await read(path.join(folder, place, name)) : undefined;
    if (content === undefined || type === undefined) throw new Refusal(404, 'NOT_FOUND', 'There is nothing here');
    response.writeHead(200, { 'content-type': type, 'content-security-policy': "default-src 'none'; sandbox" }).end(content);
  }

  return [
    { ...page, path: '/', handle: sendIndex },
    { ...page, path: '/{file}', handle: ({ response, params }) => sendFile(response, '', params['file'] ?? '') },
    {
      ...page,
      path: '/assets/{file}',
      async handle({ response, params }) {
        // Their names carry a hash of their content.
        response.setHeader('cache-control', 'private, max-age=31536000, immutable');
        await sendFile(response, 'assets', params['file'] ?? '');
      },
    },
  ];
}

async function read(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'EISDIR' || error.code === 'ENOTDIR'))
      return undefined;
    throw error;
  }
}

const notBuilt = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="color-scheme" content="light dark">
<title>Pawl</title>
<h1>Pawl is running</h1>
<p>Its window is not built yet. Build it in Pawl's folder with <code>npm run build</code>, then load this page again.</p>
<p>Meanwhile there is the <code>pawl</code> command, and the <a href="/api/docs">REST interface</a>.</p>
</html>
`;

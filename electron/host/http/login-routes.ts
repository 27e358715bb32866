import { createHash } from 'node:crypto';
import { z } from 'zod';
import { sessionStorageKey } from '../../../shared/lib/window-session.ts';
import type { Limits } from './limits.ts';
import type { Logins } from './logins.ts';
import { mediaTypeOf } from './media-type.ts';
import { parseJson } from './parse-json.ts';
import type { ReadBody } from './read-body.ts';
import { Refusal } from './refusal.ts';
import type { Route } from './route.ts';
import { sendHtml, sendJson } from './send.ts';

const mostBytes = 4096;
const requestSchema = z.strictObject({ code: z.string().max(500) });

export interface LoginParts {
  readonly logins: Logins;
  readonly limits: Limits;
  readonly readBody: ReadBody;
}

/**
 * Lets a window in: the code stands after # in the address, which no browser sends and no server logs, and the page trades it for a
 * session. It works once, so that a copy of the address opens nothing.
 */
export function loginRoutes({ logins, limits, readBody }: LoginParts): Route[] {
  return [
    { methods: ['GET', 'HEAD'], path: '/login', rule: 'page', handle: async ({ response }) => sendHtml(response, page, policy) },
    {
      methods: ['POST'],
      path: '/session',
      rule: 'code',
      async handle({ request, response }) {
        if (mediaTypeOf(request) !== 'application/json')
          throw new Refusal(415, 'UNSUPPORTED_MEDIA_TYPE', 'Bodies are taken as application/json only');
        const { data } = requestSchema.safeParse(parseJson(await readBody(request, response, mostBytes), limits));
        if (data === undefined) throw new Refusal(400, 'BAD_REQUEST', 'The body must be {"code": "…"}');
        const session = logins.redeem(data.code);
        if (session === undefined)
          throw new Refusal(401, 'CODE_INVALID', 'This link was used before, or is too old. Make a new one with: pawl open');
        sendJson(response, 200, { session });
      },
    },
  ];
}

const script = `
const say = (text) => { document.getElementById('state').textContent = text; };
const code = location.hash.slice(1);
history.replaceState(null, '', location.pathname);
async function login() {
  const response = await fetch('/session', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ code }) });
  const answer = await response.json();
  if (!response.ok) return say(answer.message);
  localStorage.setItem(${JSON.stringify(sessionStorageKey)}, answer.session);
  location.replace('/');
}
if (code === '') say('Open this window with: pawl open');
else login().catch((error) => say(String(error)));
`;

const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="color-scheme" content="light dark">
<title>Pawl</title>
<p id="state">Opening…</p>
<script>${script}</script>
</html>
`;

const policy = [
  "default-src 'none'",
  `script-src 'sha256-${createHash('sha256').update(script).digest('base64')}'`,
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

import type { IncomingHttpHeaders } from 'node:http';
import { ORPCError } from '@orpc/server';
import { ActionError } from '../../../shared/lib/action-error.ts';
import type { Json } from '../../../shared/lib/json.ts';
import type { App } from '../../app.ts';
import type { Gate } from '../gate.ts';
import type { Limits } from './limits.ts';
import { mediaTypeOf } from './media-type.ts';
import { parseJson } from './parse-json.ts';
import { createRateLimit, type RateLimit } from './rate-limit.ts';
import type { ReadBody } from './read-body.ts';
import { Refusal } from './refusal.ts';
import type { Exchange, Route } from './route.ts';
import { sendJson } from './send.ts';

type Hooks = App['hooks'];
type Hook = ReturnType<Hooks['at']>[number];

export interface HookParts {
  readonly limits: Limits;
  readonly readBody: ReadBody;
  /** Those of the moment. */
  hooks(): Hooks;
  gate(): Gate;
}

/** Where webhooks arrive. Each is let in by its own signature; a path that no trigger listens to is not told from one that never was. */
export function hookRoutes(parts: HookParts): Route[] {
  const rates = new WeakMap<Hook, RateLimit>();
  const { limits } = parts;

  function rateOf(hook: Hook): RateLimit {
    const known = rates.get(hook);
    if (known !== undefined) return known;
    const rate = createRateLimit({ burst: limits.hookBurst, perSecond: limits.hooksPerSecond, now: () => performance.now() });
    rates.set(hook, rate);
    return rate;
  }

  async function handle({ request, response, url, params, signal }: Exchange): Promise<void> {
    const there = parts.hooks().at(params['path'] ?? '');
    const hook = there.find(({ method }) => method === request.method);
    if (there.length === 0) throw new Refusal(404, 'NOT_FOUND', 'No webhook listens here');
    if (hook === undefined) {
      const allow = there.map(({ method }) => method).join(', ');
      throw new Refusal(405, 'METHOD_NOT_ALLOWED', `This webhook takes ${allow}`, { allow });
    }
    if (!rateOf(hook).take())
      throw new Refusal(429, 'TOO_MANY_REQUESTS', 'Requests come faster than they are taken', { 'retry-after': '1' });
    const rawBody = await parts.readBody(request, response, limits.hookBytes);
    const body = parseBody(mediaTypeOf(request), rawBody, limits);
    const delivery = { method: request.method ?? '', headers: headersOf(request.headers), query: url.searchParams, rawBody, body, signal };
    const answer = await parts.gate().pass(() => hook.receive(delivery).catch(rethrow));
    sendJson(response, answer.status, answer.body);
  }

  return [{ methods: ['POST', 'PUT', 'PATCH', 'GET'], path: '/hooks/{+path}', rule: 'signature', handle }];
}

function headersOf(headers: IncomingHttpHeaders): Readonly<Record<string, string | readonly string[] | undefined>> {
  return headers;
}

/** By the declared type and no other. */
function parseBody(type: string | undefined, bytes: Buffer, limits: Limits): Json {
  if (bytes.length === 0) return null;
  if (type === 'application/json' || type?.endsWith('+json') === true) return parseJson(bytes, limits);
  if (type === 'application/x-www-form-urlencoded') return Object.fromEntries(new URLSearchParams(bytes.toString('utf8')));
  return type?.startsWith('text/') === true ? bytes.toString('utf8') : null;
}

/** What may pass is told so, for the sender to try again. */
function rethrow(error: unknown): never {
  if (error instanceof ActionError && error.code === 'DISK_LOW') throw new ORPCError('DISK_LOW', { status: 507, message: error.message });
  if (error instanceof ActionError && error.kind === 'retryable')
    throw new ORPCError('ENGINE_BUSY', { status: 503, message: error.message });
  throw error;
}

import type { JsonObject } from '../../../shared/lib/json.ts';
import type { WebhookConfig } from '../../../shared/triggers/webhook.ts';
import type { Delivery } from './hook-table.ts';

/** Headers that say what a request is about. Whatever is not named here or by the trigger stays out of the run. */
const knownHeaders = [
  'content-type',
  'user-agent',
  'webhook-id',
  'webhook-timestamp',
  'x-event-key',
  'x-gitea-delivery',
  'x-gitea-event',
  'x-github-delivery',
  'x-github-event',
  'x-gitlab-event',
  'x-request-id',
];

/** What the run gets as `trigger`. */
export function firingData({ path, headers, idHeader }: WebhookConfig, delivery: Delivery, id: string | undefined): JsonObject {
  const wanted = [...knownHeaders, ...headers, ...(idHeader === undefined ? [] : [idHeader])];
  const given = wanted.flatMap((name) => {
    const value = delivery.headers[name];
    return value === undefined ? [] : [[name, typeof value === 'string' ? value : value.join(', ')] as const];
  });
  return {
    path,
    method: delivery.method,
    id: id ?? null,
    headers: Object.fromEntries(given),
    query: Object.fromEntries(delivery.query),
    body: delivery.body,
    rawBody: delivery.rawBody.toString('utf8'),
  };
}

import { z } from 'zod';
import { jsonInput } from '../contract/json.ts';
import { defineTrigger } from './trigger.ts';

const headerName = z
  .string()
  .regex(/^[A-Za-z0-9-]{1,64}$/, 'is not the name of a header')
  .transform((name) => name.toLowerCase());

/** What proves who sent a request is not handed on to steps. */
const proofs = new Set(['authorization', 'proxy-authorization', 'cookie', 'webhook-signature', 'x-hub-signature', 'x-hub-signature-256']);

const secretSchema = z.union([
  z.string().min(8, 'is too short for a secret: 8 characters at least'),
  z.strictObject({ name: z.string().min(1).describe('The name of a stored secret') }),
]);
export type WebhookSecret = z.output<typeof secretSchema>;

const config = z.strictObject({
  path: z
    .string()
    .max(200)
    .regex(
      /^[A-Za-z0-9_~-][A-Za-z0-9._~-]*(?:\/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*$/,
      'is a path of letters, digits and . _ ~ -, without a slash at its ends',
    )
    .describe('Where it listens: the part of the address after /hooks/'),
  method: z.enum(['POST', 'PUT', 'PATCH', 'GET']).default('POST').describe('Which requests count; GET only with a secret'),
  secret: z
    .union([secretSchema, z.array(secretSchema).min(1).max(4)])
    .optional()
    .describe('Signs the requests (HMAC-SHA256): {{ secrets.NAME }} of a kept one, the value itself, or a list while it is rotated'),
  scheme: z
    .enum(['standard', 'github'])
    .default('standard')
    .describe('How they are signed; standard: Standard Webhooks (id.timestamp.body); github: X-Hub-Signature-256'),
  idHeader: headerName
    .optional()
    .describe("The header that names a delivery, so that it starts one run however often it comes; default: the scheme's own"),
  headers: z.array(headerName).max(20).default([]).describe('Further headers that the run gets'),
  respond: z
    .enum(['accepted', 'result'])
    .default('accepted')
    .describe('accepted: answer 202 at once; result: wait up to 30 s for the outputs of the run'),
});

export const webhookTrigger = defineTrigger({
  type: 'webhook',
  title: 'A request arrives',
  summary: 'Fires when a program calls an address of the local server',
  config: config.superRefine((value, context) => {
    const refuse = (path: string, message: string): void => context.addIssue({ code: 'custom', path: [path], message });
    // A page of any site can make a browser send GET without saying where it comes from.
    if (value.method === 'GET' && value.secret === undefined) refuse('method', 'GET needs a secret');
    if (value.secret !== undefined && value.scheme === 'standard' && value.idHeader !== undefined)
      refuse('idHeader', 'must be left out: signed requests carry their id in webhook-id, which the signature covers');
    for (const name of value.headers) if (proofs.has(name)) refuse('headers', `${name} proves who sent it, and is not handed on`);
  }),
  data: z.object({
    path: z.string().describe('The path of the trigger'),
    method: z.string().describe('GET, POST, …'),
    id: z.string().nullable().describe('The id of the delivery, if it has one'),
    headers: z.record(z.string(), z.string()).describe('Content type, user agent, event and id headers, and those the trigger asks for'),
    query: z.record(z.string(), z.string()).describe('What follows ? in the address; the last one where a name repeats'),
    body: jsonInput.describe('JSON and form bodies parsed, text as it is, else null'),
    rawBody: z.string().describe('The body as text'),
  }),
  example: { path: 'deploy', secret: '{{ secrets.DEPLOY_HOOK }}' },
});
export type WebhookConfig = z.output<typeof webhookTrigger.config>;

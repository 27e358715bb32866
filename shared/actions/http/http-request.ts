import { z } from 'zod';
import { parseDuration } from '../../lib/duration.ts';
import { defineAction } from '../action.ts';
import { byteSize } from '../file/byte-size.ts';
import { onePath } from '../file/file-fields.ts';
import { jsonValue } from '../json-value.ts';

const scalar = z.union([z.string(), z.number(), z.boolean()]);

/** Text that would end the header and begin another is refused. */
const headerValue = z.string().refine((value) => !/[\r\n\0]/.test(value), 'must be one line');

const body = z.union([
  z.string(),
  z.strictObject({ json: jsonValue.describe('Sent as JSON') }),
  z.strictObject({ form: z.record(z.string(), scalar).describe('Sent as an HTML form would be') }),
  z.strictObject({ text: z.string().describe('Sent as it is') }),
  z.strictObject({ file: onePath.describe('A file, sent as it is') }),
]);

const auth = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('bearer'), token: headerValue.describe('Sent as Authorization: Bearer …') }),
  z.strictObject({ type: z.literal('basic'), username: z.string(), password: z.string() }),
  z.strictObject({ type: z.literal('header'), name: z.string().min(1).describe('Such as X-Api-Key'), value: headerValue }),
]);

const status = z.union([
  z.number().int().min(100).max(599),
  z.string().regex(/^[1-5](?:xx|\d\d)(?:-[1-5]\d\d)?$/, 'must be a code such as 404, a class such as 2xx or a range such as 200-299'),
]);

export const httpRequest = defineAction({
  type: 'http.request',
  title: 'Send an HTTP request',
  summary: 'Asks a web server and gives its answer; JSON is parsed',
  parameters: z
    .strictObject({
      url: z.string().min(1).describe('The address, http or https'),
      method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']).default('GET').describe('What to do there'),
      headers: z.record(z.string(), headerValue).default({}).describe('Headers by name'),
      query: z
        .record(z.string(), z.union([scalar, z.array(scalar), z.null()]))
        .default({})
        .describe('Added to the address, encoded; a list repeats the name, null leaves it out'),
      body: body.optional().describe('A text, or one of {json: …}, {form: {…}}, {text: …}, {file: path}'),
      auth: auth
        .optional()
        .describe('{type: bearer, token}, {type: basic, username, password} or {type: header, name, value}; never sent on to another host'),
      timeout: z
        .union([z.string(), z.number()])
        .refine((value) => parseDuration(value) !== undefined, 'is not a duration; write 500ms, 30s or 5m')
        .default('30s')
        .describe('For the whole exchange, redirects included'),
      followRedirects: z.boolean().default(true).describe('Follow up to 10 redirects; false: the redirect is the answer'),
      okStatus: z
        .union([status, z.array(status).min(1)])
        .default('2xx')
        .describe('The answers that count as success: codes, classes such as 2xx, ranges such as 200-299, or a list of them'),
      maxBytes: byteSize
        .default('10MB')
        .describe('A longer answer is an error, counted after unpacking; a number of bytes, or 64KB, 10MB, 1GB'),
      saveTo: onePath.optional().describe('Write the answer to this file, whole or not at all, instead of giving it as body'),
      idempotencyKey: z
        .union([z.literal(true), headerValue.min(1)])
        .optional()
        .describe("The server knows the header Idempotency-Key and does nothing twice: true for the step's own key, or a key"),
    })
    .refine(({ method, body }) => body === undefined || (method !== 'GET' && method !== 'HEAD'), {
      path: ['body'],
      message: 'cannot be sent with GET or HEAD; set the method',
    }),
  output: z.strictObject({
    status: z.number().describe('The code, such as 200'),
    headers: z.record(z.string(), z.string()).describe('Headers by name in small letters'),
    body: z.string().describe('The answer as text; empty with saveTo'),
    encoding: z.enum(['utf8', 'base64']).describe('base64 when the answer is not text'),
    data: jsonValue.describe('What the JSON of the answer says; null when it is not JSON'),
    url: z.string().describe('Where the answer came from, after redirects'),
    path: z.string().optional().describe('saveTo: absolute path of the file'),
    bytes: z.number().describe('Length of the answer'),
    durationMs: z.number().describe('Milliseconds for the whole exchange'),
  }),
  effect: ({ method, idempotencyKey, saveTo }) => {
    // A saved answer changes a file, but asking for it again does no harm.
    if (method === 'GET' || method === 'HEAD') return saveTo === undefined ? 'pure' : 'keyed';
    return idempotencyKey === undefined ? 'once' : 'keyed';
  },
  example: { url: 'https://example.com/api/items', query: { limit: 10 }, timeout: '10s' },
});

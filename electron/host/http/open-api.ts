import { OpenAPIGenerator } from '@orpc/openapi';
import type { AnyRouter } from '@orpc/server';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';

type Given = NonNullable<Parameters<OpenAPIGenerator['generate']>[1]>;
type Schema = NonNullable<NonNullable<Given['components']>['schemas']>[string];
type Operation = NonNullable<NonNullable<NonNullable<Given['paths']>[string]>['post']>;

const errorSchema: Schema = {
  type: 'object',
  properties: {
    code: { type: 'string', description: 'Upper snake case, stable' },
    message: { type: 'string', description: 'What was tried, and why it could not be done' },
    problems: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          code: { type: 'string' },
          message: { type: 'string' },
          severity: { enum: ['error', 'warning'] },
          path: { type: 'string' },
          stepId: { type: 'string' },
          line: { type: 'integer' },
          column: { type: 'integer' },
        },
        required: ['code', 'message'],
      },
    },
  },
  required: ['code', 'message'],
};

const errorReference = { $ref: '#/components/schemas/Error' };
const failure = (description: string) => ({ description, content: { 'application/json': { schema: errorReference } } });

/** The OpenAPI 3.1 document of everything below /api and /hooks. */
export async function describeRest(router: AnyRouter, version: string): Promise<object> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  return generator.generate(router, {
    info: {
      title: 'Pawl',
      version,
      description: 'Automates this machine. The token and the port are in host.json of the data folder.',
    },
    servers: [{ url: '/api' }],
    security: [{ token: [] }],
    components: { schemas: { Error: errorSchema }, securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    paths: { '/hooks/{path}': { servers: [{ url: '/' }], post: hookOperation } },
    customErrorResponseBodySchema: () => errorReference,
  });
}

const hookOperation: Operation = {
  operationId: 'webhook',
  summary: 'Fire a webhook trigger',
  description: 'Let in by the signature of the trigger, where it has a secret: Standard Webhooks, or X-Hub-Signature-256.',
  tags: ['webhooks'],
  security: [],
  parameters: [{ name: 'path', in: 'path', required: true, schema: { type: 'string' } }],
  requestBody: { content: { 'application/json': { schema: {} } } },
  responses: {
    '200': { description: 'The run is over, and these are its outputs (respond: result)' },
    '202': { description: 'A run was accepted, or one with the same id was before: its id' },
    '401': failure('The signature is missing, wrong, or too old'),
    '404': failure('No webhook listens here'),
    '413': failure('The body is too large'),
    '429': failure('Requests come faster than they are taken'),
  },
};

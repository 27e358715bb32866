import type { IncomingMessage, ServerResponse } from 'node:http';
import { OpenAPIHandler } from '@orpc/openapi/node';
import { type AnyRouter, ORPCError } from '@orpc/server';
import { z } from 'zod';
import { problemSchema } from '../../../shared/contract/errors.ts';
import { createGate } from '../gate.ts';
import { coerceQuery } from './coerce-query.ts';

export const restPrefix = '/api';

/** The contract as REST, until it is drained. */
export interface Rest {
  /** `body` is parsed already. Refuses with `ENGINE_BUSY` once drained. */
  answer(request: IncomingMessage, response: ServerResponse, body: object): Promise<void>;
  drain(message: string): Promise<void>;
}

/** `onFault` is told what is our own bug; the client only learns that there was one. */
export function createRest(router: AnyRouter, onFault: (error: unknown) => void): Rest {
  const gate = createGate();
  const handler = new OpenAPIHandler(router, {
    customErrorResponseBodyEncoder: describeError,
    clientInterceptors: [
      (call) =>
        gate.pass(async () => {
          const { route, inputSchema } = call.procedure['~orpc'];
          const input = route.method === 'GET' ? coerceQuery(call.input, inputSchema) : call.input;
          try {
            return await call.next({ ...call, input });
          } catch (error) {
            if (!(error instanceof ORPCError) || error.status >= 500) onFault(error);
            throw error;
          }
        }),
    ],
  });
  return {
    async answer(request, response, body) {
      await handler.handle(Object.assign(request, { body }), response, { prefix: restPrefix });
    },
    drain: (message) => gate.drain(message),
  };
}

const errorData = z.object({
  problems: z.array(problemSchema).optional(),
  issues: z.array(z.object({ message: z.string(), path: z.array(z.union([z.string(), z.number()])).optional() })).optional(),
});

/** `{code, message, problems?}`: every error of the REST interface. */
function describeError({ code, message, data }: ORPCError<string, unknown>): object {
  const { problems, issues } = errorData.safeParse(data).data ?? {};
  const all =
    problems ?? issues?.map(({ message, path = [] }) => ({ code: 'WRONG_TYPE', message, severity: 'error', path: path.join('.') }));
  return { code, message, ...(all === undefined ? {} : { problems: all }) };
}

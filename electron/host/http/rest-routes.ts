import { type AnyRouter, traverseContractProcedures } from '@orpc/server';
import type { Limits } from './limits.ts';
import { mediaTypeOf } from './media-type.ts';
import { parseJson } from './parse-json.ts';
import type { ReadBody } from './read-body.ts';
import { Refusal } from './refusal.ts';
import { type Rest, restPrefix } from './rest.ts';
import type { Exchange, Route } from './route.ts';

export interface RestParts {
  readonly limits: Limits;
  readonly readBody: ReadBody;
  /** The one of the moment. */
  rest(): Rest;
}

/** One route for each procedure of the contract. Throws for a procedure that does not say where it stands. */
export function restRoutes(router: AnyRouter, parts: RestParts): Route[] {
  const routes: Route[] = [];
  traverseContractProcedures({ router, path: [] }, ({ contract, path }) => {
    const { method, path: place } = contract['~orpc'].route;
    if (method === undefined || place === undefined) throw new Error(`${path.join('.')} has no route`);
    routes.push({ methods: [method], path: restPrefix + place, rule: 'token', handle: (exchange) => answer(exchange, parts) });
  });
  return routes;
}

async function answer({ request, response, params, url }: Exchange, { limits, readBody, rest }: RestParts): Promise<void> {
  const body = await readJsonObject();
  // A field beside the address that names the same thing would win over it, unseen by whoever looks only at the address.
  const given = request.method === 'GET' ? [...url.searchParams.keys()] : Object.keys(body);
  const twice = given.find((name) => Object.hasOwn(params, name));
  if (twice !== undefined) throw new Refusal(400, 'BAD_REQUEST', `${twice} is in the address already`);
  await rest().answer(request, response, body);

  async function readJsonObject(): Promise<object> {
    const type = mediaTypeOf(request);
    if (type !== undefined && type !== 'application/json') throw onlyJson();
    const bytes = await readBody(request, response, limits.jsonBytes);
    if (bytes.length === 0) return {};
    if (type === undefined) throw onlyJson();
    if (request.method === 'GET') throw new Refusal(400, 'BAD_REQUEST', 'GET takes no body');
    const value = parseJson(bytes, limits);
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw new Refusal(400, 'BAD_REQUEST', 'The body must be a JSON object');
    return value;
  }
}

function onlyJson(): Refusal {
  return new Refusal(415, 'UNSUPPORTED_MEDIA_TYPE', 'Bodies are taken as application/json only');
}

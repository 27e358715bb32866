import type { IncomingMessage, ServerResponse } from 'node:http';
import { Refusal } from './refusal.ts';

/**
 * What lets a request through, after Host and Origin have.
 * `token`: the token of host.json, or a window's session. `code`: a login code in the body. `signature`: the webhook's own.
 * `page`: nothing, since it says nothing about this person and changes nothing.
 */
export type Rule = 'token' | 'code' | 'signature' | 'page';

export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly params: Readonly<Record<string, string>>;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

export interface Route {
  readonly methods: readonly string[];
  /** `{name}` stands for one segment, `{+name}` at the end for all that are left. */
  readonly path: string;
  readonly rule: Rule;
  handle(exchange: Exchange): Promise<void>;
}

export interface Match {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** The routes of the pattern that fits a path best, by method. Throws Refusal 400 for an address that is not well-formed. */
export function routesAt(routes: readonly Route[], path: string): readonly Match[] {
  const given = path.split('/').map(decode);
  const fitting = routes
    .flatMap((route) => {
      const params = match(route.path.split('/'), given);
      return params === undefined ? [] : [{ route, params }];
    })
    .sort((a, b) => Object.keys(a.params).length - Object.keys(b.params).length);
  // A method that the best one does not take is not looked for elsewhere: what guards an address must not depend on the method.
  return fitting.filter(({ route }) => route.path === fitting[0]?.route.path);
}

function match(pattern: readonly string[], given: readonly string[]): Record<string, string> | undefined {
  const params: Record<string, string> = {};
  for (const [at, part] of pattern.entries()) {
    const [, rest, name] = /^\{(\+?)(\w+)\}$/.exec(part) ?? [];
    if (name === undefined) {
      if (part !== given[at]) return undefined;
    } else if (rest === '+') {
      const left = given.slice(at).join('/');
      return left === '' ? undefined : { ...params, [name]: left };
    } else {
      const value = given[at];
      if (value === undefined || value === '') return undefined;
      params[name] = value;
    }
  }
  return given.length === pattern.length ? params : undefined;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new Refusal(400, 'BAD_REQUEST', 'The address is not well-formed');
  }
}

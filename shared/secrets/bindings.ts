import { z } from 'zod';

const host = /^(?:\*\.)?(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*$|^\[[0-9a-f:.]+\]$/;
const action = /^(?:\*|[a-z][a-zA-Z0-9]*(?:\.(?:\*|[a-zA-Z][a-zA-Z0-9]*))?)$/;

/** Where the value of a secret may go. At least one action or host; each list says "one of these". */
export const bindingsSchema = z.strictObject({
  /** `http.request`, `ai.*`, or `*` for all. */
  actions: z
    .array(z.string().regex(action, 'is an action such as shell.run, a family such as ai.*, or *'))
    .max(50)
    .default([])
    .describe('Actions that get the value: shell.run, ai.*, or * for all'),
  /** Lower case. A secret with hosts goes with `http.request` to these only. */
  hosts: z
    .array(z.string().toLowerCase().regex(host, 'is a host such as api.example.com or *.example.com, without port or path'))
    .max(50)
    .default([])
    .describe('Hosts that http.request may send it to: api.example.com, *.example.com'),
  /** Names or ids; none: all. */
  workflows: z.array(z.string().min(1).max(200)).max(50).default([]).describe('Workflows that may use it, by name or id; none: all'),
});
export type SecretBindings = z.output<typeof bindingsSchema>;

/** What a value is wanted for. */
export interface SecretUse {
  readonly action: string;
  /** Any of them may be named in the bindings. */
  readonly workflow: { readonly id: string; readonly name: string };
  /** The host of the address, lower case; of `http.request` only. */
  readonly host?: string | undefined;
}

/** A clause in plain words that says why not, or undefined when it is allowed. */
export function whyNotAllowed({ actions, hosts, workflows }: SecretBindings, use: SecretUse): string | undefined {
  const { id, name } = use.workflow;
  if (workflows.length > 0 && !workflows.includes(id) && !workflows.includes(name)) {
    return `it is only for the ${workflows.length === 1 ? 'workflow' : 'workflows'} ${workflows.join(', ')}, not for ${name}`;
  }
  if (use.action === 'http.request' && hosts.length > 0) {
    if (use.host !== undefined && hosts.some((pattern) => fitsHost(pattern, use.host ?? ''))) return undefined;
    return `it may be sent to ${hosts.join(', ')} only, not to ${use.host ?? 'an address that is not known'}`;
  }
  if (actions.some((pattern) => fitsAction(pattern, use.action))) return undefined;
  const given = [...actions, ...(hosts.length > 0 ? [`http.request to ${hosts.join(', ')}`] : [])];
  return `it is only for ${given.join(', ')}, not for ${use.action}`;
}

/** One line for people: `http.request to api.example.com, in Deploy`. */
export function describeBindings({ actions, hosts, workflows }: SecretBindings): string {
  const toHosts = hosts.length === 0 ? [] : [`http.request to ${hosts.join(', ')}`];
  const others = actions.includes('*') ? ['every action'] : actions.filter((one) => hosts.length === 0 || one !== 'http.request');
  const where = [...toHosts, ...others].join('; ');
  return workflows.length === 0 ? where : `${where}, in ${workflows.join(', ')}`;
}

function fitsHost(pattern: string, wanted: string): boolean {
  return pattern.startsWith('*.') ? wanted.endsWith(pattern.slice(1)) : wanted === pattern;
}

function fitsAction(pattern: string, wanted: string): boolean {
  return pattern === '*' || pattern === wanted || (pattern.endsWith('.*') && wanted.startsWith(pattern.slice(0, -1)));
}

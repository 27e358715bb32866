import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { type Agent, agentSchema } from './agent.ts';

export type ReadAgents = { readonly ok: true; readonly agents: readonly Agent[] } | { readonly ok: false; readonly problem: string };

/** YAML (or JSON) of one agent, or of a list of them. */
export function readAgents(text: string): ReadAgents {
  let value: unknown;
  try {
    value = parse(text, { maxAliasCount: 0 });
  } catch (error) {
    return { ok: false, problem: error instanceof Error ? error.message : String(error) };
  }
  const parsed = z
    .array(agentSchema)
    .min(1)
    .safeParse(Array.isArray(value) ? value : [value]);
  return parsed.success ? { ok: true, agents: parsed.data } : { ok: false, problem: z.prettifyError(parsed.error) };
}

/** As `readAgents` reads it, without what is as if it were left out. */
export function writeAgent(agent: Agent): string {
  const isSaid = (value: unknown): boolean =>
    value !== '' && value !== 'none' && !(typeof value === 'object' && value !== null && Object.keys(value).length === 0);
  return stringify(Object.fromEntries(Object.entries(agent).filter(([, value]) => isSaid(value))));
}

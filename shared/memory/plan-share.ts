import type { MemoryChange, MemoryEntry, MemoryReader } from './memory-entry.ts';

export interface ShareRequest {
  readonly agent: string;
  readonly keys: readonly string[];
  readonly with: readonly string[];
  /** Of the copies; undefined: that of what is shared. */
  readonly expiresAt: number | undefined;
}

export interface SharePlan {
  readonly shared: { readonly key: string; readonly with: string }[];
  /** Keys under which the agent knows nothing. */
  readonly missing: string[];
  readonly changes: readonly MemoryChange[];
}

/** The copies that others get, with where they come from. */
export function planShare(memory: Pick<MemoryReader, 'get'>, { agent, keys, with: others, expiresAt }: ShareRequest): SharePlan {
  const wanted = [...new Set(keys)];
  const found = wanted.flatMap((key) => memory.get(agent, key) ?? []);
  const receivers = [...new Set(others)].filter((other) => other !== agent);
  const copies = found.flatMap((entry) => receivers.map((receiver) => ({ entry, receiver })));
  return {
    shared: copies.map(({ entry, receiver }) => ({ key: entry.key, with: receiver })),
    missing: wanted.filter((key) => !found.some((entry) => entry.key === key)),
    changes: copies.map(({ entry, receiver }) => copyTo(receiver, entry, 'share', expiresAt ?? entry.expiresAt)),
  };
}

export function copyTo(agent: string, entry: MemoryEntry, how: 'share' | 'sync', expiresAt: number | null): MemoryChange {
  // What comes back to the agent that knew it first is its own again: the store sees to that.
  const source = entry.source ?? entry.agent;
  const base = { agent: entry.agent, revision: entry.revision };
  return { kind: 'set', agent, key: entry.key, value: entry.value, origin: { source, base, how }, expiresAt };
}

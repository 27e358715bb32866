import type { MemoryChange, MemoryEntry } from './memory-entry.ts';

export interface ShareRequest {
  readonly entry: MemoryEntry;
  readonly with: string;
  /** Of the copy; undefined: that of the entry. */
  readonly expiresAt?: number;
}

/** The copy that another agent gets, with where it comes from. */
export function planShare({ entry, with: agent, expiresAt }: ShareRequest): MemoryChange {
  return copyTo(agent, entry, 'share', expiresAt ?? entry.expiresAt);
}

export function copyTo(agent: string, entry: MemoryEntry, how: 'share' | 'sync', expiresAt: number | null): MemoryChange {
  // What comes back to the agent that knew it first is its own again.
  const source = entry.source ?? entry.agent;
  const base = { agent: entry.agent, revision: entry.revision };
  return { kind: 'set', agent, key: entry.key, value: entry.value, origin: { source, base, how }, expiresAt };
}

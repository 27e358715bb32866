import type { Json } from '../../../shared/lib/json.ts';
import type { MemoryEntry } from '../../../shared/memory/memory-entry.ts';

/** An entry as steps after it read it. */
export function showEntry({ agent, key, value, source, updatedAt, expiresAt }: MemoryEntry) {
  return { agent, key, value: value as Json, source, updatedAt: isoTime(updatedAt), expiresAt: isoOrNull(expiresAt) };
}

export const isoTime = (at: number): string => new Date(at).toISOString();
export const isoOrNull = (at: number | null): string | null => (at === null ? null : isoTime(at));

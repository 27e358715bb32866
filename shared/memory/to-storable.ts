import type { Json } from '../lib/json.ts';
import type { MemoryChange } from './memory-entry.ts';
import { requireMemorySize } from './memory-size.ts';

/** The change as it may be kept: without the value of any secret. Throws ActionError `MEMORY_TOO_LARGE`. */
export function toStorable(change: MemoryChange, mask: <T extends Json>(value: T) => T): MemoryChange {
  const key = mask(change.key);
  if (change.kind !== 'set') return { ...change, key };
  requireMemorySize(change.agent, key, change.value);
  return { ...change, key, value: mask(change.value) };
}

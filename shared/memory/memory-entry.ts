import { z } from 'zod';
import type { Json } from '../lib/json.ts';

/** Whoever remembers: an agent of that name need not be there. */
export const memoryOwnerSchema = nameOf(100);
export const memoryKeySchema = nameOf(200);

function nameOf(longest: number) {
  return z
    .string()
    .min(1)
    .max(longest)
    .regex(/^(?!\s)[^\p{Cc}]*(?<!\s)$/u, 'must be one line without blanks around it');
}

/** One thing that an agent knows. Times are milliseconds since the epoch. */
export interface MemoryEntry {
  readonly agent: string;
  readonly key: string;
  readonly value: Json;
  /** The agent that knew it first; null for what the agent has not from another, or has changed since. */
  readonly source: string | null;
  /** The entry that it was copied from, and stays compared with: `revision` is the one of that entry then. */
  readonly base: { readonly agent: string; readonly revision: number } | null;
  /** Who wrote it: `run:<id>`, `cli`, `api`, `dashboard`. */
  readonly by: string;
  /** Grows with every change to any memory: of two entries, the one with the greater revision is the newer. */
  readonly revision: number;
  readonly bytes: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly expiresAt: number | null;
}

/** A change to be made, whoever asks for it. */
export type MemoryChange =
  | {
      readonly kind: 'set';
      readonly agent: string;
      readonly key: string;
      readonly value: Json;
      /** The agent that it comes from; undefined for the agent's own. */
      readonly origin?: MemoryOrigin;
      readonly expiresAt: number | null;
    }
  | { readonly kind: 'delete'; readonly agent: string; readonly key: string }
  /** What another agent has under this key was looked at, and the own value stays. */
  | { readonly kind: 'keep'; readonly agent: string; readonly key: string; readonly base: NonNullable<MemoryEntry['base']> };

export interface MemoryOrigin {
  readonly source: string;
  readonly base: NonNullable<MemoryEntry['base']>;
  readonly how: 'share' | 'sync';
}

/** What is there for everybody who asks. Expired entries are not. */
export interface MemoryReader {
  get(agent: string, key: string): MemoryEntry | undefined;
  /** All that an agent knows, in the order of the keys. */
  all(agent: string): readonly MemoryEntry[];
  /** At most a thousand keys of an agent, in order. */
  keys(agent: string): readonly string[];
  /** Entries with every word of the text in key or value, the best first. */
  search(query: MemoryQuery): readonly MemoryEntry[];
}

export interface MemoryQuery {
  readonly text: string;
  /** Of this agent only. */
  readonly agent?: string;
  readonly limit: number;
}

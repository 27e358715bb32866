import { diffValues } from '../lib/diff-values.ts';
import type { MemoryChange, MemoryEntry, MemoryReader } from './memory-entry.ts';
import { copyTo } from './plan-share.ts';

export const conflictPolicies = ['newest', 'keep', 'ask'] as const;
/** What becomes of a key that both have changed. `newest`: the last writer wins. */
export type ConflictPolicy = (typeof conflictPolicies)[number];

/** A key that both agents have changed since they last agreed. */
export interface MemoryConflict {
  readonly key: string;
  readonly own: MemoryEntry;
  readonly theirs: MemoryEntry;
  readonly outcome: 'taken' | 'kept' | 'open';
}

export interface SyncDecision {
  readonly choice: 'take' | 'keep';
  /** The revisions of what was decided on: once either entry has changed, the decision counts no more. */
  readonly own: number;
  readonly theirs: number;
}

export interface SyncPlan {
  /** Keys that come from the master, conflicts that it wins included. */
  readonly taken: readonly string[];
  /** Keys of which the agent's own value stays though the master has another. */
  readonly kept: readonly string[];
  readonly conflicts: readonly MemoryConflict[];
  readonly changes: readonly MemoryChange[];
}

export interface SyncRequest {
  readonly agent: string;
  readonly own: ReadonlyMap<string, MemoryEntry>;
  readonly master: readonly MemoryEntry[];
  readonly policy: ConflictPolicy;
  /** What somebody has decided, by key; it comes before the policy. */
  readonly decisions?: Readonly<Record<string, SyncDecision>>;
}

/** What is compared: of all that both know, or of some keys. */
export function toCompare(
  memory: Pick<MemoryReader, 'all'>,
  { agent, from, keys }: { readonly agent: string; readonly from: string; readonly keys: readonly string[] | undefined },
): Pick<SyncRequest, 'own' | 'master'> {
  const wanted = keys === undefined ? undefined : new Set(keys);
  const master = from === agent ? [] : memory.all(from).filter(({ key }) => wanted?.has(key) ?? true);
  return { master, own: new Map(memory.all(agent).map((entry) => [entry.key, entry])) };
}

/** What an agent takes over from a master, and what not. Nothing is deleted: what the master has forgotten stays known. */
export function planSync({ agent, own, master, policy, decisions = {} }: SyncRequest): SyncPlan {
  const taken: string[] = [];
  const kept: string[] = [];
  const conflicts: MemoryConflict[] = [];
  const changes: MemoryChange[] = [];

  function take(theirs: MemoryEntry): void {
    taken.push(theirs.key);
    changes.push(copyTo(agent, theirs, 'sync', theirs.expiresAt));
  }
  function keep({ key, agent: from, revision }: MemoryEntry): void {
    kept.push(key);
    changes.push({ kind: 'keep', agent, key, base: { agent: from, revision } });
  }

  for (const theirs of master) {
    const mine = own.get(theirs.key);
    const state = mine === undefined ? 'new' : compare(mine, theirs);
    if (mine === undefined || state === 'behind') take(theirs);
    else if (state === 'ahead') kept.push(theirs.key);
    else if (state === 'conflict') {
      const wished = Object.hasOwn(decisions, theirs.key) ? decisions[theirs.key] : undefined;
      const outcome = outcomeOf(mine, theirs, policy, wished);
      conflicts.push({ key: theirs.key, own: mine, theirs, outcome });
      if (outcome === 'taken') take(theirs);
      if (outcome === 'kept') keep(theirs);
    }
  }
  return { taken, kept, conflicts, changes };
}

/** `behind`: only theirs has changed since the two last agreed. `ahead`: only mine has. */
function compare(mine: MemoryEntry, theirs: MemoryEntry): 'same' | 'behind' | 'ahead' | 'conflict' {
  if (diffValues(mine.value, theirs.value, 1).differences.length === 0) return 'same';
  const seen = mine.base?.agent === theirs.agent ? mine.base.revision : undefined;
  const isCopy = mine.source !== null;
  if (seen !== undefined && seen >= theirs.revision) return 'ahead';
  if (seen !== undefined && isCopy) return 'behind';
  const seenByThem = theirs.base?.agent === mine.agent ? theirs.base.revision : undefined;
  if (seenByThem === undefined) return 'conflict';
  if (seenByThem >= mine.revision) return 'behind';
  return theirs.source === null ? 'conflict' : 'ahead';
}

function outcomeOf(
  mine: MemoryEntry,
  theirs: MemoryEntry,
  policy: ConflictPolicy,
  wished: SyncDecision | undefined,
): MemoryConflict['outcome'] {
  if (wished?.own === mine.revision && wished.theirs === theirs.revision) return wished.choice === 'take' ? 'taken' : 'kept';
  if (policy === 'newest') return theirs.revision > mine.revision ? 'taken' : 'kept';
  return policy === 'keep' ? 'kept' : 'open';
}

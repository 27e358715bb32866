import { expect, it } from 'vitest';
import type { Json } from '../lib/json.ts';
import type { MemoryEntry } from './memory-entry.ts';
import { type ConflictPolicy, planSync, type SyncDecision } from './plan-sync.ts';

interface Made {
  readonly revision: number;
  readonly value?: Json;
  readonly source?: string;
  readonly base?: MemoryEntry['base'];
}

const entry = (agent: string, key: string, { revision, value = revision, source, base }: Made): MemoryEntry => ({
  agent,
  key,
  value,
  source: source ?? null,
  base: base ?? null,
  by: 'test',
  revision,
  bytes: 1,
  createdAt: 0,
  updatedAt: 0,
  expiresAt: null,
});
const mine = (made: Made): MemoryEntry => entry('pupil', 'k', made);
const theirs = (made: Made): MemoryEntry => entry('master', 'k', made);

function sync(
  own: MemoryEntry | undefined,
  master: MemoryEntry,
  policy: ConflictPolicy = 'newest',
  decisions?: Record<string, SyncDecision>,
) {
  const { taken, kept, conflicts, changes } = planSync({
    agent: 'pupil',
    own: new Map(own === undefined ? [] : [['k', own]]),
    master: [master],
    policy,
    ...(decisions === undefined ? {} : { decisions }),
  });
  return { taken, kept, conflicts: conflicts.map(({ outcome }) => outcome), changes: changes.map(({ kind }) => kind) };
}

const nothing = { taken: [], kept: [], conflicts: [], changes: [] };

it('takes what is not known, and what only the master has changed since', () => {
  expect(sync(undefined, theirs({ revision: 5 }))).toEqual({ ...nothing, taken: ['k'], changes: ['set'] });
  const copy = mine({ revision: 3, source: 'master', base: { agent: 'master', revision: 2 } });
  expect(sync(copy, theirs({ revision: 5 }))).toEqual({ ...nothing, taken: ['k'], changes: ['set'] });
});

it('has nothing to do where both have the same, however it is ordered', () => {
  expect(sync(mine({ revision: 9, value: { a: 1, b: 2 } }), theirs({ revision: 5, value: { b: 2, a: 1 } }))).toEqual(nothing);
});

it('leaves what only the agent has changed since', () => {
  const changed = mine({ revision: 9, base: { agent: 'master', revision: 5 } });
  expect(sync(changed, theirs({ revision: 5 }))).toEqual({ ...nothing, kept: ['k'] });
  const sharedBack = theirs({ revision: 8, source: 'pupil', base: { agent: 'pupil', revision: 7 } });
  expect(sync(mine({ revision: 9 }), sharedBack)).toEqual({ ...nothing, kept: ['k'] });
});

it('takes what the master has made of what the agent gave it', () => {
  const improved = theirs({ revision: 9, base: { agent: 'pupil', revision: 4 } });
  expect(sync(mine({ revision: 4 }), improved)).toEqual({ ...nothing, taken: ['k'], changes: ['set'] });
});

it.each([
  ['newest', 5, 9, 'taken'],
  ['newest', 9, 5, 'kept'],
  ['keep', 5, 9, 'kept'],
  ['ask', 5, 9, 'open'],
] as const)('a conflict under %s (own %d, master %d) is %s', (policy, own, master, outcome) => {
  expect(sync(mine({ revision: own }), theirs({ revision: master }), policy)).toEqual({
    taken: outcome === 'taken' ? ['k'] : [],
    kept: outcome === 'kept' ? ['k'] : [],
    conflicts: [outcome],
    changes: outcome === 'taken' ? ['set'] : outcome === 'kept' ? ['keep'] : [],
  });
});

it('what a person has decided comes before the policy', () => {
  const own = mine({ revision: 5 });
  expect(sync(own, theirs({ revision: 9 }), 'ask', { k: { choice: 'take', own: 5, theirs: 9 } }).taken).toEqual(['k']);
  expect(sync(own, theirs({ revision: 9 }), 'newest', { k: { choice: 'keep', own: 5, theirs: 9 } }).kept).toEqual(['k']);
  expect(sync(own, theirs({ revision: 10 }), 'ask', { k: { choice: 'take', own: 5, theirs: 9 } }).conflicts).toEqual(['open']);
});

it('a conflict that was settled is none the next time', () => {
  const kept = mine({ revision: 3, base: { agent: 'master', revision: 9 } });
  expect(sync(kept, theirs({ revision: 9 }), 'ask')).toEqual({ ...nothing, kept: ['k'] });
  expect(sync(kept, theirs({ revision: 10 }), 'ask').conflicts).toEqual(['open']);
});

it('a copy keeps the agent that knew it first', () => {
  const passedOn = theirs({ revision: 5, source: 'teacher', base: { agent: 'teacher', revision: 1 } });
  expect(planSync({ agent: 'pupil', own: new Map(), master: [passedOn], policy: 'newest' }).changes).toMatchObject([
    { agent: 'pupil', origin: { source: 'teacher', base: { agent: 'master', revision: 5 } } },
  ]);
});

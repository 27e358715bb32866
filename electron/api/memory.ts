import { implement } from '@orpc/server';
import { type MemoryEntryView, memoryContract } from '../../shared/contract/memory.ts';
import { ActionError } from '../../shared/lib/action-error.ts';
import type { MemoryChange, MemoryEntry } from '../../shared/memory/memory-entry.ts';
import { planShare } from '../../shared/memory/plan-share.ts';
import { planSync, toCompare } from '../../shared/memory/plan-sync.ts';
import { toStorable } from '../../shared/memory/to-storable.ts';
import { nearest } from '../../shared/workflow/nearest.ts';
import type { ApiParts } from './api-parts.ts';
import { cutPage, readCursor } from './cursor.ts';
import { cutLarge } from './cut-large.ts';
import { conflict, invalidInput, notFound } from './failures.ts';
import { tellStoreFailure } from './tell-store-failure.ts';
import { iso } from './views.ts';

/** Of a value in a list. */
const SHOWN_WHOLE_BYTES = 2000;

export function memoryHandlers({ parts }: Pick<ApiParts, 'parts'>) {
  const { store, clock, secrets } = parts;
  const { memory } = store;
  const os = implement(memoryContract).use(tellStoreFailure);
  const now = (): number => clock.now();

  function apply(changes: readonly MemoryChange[], by: string): void {
    memory.change(changes.map(storable), by, now());
  }

  function storable(change: MemoryChange): MemoryChange {
    try {
      return toStorable(change, secrets.masks.json);
    } catch (error) {
      if (!(error instanceof ActionError)) throw error;
      throw invalidInput([{ code: error.code, message: `${error.message}. ${error.hint}`, severity: 'error', path: 'value' }]);
    }
  }

  function required(agent: string, key: string): MemoryEntry {
    const reader = memory.readerAt(now());
    const entry = reader.get(agent, key);
    if (entry !== undefined) return entry;
    const near = nearest(key, reader.keys(agent));
    throw notFound('memory', `${agent}: ${key}`, near === undefined ? [] : [near]);
  }

  return {
    knowledge: os.knowledge.handler(() => ({
      agents: memory.owners(now()).map((owner) => ({ ...owner, updatedAt: iso(owner.updatedAt) })),
      links: memory.links(now()).map((link) => ({ ...link, updatedAt: iso(link.updatedAt) })),
    })),

    list: os.list.handler(({ input: { agent, source, query, cursor, limit } }) => {
      const before = readCursor(cursor);
      const found = memory.list(
        {
          limit: limit + 1,
          ...(agent === undefined ? {} : { agent }),
          ...(source === undefined ? {} : { source }),
          ...(query === undefined || query.trim() === '' ? {} : { text: query }),
          ...(before === undefined ? {} : { before }),
        },
        now(),
      );
      const { rows, next } = cutPage(
        found.map((entry) => ({ key: entry.revision, entry })),
        limit,
      );
      return { items: rows.map(({ entry }) => viewOf(entry, 'cut')), next };
    }),

    changes: os.changes.handler(({ input: { agent, key, cursor, limit } }) => {
      const before = readCursor(cursor);
      const filter = {
        ...(agent === undefined ? {} : { agent }),
        ...(key === undefined ? {} : { key }),
        ...(before === undefined ? {} : { before }),
      };
      const found = memory.changes({ ...filter, limit: limit + 1 }).map((change) => ({ key: change.number, change }));
      const { rows, next } = cutPage(found, limit);
      return { items: rows.map(({ change }) => ({ ...change, at: iso(change.at) })), next };
    }),

    get: os.get.handler(({ input: { agent, key } }) => viewOf(required(agent, key))),

    set: os.set.handler(async ({ input: { agent, key, value, ttl, expiresAt, ifRevision, source, by } }) => {
      store.requireRoom();
      const until = ttl === undefined ? (expiresAt == null ? null : Date.parse(expiresAt)) : now() + ttl;
      const change = storable({ kind: 'set', agent, key, value, expiresAt: until });
      return store.write(() => {
        const revision = memory.readerAt(now()).get(agent, change.key)?.revision ?? 0;
        if (ifRevision !== undefined && ifRevision !== revision) {
          throw conflict(`${key} of ${agent} was changed meanwhile; look at it again before you change it`, 'changed');
        }
        const restored = source === undefined || source === agent ? {} : { origin: originOf(source) };
        memory.change([{ ...change, ...restored }], by, now());
        return viewOf(required(agent, change.key));
      });
    }),

    delete: os.delete.handler(({ input: { agent, key, by } }) =>
      store.write(() => {
        const deleted = viewOf(required(agent, key));
        memory.change([{ kind: 'delete', agent, key }], by, now());
        return { deleted };
      }),
    ),

    share: os.share.handler(({ input: { agent, keys, with: others, ttl, by } }) => {
      store.requireRoom();
      return store.write(() => {
        const expiresAt = ttl === undefined ? undefined : now() + ttl;
        const { shared, missing, changes } = planShare(memory.readerAt(now()), { agent, keys, with: others, expiresAt });
        apply(changes, by);
        return { shared, missing };
      });
    }),

    sync: os.sync.handler(({ input: { agent, from, keys, conflict: policy, decisions = {}, by } }) => {
      store.requireRoom();
      return store.write(() => {
        const plan = planSync({ agent, policy, decisions, ...toCompare(memory.readerAt(now()), { agent, from, keys }) });
        apply(plan.changes, by);
        return {
          taken: [...plan.taken],
          kept: [...plan.kept],
          conflicts: plan.conflicts.map((one) => ({ ...one, own: viewOf(one.own, 'cut'), theirs: viewOf(one.theirs, 'cut') })),
        };
      });
    }),
  };
}

/** Of what is put back: whose it was is known, which of its entries it was compared with is not. */
function originOf(source: string) {
  return { source, base: { agent: source, revision: 0 }, how: 'share' } as const;
}

function viewOf(entry: MemoryEntry, size: 'whole' | 'cut' = 'whole'): MemoryEntryView {
  const { base, value, createdAt, updatedAt, expiresAt, ...rest } = entry;
  const isCut = size === 'cut' && entry.bytes > SHOWN_WHOLE_BYTES;
  return {
    ...rest,
    value: isCut ? cutLarge(value) : value,
    isCut,
    via: entry.source === null ? null : (base?.agent ?? null),
    createdAt: iso(createdAt),
    updatedAt: iso(updatedAt),
    expiresAt: expiresAt === null ? null : iso(expiresAt),
  };
}

import { z } from 'zod';

/** A draft as this window keeps it until the engine has it. */
const keptSchema = z.object({
  text: z.string(),
  history: z.string(),
  base: z.string().nullable(),
  /** The engine's revision that it goes on from; 0 for none. */
  revision: z.number().int(),
  /** Milliseconds since the epoch. */
  at: z.number(),
});

export type KeptDraft = z.infer<typeof keptSchema>;

export interface LocalDraft {
  /** What this window, or one that is gone, has kept of the draft. */
  read(): KeptDraft | undefined;
  put(kept: KeptDraft): void;
  remove(): void;
}

export interface Places {
  /** Survives the window. */
  readonly shared: Storage;
  /** Survives a reload of the window, and belongs to it alone. */
  readonly own: Storage;
  readonly locks: Pick<LockManager, 'request' | 'query'> | undefined;
  readonly newId: () => string;
}

const windowKey = 'pawl.window';
const lockPrefix = 'pawl.window.';

/** Opens what is kept of one draft. A window holds a lock for as long as it lives, so that others know whose leftovers to take. */
export async function openLocalDraft(draft: string, places: Places): Promise<LocalDraft> {
  const { shared } = places;
  const window = await nameWindow(places);
  const alive = await liveWindows(places);
  const prefix = `pawl.draft.${draft}.`;
  const ownKey = prefix + window;

  function read(key: string): KeptDraft | undefined {
    const text = shared.getItem(key);
    if (text === null) return undefined;
    try {
      return keptSchema.parse(JSON.parse(text));
    } catch {
      shared.removeItem(key);
      return undefined;
    }
  }

  // Those of windows that are opened later are never this window's to take.
  const keys = Array.from({ length: shared.length }, (_, index) => shared.key(index) ?? '');
  const orphans = keys.filter((key) => key.startsWith(prefix) && key !== ownKey && alive?.has(key.slice(prefix.length)) === false);

  return {
    read() {
      const found = [ownKey, ...orphans].flatMap((key) => {
        const kept = read(key);
        return kept === undefined ? [] : [{ key, kept }];
      });
      const latest = found.sort((a, b) => b.kept.at - a.kept.at)[0];
      return latest?.kept;
    },
    put(kept) {
      try {
        shared.setItem(ownKey, JSON.stringify(kept));
      } catch {
        // Full: without its steps back the draft is small, and the steps are worth less than the text.
        tryWithoutHistory(shared, ownKey, kept);
      }
    },
    remove() {
      for (const key of [ownKey, ...orphans]) shared.removeItem(key);
    },
  };
}

function tryWithoutHistory(shared: Storage, key: string, kept: KeptDraft): void {
  try {
    shared.setItem(key, JSON.stringify({ ...kept, history: '' }));
  } catch {
    // The engine is asked to keep it anyway; this was for the time that it is away.
    shared.removeItem(key);
  }
}

/** A window that was duplicated begins with the name of the other: the lock tells. */
async function nameWindow({ own, locks, newId }: Places): Promise<string> {
  const known = own.getItem(windowKey);
  if (known !== null && (await hold(known, locks))) return known;
  const made = newId();
  own.setItem(windowKey, made);
  await hold(made, locks);
  return made;
}

/** Held until the window closes. False when another window has it. */
function hold(window: string, locks: Places['locks']): Promise<boolean> {
  if (locks === undefined) return Promise.resolve(true);
  return new Promise((resolve) => {
    void locks.request(lockPrefix + window, { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      return lock === null ? undefined : new Promise<void>(() => undefined);
    });
  });
}

/** Undefined when nobody can tell. */
async function liveWindows({ locks }: Places): Promise<ReadonlySet<string> | undefined> {
  if (locks === undefined) return undefined;
  const { held = [] } = await locks.query();
  return new Set(held.flatMap(({ name }) => (name?.startsWith(lockPrefix) ? [name.slice(lockPrefix.length)] : [])));
}

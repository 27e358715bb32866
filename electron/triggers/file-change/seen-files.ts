import type { Json } from '../../../shared/lib/json.ts';
import type { FileChangeConfig } from '../../../shared/triggers/file-change.ts';
import type { ArmContext } from '../behaviour.ts';
import type { FileFact, SnapshotChange } from '../trigger-ports.ts';
import { createSnapshot, type Snapshot } from './snapshot.ts';

const CHUNK = 2000;

/** The snapshot as the last session left it. */
export interface SeenFiles {
  readonly snapshot: Snapshot;
  /** False when nothing is known of these files yet: then what is there now is where it starts. */
  readonly isKnown: boolean;
  save(changes: readonly SnapshotChange[]): Promise<void>;
  /** Drops what the store holds for other paths or rules. */
  reset(): Promise<void>;
  /** From now on, what differs from the snapshot has happened since. */
  markKnown(): Promise<void>;
}

/** A snapshot made for other paths or rules says nothing, so it is kept with what it was made for. */
export function loadSeenFiles({ trigger, config, ports }: ArmContext<FileChangeConfig>): SeenFiles {
  const { path, ignore, depth, followSymlinks, contentHash } = config;
  const folders = config.events.some((event) => event.endsWith('Dir'));
  const position: Json = JSON.stringify([trigger.workingDirectory, path, ignore, depth, followSymlinks, contentHash, folders]);
  const persists = config.missed === 'catch-up';
  const isKnown = persists && ports.loadPosition(trigger.key) === position;
  const stored = persists ? ports.loadSnapshot(trigger.key) : new Map<string, FileFact>();

  const save = async (changes: readonly SnapshotChange[]): Promise<void> => {
    if (!persists) return;
    for (let start = 0; start < changes.length; start += CHUNK) {
      await ports.advance(trigger.key, { files: changes.slice(start, start + CHUNK) });
    }
  };

  return {
    snapshot: createSnapshot(isKnown ? stored : []),
    isKnown,
    save,
    async reset() {
      if (!persists || isKnown) return;
      await ports.advance(trigger.key, { position: null });
      await save([...stored.keys()].map((file) => ({ path: file, fact: null })));
    },
    async markKnown() {
      if (persists && !isKnown) await ports.advance(trigger.key, { position });
    },
  };
}

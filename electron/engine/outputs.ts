import type { Json } from '../../shared/lib/json.ts';
import { INLINE_LIMIT_BYTES } from '../store/blobs.ts';
import type { Store } from '../store/store.ts';

/** Outputs of one run's steps: the lately written ones from memory, the others from the store. */
export interface Outputs {
  /** Undefined when the step has no output. */
  get(path: string): Json | undefined;
  /** What to put into the row. The value is served from memory until `committed` is called, and as long after as there is room. */
  prepare(path: string, value: Json): PreparedOutput;
}

export interface PreparedOutput {
  readonly output?: string;
  readonly outputBlob?: string;
  committed(): void;
}

const MAX_CACHED_BYTES = 8 * 1024 * 1024;

export function createOutputs(store: Store, runKey: number): Outputs {
  const recent = new Map<string, { value: Json; bytes: number; committed: boolean }>();
  let bytes = 0;

  function makeRoom(): void {
    for (const [path, entry] of recent) {
      if (bytes <= MAX_CACHED_BYTES) return;
      if (!entry.committed) continue;
      recent.delete(path);
      bytes -= entry.bytes;
    }
  }

  return {
    get(path) {
      const known = recent.get(path);
      if (known !== undefined) return known.value;
      const row = store.steps.output(runKey, path);
      const text = row === undefined ? null : row.outputBlob === null ? row.output : store.blobs.get(row.outputBlob);
      return text === null ? undefined : (JSON.parse(text) as Json);
    },
    prepare(path, value) {
      const text = JSON.stringify(value);
      const entry = { value, bytes: text.length, committed: false };
      recent.set(path, entry);
      bytes += entry.bytes;
      makeRoom();
      const committed = (): void => {
        entry.committed = true;
        makeRoom();
      };
      if (text.length <= INLINE_LIMIT_BYTES / 4 || Buffer.byteLength(text) <= INLINE_LIMIT_BYTES) return { output: text, committed };
      return { outputBlob: store.blobs.put(text), committed };
    },
  };
}

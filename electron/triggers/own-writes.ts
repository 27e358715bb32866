import { hashFile, lookAt, sameFact } from './file-change/file-fact.ts';
import type { FileFact } from './trigger-ports.ts';

/** The workflow counts by its root run: what a child run writes is its parent's doing. */
export interface Writer {
  readonly runId: string;
  readonly workflowId: string;
}

/** Remembers what runs have written, so that a workflow does not answer to itself. Lives in memory: after a restart the breaker is what is left. */
export interface OwnWrites {
  /** To be called right after a run wrote or removed `path` (absolute). With `fact` the file is not looked at. */
  record(writer: Writer, path: string, fact?: FileFact | null): void;
  /** The run of the workflow that left the path in this state: the same file untouched since, or the same bytes. */
  find(workflowId: string, path: string, fact: FileFact | null): Promise<string | undefined>;
}

/** Enough for a run that writes a big tree; older ones are forgotten first. */
const LIMIT = 50_000;
/** Bigger files are recognised by size and time only. */
const HASH_LIMIT_BYTES = 64 * 1024 * 1024;

interface Written extends Writer {
  readonly fact: FileFact | null;
  readonly at: number;
  /** The bytes as they were when the run wrote them. */
  readonly sha256: Promise<string | undefined>;
}

export function createOwnWrites({ now, ttlMs }: { now: () => number; ttlMs: number }): OwnWrites {
  /** In order of writing, because a record puts its path at the end. One workflow's write of a path takes the place of its last. */
  const written = new Map<string, Written>();
  const keyOf = (workflowId: string, path: string) => `${workflowId}\0${path}`;

  const forgetOld = (): void => {
    for (const [key, { at }] of written) {
      if (written.size <= LIMIT && now() - at <= ttlMs) return;
      written.delete(key);
    }
  };

  return {
    record({ runId, workflowId }, path, given) {
      const fact = given === undefined ? (lookAt(path, false)?.fact ?? null) : given;
      const key = keyOf(workflowId, path);
      written.delete(key);
      written.set(key, { runId, workflowId, fact, at: now(), sha256: hashOf(path, fact) });
      forgetOld();
    },
    async find(workflowId, path, fact) {
      forgetOld();
      const found = written.get(keyOf(workflowId, path));
      if (found === undefined) return undefined;
      if (sameFact(found.fact ?? undefined, fact ?? undefined)) return found.runId;
      if (found.fact === null || fact === null || found.fact.size !== fact.size) return undefined;
      const [before, after] = await Promise.all([found.sha256, hashOf(path, fact)]);
      return before !== undefined && before === after ? found.runId : undefined;
    },
  };
}

/** Undefined when the bytes cannot be told: no file, no right to read it, too big, or no longer in this state when it was read. */
async function hashOf(path: string, fact: FileFact | null): Promise<string | undefined> {
  if (fact === null || fact.directory) return undefined;
  if (fact.sha256 !== undefined) return fact.sha256;
  if (fact.size > HASH_LIMIT_BYTES) return undefined;
  const sha256 = await hashFile(path).catch(() => undefined);
  return sameFact(lookAt(path, false)?.fact, fact) ? sha256 : undefined;
}

import type { Database } from './database.ts';

/** JSON text, or the name of the blob that holds it. */
export interface StoredOutput {
  readonly output: string | null;
  readonly outputBlob: string | null;
}

/** A result that a step of a run has without being run. */
export interface GivenResult extends StoredOutput {
  /** A step id: in a loop, every one of its iterations gets it. */
  readonly step: string;
  /** Where it comes from, in words: `the pinned output`, `run k3m…`. */
  readonly source: string;
}

export function createGivenResultsTable(database: Database) {
  const insert = database.prepare('INSERT INTO given_results (run_key, step, source, output, output_blob) VALUES (?, ?, ?, ?, ?)');
  const any = database.prepare('SELECT EXISTS (SELECT 1 FROM given_results WHERE run_key = ?)').pluck();
  const one = database.prepare('SELECT step, source, output, output_blob AS outputBlob FROM given_results WHERE run_key = ? AND step = ?');

  return {
    insert: (runKey: number, { step, source, output, outputBlob }: GivenResult): void =>
      void insert.run(runKey, step, source, output, outputBlob),
    any: (runKey: number): boolean => any.get(runKey) === 1,
    get: (runKey: number, step: string) => one.get(runKey, step) as GivenResult | undefined,
  };
}

export type GivenResultsTable = ReturnType<typeof createGivenResultsTable>;

import type { Database } from './database.ts';

/** Results of steps with `cache`, by key. Outputs are JSON text. */
export function createStepCacheTable(database: Database) {
  const get = database.prepare('SELECT output FROM step_cache WHERE cache_key = ? AND (expires_at IS NULL OR expires_at > ?)').pluck();
  const put = database.prepare(
    `INSERT INTO step_cache (cache_key, output, created_at, expires_at) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET output = excluded.output, created_at = excluded.created_at, expires_at = excluded.expires_at`,
  );
  const prune = database.prepare('DELETE FROM step_cache WHERE expires_at <= ?');

  return {
    get: (key: string, now: number) => get.get(key, now) as string | undefined,
    put: (key: string, output: string, now: number, expiresAt: number | undefined): void =>
      void put.run(key, output, now, expiresAt ?? null),
    prune: (now: number): void => void prune.run(now),
  };
}

export type StepCacheTable = ReturnType<typeof createStepCacheTable>;

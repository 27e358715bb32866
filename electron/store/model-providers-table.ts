import type { Database } from './database.ts';

/** A provider of models as a person has set it up. */
export interface ModelProviderRow {
  readonly name: string;
  readonly kind: string;
  readonly baseUrl: string | null;
  /** The name of the secret with its key. */
  readonly secret: string | null;
  readonly enabled: boolean;
}

export function createModelProvidersTable(database: Database) {
  const all = database.prepare('SELECT name, kind, base_url AS baseUrl, secret, enabled FROM model_providers ORDER BY name');
  const put = database.prepare(
    `INSERT INTO model_providers (name, kind, base_url, secret, enabled) VALUES (@name, @kind, @baseUrl, @secret, @enabled)
     ON CONFLICT DO UPDATE SET kind = excluded.kind, base_url = excluded.base_url, secret = excluded.secret, enabled = excluded.enabled`,
  );
  const remove = database.prepare('DELETE FROM model_providers WHERE name = ?');

  return {
    list: (): ModelProviderRow[] =>
      (all.all() as (Omit<ModelProviderRow, 'enabled'> & { enabled: number })[]).map((row) => ({ ...row, enabled: row.enabled === 1 })),
    put: (row: ModelProviderRow): void => void put.run({ ...row, enabled: row.enabled ? 1 : 0 }),
    remove: (name: string): boolean => remove.run(name).changes > 0,
  };
}

export type ModelProvidersTable = ReturnType<typeof createModelProvidersTable>;

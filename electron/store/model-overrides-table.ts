import { type ModelOverride, modelOverrideSchema } from '../../shared/ai/model-table.ts';
import type { Database } from './database.ts';

/** What a person has said of models, by `provider/model`. What a later version has written and this one does not understand is passed over. */
export function createModelOverridesTable(database: Database) {
  const all = database.prepare('SELECT model, value FROM model_overrides ORDER BY model');
  const put = database.prepare('INSERT INTO model_overrides (model, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value');
  const remove = database.prepare('DELETE FROM model_overrides WHERE model = ?');

  return {
    all(): Map<string, ModelOverride> {
      const rows = all.all() as { model: string; value: string }[];
      return new Map(
        rows.flatMap(({ model, value }) => {
          const override = modelOverrideSchema.safeParse(JSON.parse(value)).data;
          return override === undefined ? [] : [[model, override]];
        }),
      );
    },
    put: (model: string, override: ModelOverride): void => void put.run(model, JSON.stringify(override)),
    remove: (model: string): boolean => remove.run(model).changes > 0,
  };
}

export type ModelOverridesTable = ReturnType<typeof createModelOverridesTable>;

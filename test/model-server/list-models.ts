import type { JsonObject } from '../../shared/lib/json.ts';

const defaultModels = ['scripted-large', 'scripted-small'];

/** The answer to `GET …/models` in the form of the provider that is asked. */
export function listModels(
  path: string,
  headers: Readonly<Record<string, string>>,
  { models = defaultModels }: { readonly models?: readonly string[] },
): JsonObject {
  if (path.includes('/v1beta/')) {
    return {
      models: models.map((id) => ({
        name: `models/${id}`,
        displayName: id,
        inputTokenLimit: 1_000_000,
        outputTokenLimit: 65_536,
        supportedGenerationMethods: ['generateContent'],
      })),
    };
  }
  if (headers['anthropic-version'] !== undefined) {
    return {
      data: models.map((id) => ({ type: 'model', id, display_name: id, created_at: '2026-01-01T00:00:00Z' })),
      has_more: false,
      first_id: models[0] ?? null,
      last_id: models.at(-1) ?? null,
    };
  }
  return { object: 'list', data: models.map((id) => ({ id, object: 'model', created: 1_700_000_000, owned_by: 'scripted' })) };
}

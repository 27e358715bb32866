import type { ModelInfo } from '../../shared/ai/model.ts';
import { describeModel, type ModelOverride } from '../../shared/ai/model-table.ts';
import { askedUnnamed } from '../ai/candidates.ts';
import type { ModelLedger } from '../ai/model-ledger.ts';
import type { ProviderNow, Providers } from '../ai/providers.ts';

/** The models that there are, as the person has set them. */
export interface ModelField {
  readonly providers: readonly ProviderNow[];
  /** Of providers that can be asked. */
  readonly models: readonly ModelInfo[];
  readonly overrides: ReadonlyMap<string, ModelOverride>;
  /** Ids of models that are asked only where a step names them or their provider. */
  readonly onlyByName: readonly string[];
  /** Ids of those that were switched off. */
  readonly disabled: readonly string[];
}

/** What any AI step of any workflow may use: keys that are bound to one workflow count, too. */
const anyStep = { action: 'ai.generate', workflow: 'any' } as const;

export async function modelField(providers: Providers, ledger: ModelLedger): Promise<ModelField> {
  const overrides = ledger.overrides();
  const now = await providers.lookAt(anyStep);
  const ready = now.filter(({ endpoint }) => endpoint !== undefined);
  const unnamed = askedUnnamed(ready);
  const modelsOf = ({ provider, models }: ProviderNow): ModelInfo[] =>
    models.map((name) => describeModel(provider, name, overrides.get(`${provider.name}/${name}`)));
  return {
    providers: now,
    models: ready.flatMap(modelsOf),
    overrides,
    onlyByName: ready.filter((provider) => !unnamed.includes(provider)).flatMap((provider) => modelsOf(provider).map(({ id }) => id)),
    disabled: [...overrides].flatMap(([id, { disabled }]) => (disabled === true ? [id] : [])),
  };
}

/** A model that was asked before and that nobody provides now. */
export function describeGone(id: string, { providers, overrides }: ModelField): ModelInfo {
  const slash = id.indexOf('/');
  const name = id.slice(0, slash);
  const known = providers.find(({ settings }) => settings.name === name)?.provider;
  return describeModel(known ?? { name, kind: 'compatible', local: false }, id.slice(slash + 1), overrides.get(id));
}

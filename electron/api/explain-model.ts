import { EXPLORATION_SHARE, type ModelChoice, rankModels } from '../../shared/ai/choose-model.ts';
import type { ModelExplanation } from '../../shared/contract/models.ts';
import type { ModelLedger } from '../ai/model-ledger.ts';
import type { ModelField } from './model-field.ts';
import { iso } from './views.ts';

export type Explained = Pick<ModelChoice, 'task' | 'needs' | 'budget' | 'only'> & {
  readonly optimizeFor: NonNullable<ModelChoice['optimizeFor']>;
};

/** Who would be asked now, without the share of calls that go to a model of which little is known. */
export function explainModel(field: ModelField, ledger: ModelLedger, asked: Explained, now: number): ModelExplanation {
  const passedOver = asked.only === undefined ? field.onlyByName : [];
  const { ranked, rejected } = rankModels({
    ...asked,
    models: field.models.filter(({ id }) => !passedOver.includes(id)),
    disabled: field.disabled,
    performance: ledger.figures(asked.task),
    coolDowns: ledger.coolDowns(now),
    chance: 1,
  });
  return {
    task: asked.task,
    optimizeFor: asked.optimizeFor,
    ranked: ranked.map(({ model, score, reason, parts, coolsUntil }) => ({
      model: model.id,
      reason,
      score,
      success: parts.success,
      quality: parts.quality,
      ms: parts.ms,
      cost: parts.cost,
      calls: parts.calls,
      parts: { quality: parts.byQuality, cost: parts.byCost, time: parts.byTime },
      coolsUntil: coolsUntil === undefined ? null : iso(coolsUntil),
    })),
    rejected: [
      ...rejected.map(({ model, why, reason }) => ({ model: model.id, why, reason })),
      ...passedOver.map((model) => ({
        model,
        why: 'not_asked',
        reason: 'was found on this machine: asked only by name, since another provider is set up',
      })),
    ],
    explorationShare: EXPLORATION_SHARE,
    unavailable: field.providers.flatMap(({ settings, problem }) => (problem === undefined ? [] : [{ provider: settings.name, problem }])),
  };
}

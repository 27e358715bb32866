import type { CoolDown } from './cool-down.ts';
import { type CallSize, type ExpectedCall, expectCall, worstCost } from './expect-call.ts';
import type { ModelAbility, ModelInfo, ModelTask, OptimizeFor } from './model.ts';
import type { ModelBudget } from './model-call.ts';
import type { ModelFigures } from './model-figures.ts';
import { inSeconds, percent, reasonFor, toDollars } from './model-reason.ts';

export interface ModelNeeds extends CallSize {
  readonly abilities: readonly ModelAbility[];
  /** Only models that run on this machine. */
  readonly local?: boolean;
}

export interface ModelChoice {
  readonly task: ModelTask;
  /** Default `balanced`. */
  readonly optimizeFor?: OptimizeFor;
  readonly needs: ModelNeeds;
  /** What may still be spent. */
  readonly budget?: ModelBudget;
  /** `model`: `provider/model`, or the name alone. */
  readonly only?: { readonly model?: string; readonly provider?: string };
  readonly models: readonly ModelInfo[];
  /** Ids of models that the person has switched off. */
  readonly disabled?: readonly string[];
  /** Those of other tasks are passed over. */
  readonly performance: readonly ModelFigures[];
  readonly coolDowns: readonly CoolDown[];
  /** 0 to 1, drawn by the caller: below `EXPLORATION_SHARE`, a model of which little is known goes first. */
  readonly chance: number;
}

export interface RankedModel {
  readonly model: ModelInfo;
  /** Higher is better; it means something beside the others of one ranking only. */
  readonly score: number;
  /** One line for people. */
  readonly reason: string;
  readonly parts: ScoreParts;
  /** Milliseconds since the epoch: it would be left alone until then, and is here since all that fit are. */
  readonly coolsUntil?: number;
}

/** What the score is made of. */
export interface ScoreParts extends ExpectedCall {
  /** What quality, cost and time give to the score. */
  readonly byQuality: number;
  readonly byCost: number;
  readonly byTime: number;
}

/** Why a model was not taken. */
export type Rejection = 'disabled' | 'not_asked' | 'not_local' | 'ability' | 'context' | 'budget' | 'health';

export interface RejectedModel {
  readonly model: ModelInfo;
  readonly why: Rejection;
  /** One line for people. */
  readonly reason: string;
}

export interface Ranking {
  /** The best first; the others are the fall-backs. */
  readonly ranked: readonly RankedModel[];
  readonly rejected: readonly RejectedModel[];
}

/** How many of all choices may go to a model of which little is known. */
export const EXPLORATION_SHARE = 0.05;
/** A model with as many measured calls is known. */
const KNOWN_CALLS = 20;

/**
 * What a goal is worth: `quality` for 1 of quality (0 to 1), `cost` and `time` for each factor of ten. With `balanced`, a model ten times as
 * expensive must be better by a quarter.
 */
const weights: Readonly<Record<OptimizeFor, { readonly quality: number; readonly cost: number; readonly time: number }>> = {
  quality: { quality: 1, cost: 0.02, time: 0.02 },
  cost: { quality: 0.25, cost: 0.5, time: 0.02 },
  speed: { quality: 0.15, cost: 0.02, time: 0.5 },
  balanced: { quality: 1, cost: 0.25, time: 0.1 },
};

/** Cheaper than this is as good as free, faster as good as at once. */
const LEAST_COST = 0.00001;
const LEAST_MS = 50;
/** Held for the price where nobody has said one, so that it wins by nothing: dollars for a million tokens. */
const UNKNOWN_PRICE = { inputPrice: 15, outputPrice: 75 };

/**
 * Which model to ask, and which then. A pure function of the table and of what was measured: filtered by ability, window, budget and health,
 * ordered by what the next call will probably be worth. Equal ones stand in the order of their ids.
 */
export function rankModels(choice: ModelChoice): Ranking {
  const rejected: RejectedModel[] = [];
  const fit: ModelInfo[] = [];
  for (const model of choice.models.toSorted(byId)) {
    const rejection = rejectionOf(model, choice);
    if (rejection === undefined) fit.push(model);
    else rejected.push({ model, ...rejection });
  }
  const coolDowns = new Map(choice.coolDowns.map((coolDown) => [coolDown.model, coolDown]));
  const healthy = fit.filter(({ id }) => !coolDowns.has(id));
  if (healthy.length === 0) return { ranked: rankCooling(fit, coolDowns, choice), rejected };
  for (const model of fit) {
    const coolDown = coolDowns.get(model.id);
    if (coolDown !== undefined) rejected.push({ model, why: 'health', reason: `${coolDown.reason}: left alone for a while` });
  }
  return { ranked: withReasons(explore(score(healthy, choice), choice.chance), choice), rejected };
}

interface Scored {
  readonly model: ModelInfo;
  readonly score: number;
  readonly parts: ScoreParts;
}

const byId = (a: ModelInfo, b: ModelInfo): number => (a.id < b.id ? -1 : Number(a.id > b.id));

function rejectionOf(model: ModelInfo, choice: ModelChoice): { why: Rejection; reason: string } | undefined {
  const { needs, budget, only } = choice;
  if (choice.disabled?.includes(model.id)) return { why: 'disabled', reason: 'switched off by you' };
  if (!isAsked(model, only)) return { why: 'not_asked', reason: `the step asks for ${only?.model ?? only?.provider}` };
  if (needs.local === true && !model.local) return { why: 'not_local', reason: 'does not run on this machine' };
  const lacking = needs.abilities.filter((ability) => !model.abilities.includes(ability));
  if (lacking.length > 0) return { why: 'ability', reason: `cannot do ${lacking.join(', ')}` };
  const tokens = needs.inputTokens + needs.maxTokens;
  if (tokens > model.contextTokens) {
    return { why: 'context', reason: `${tokens} tokens do not fit its window of ${model.contextTokens}` };
  }
  if (budget?.tokens !== undefined && tokens > budget.tokens) {
    return { why: 'budget', reason: `can take ${tokens} tokens, and ${Math.max(0, budget.tokens)} are left of the budget` };
  }
  if (budget?.cost !== undefined) {
    const worst = worstCost(model, needs);
    if (worst === null) return { why: 'budget', reason: 'has no price, so that no budget could be kept' };
    if (worst > budget.cost) {
      return { why: 'budget', reason: `can cost ${toDollars(worst)}, and ${toDollars(Math.max(0, budget.cost))} is left of the budget` };
    }
  }
  return undefined;
}

function isAsked({ id }: ModelInfo, only: ModelChoice['only']): boolean {
  const slash = id.indexOf('/');
  if (only?.provider !== undefined && only.provider !== id.slice(0, slash)) return false;
  return only?.model === undefined || only.model === id || only.model === id.slice(slash + 1);
}

function score(models: readonly ModelInfo[], { task, optimizeFor = 'balanced', needs, performance }: ModelChoice): Scored[] {
  const weight = weights[optimizeFor];
  const figures = new Map(performance.filter((each) => each.task === task).map((each) => [each.model, each]));
  const scored = models.map((model) => {
    const expected = expectCall(model, task, needs, figures.get(model.id));
    const cost = expected.cost ?? expectCall({ ...model, ...UNKNOWN_PRICE }, task, needs, figures.get(model.id)).cost ?? 0;
    // A call that fails is paid and waited for too: what counts is one good answer.
    const byQuality = weight.quality * expected.success * expected.quality;
    const byCost = -weight.cost * Math.log10(Math.max(LEAST_COST, cost) / expected.success);
    const byTime = -weight.time * Math.log10(Math.max(LEAST_MS, expected.ms) / expected.success);
    return { model, score: byQuality + byCost + byTime, parts: { ...expected, byQuality, byCost, byTime } };
  });
  return scored.sort((a, b) => b.score - a.score || byId(a.model, b.model));
}

/** The one that was measured least goes first, if it is not known yet. What would have stayed on this machine stays on it. */
function explore(scored: readonly Scored[], chance: number): { readonly order: readonly Scored[]; readonly explored?: Scored } {
  const [first] = scored;
  if (first === undefined || chance >= EXPLORATION_SHARE) return { order: scored };
  const unknown = scored.filter(({ model, parts }) => parts.calls < KNOWN_CALLS && (model.local || !first.model.local));
  const [explored] = unknown.toSorted((a, b) => a.parts.calls - b.parts.calls);
  if (explored === undefined || explored === first) return { order: scored };
  return { order: [explored, ...scored.filter((each) => each !== explored)], explored };
}

function withReasons({ order, explored }: ReturnType<typeof explore>, choice: ModelChoice): RankedModel[] {
  const all = order.map(({ parts }) => parts);
  return order.map((each, index) => ({
    ...each,
    reason: reasonFor(each.parts, {
      index,
      all,
      goal: choice.optimizeFor ?? 'balanced',
      named: choice.only?.model !== undefined,
      explored: each === explored,
    }),
  }));
}

/** All that fit are left alone: the one that is free first is better than none. */
function rankCooling(fit: readonly ModelInfo[], coolDowns: ReadonlyMap<string, CoolDown>, choice: ModelChoice): RankedModel[] {
  const until = ({ model }: Scored): number => coolDowns.get(model.id)?.until ?? 0;
  return score(fit, choice)
    .sort((a, b) => until(a) - until(b))
    .map((each) => ({
      ...each,
      coolsUntil: until(each),
      reason: `no model that fits is well, this one ${coolDowns.get(each.model.id)?.reason}: ${percent(each.parts.success)} ok, ${inSeconds(each.parts.ms)} a call`,
    }));
}

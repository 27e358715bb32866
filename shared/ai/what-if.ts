import { rankModels } from './choose-model.ts';
import { expectCall } from './expect-call.ts';
import type { ModelInfo, ModelTask, OptimizeFor } from './model.ts';
import type { ModelBudget, ModelOutcome } from './model-call.ts';
import type { AskedOfModel } from './model-call-record.ts';
import { isAnswer, type ModelFigures } from './model-figures.ts';

/** As much of a recorded call as a replay needs. */
export interface ReplayedCall {
  readonly request: string;
  readonly attempt: number;
  readonly task: ModelTask;
  readonly model: string;
  readonly inputTokens: number;
  readonly cost: number | null;
  readonly ms: number;
  readonly outcome: ModelOutcome;
  readonly score: number | null;
  readonly asked: AskedOfModel;
}

/** Another way to choose. */
export interface ModelPolicy {
  /** Left out: as each request asked. */
  readonly optimizeFor?: OptimizeFor;
  /** Only these ids. Left out: all. */
  readonly models?: readonly string[];
  /** Of each call. */
  readonly budget?: ModelBudget;
}

export interface WhatIf {
  readonly calls: readonly ReplayedCall[];
  readonly policy: ModelPolicy;
  readonly models: readonly ModelInfo[];
  readonly disabled: readonly string[];
  readonly performance: readonly ModelFigures[];
}

/** What the requests took and gave: really, or as expected. */
export interface PolicyTotals {
  /** US dollars, of the requests whose model has a price; the others are `unpriced`. */
  readonly cost: number;
  readonly unpriced: number;
  /** Of all requests one after the other. */
  readonly ms: number;
  /** 0 to 1: the mean of what is judged, or expected, of each answer; no answer is worth nothing. Null without requests. */
  readonly quality: number | null;
  /** 0 to 1: how many are answered. */
  readonly answered: number | null;
}

export interface Move {
  readonly from: string;
  readonly to: string;
  readonly requests: number;
  readonly costWas: number;
  readonly costWould: number;
}

export interface WhatIfResult {
  readonly requests: number;
  readonly was: PolicyTotals;
  readonly would: PolicyTotals;
  /** The most requests first. */
  readonly moves: readonly Move[];
  /** Requests that name their model: no policy moves them. */
  readonly named: number;
  /** Requests that no model could serve: on neither side. `reason`: of the first. */
  readonly unserved: { readonly requests: number; readonly reason: string | null };
}

/**
 * Chooses anew for every recorded request, by what is known today, and asks nobody. What stays with its model is taken as it was; what moves
 * is taken as the other model is expected to be.
 */
export function replay({ calls, policy, models, disabled, performance }: WhatIf): WhatIfResult {
  const infos = new Map(models.map((model) => [model.id, model]));
  const figures = new Map(performance.map((each) => [`${each.task} ${each.model}`, each]));
  const allowed = models.filter(({ id }) => policy.models === undefined || policy.models.includes(id));
  const was = makeTotals();
  const would = makeTotals();
  const moves = new Map<string, { from: string; to: string; requests: number; costWas: number; costWould: number }>();
  let named = 0;
  let unserved = 0;
  let unservedReason: string | null = null;

  for (const attempts of Map.groupBy(calls, ({ request }) => request).values()) {
    const inOrder = attempts.toSorted((a, b) => a.attempt - b.attempt);
    const [first] = inOrder;
    const last = inOrder.at(-1);
    if (first === undefined || last === undefined || last.outcome === 'cancelled') continue;
    const real = realOf(inOrder, last, infos.get(last.model), figures);
    if (first.asked.named) {
      named += 1;
      was.add(real);
      would.add(real);
      continue;
    }
    const { ranked, rejected } = rankModels({
      task: first.task,
      optimizeFor: policy.optimizeFor ?? first.asked.optimizeFor,
      needs: first.asked,
      ...(policy.budget === undefined ? {} : { budget: policy.budget }),
      models: allowed,
      disabled,
      performance,
      coolDowns: [],
      chance: 1,
    });
    const [best] = ranked;
    if (best === undefined) {
      unserved += 1;
      unservedReason ??= rejected[0] === undefined ? 'no model is allowed' : `${rejected[0].model.id}: ${rejected[0].reason}`;
      continue;
    }
    const stays = best.model.id === last.model;
    const expected = stays ? real : expectedOf(first, best.model, figures.get(`${first.task} ${best.model.id}`));
    was.add(real);
    would.add(expected);
    if (stays) continue;
    const key = `${last.model} ${best.model.id}`;
    const move = moves.get(key) ?? { from: last.model, to: best.model.id, requests: 0, costWas: 0, costWould: 0 };
    moves.set(key, move);
    move.requests += 1;
    move.costWas += real.cost ?? 0;
    move.costWould += expected.cost ?? 0;
  }
  return {
    requests: was.count(),
    was: was.read(),
    would: would.read(),
    moves: [...moves.values()].sort((a, b) => b.requests - a.requests || (a.from + a.to < b.from + b.to ? -1 : 1)),
    named,
    unserved: { requests: unserved, reason: unservedReason },
  };
}

interface OneRequest {
  readonly cost: number | null;
  readonly ms: number;
  readonly quality: number;
  readonly answered: number;
}

function realOf(
  attempts: readonly ReplayedCall[],
  last: ReplayedCall,
  info: ModelInfo | undefined,
  figures: ReadonlyMap<string, ModelFigures>,
): OneRequest {
  const answered = Number(isAnswer(last.outcome));
  const usual = info === undefined ? 0.5 : expectCall(info, last.task, last.asked, figures.get(`${last.task} ${last.model}`)).quality;
  return {
    cost: attempts.some(({ cost }) => cost === null) ? null : attempts.reduce((sum, { cost }) => sum + (cost ?? 0), 0),
    ms: attempts.reduce((sum, { ms }) => sum + ms, 0),
    quality: answered * (last.score ?? usual),
    answered,
  };
}

function expectedOf(call: ReplayedCall, model: ModelInfo, figures: ModelFigures | undefined): OneRequest {
  const size = { ...call.asked, inputTokens: call.inputTokens > 0 ? call.inputTokens : call.asked.inputTokens };
  const { success, quality, ms, cost } = expectCall(model, call.task, size, figures);
  // What fails falls back: it is paid and waited for again.
  return { cost: cost === null ? null : cost / success, ms: ms / success, quality: success * quality, answered: success };
}

function makeTotals() {
  let requests = 0;
  let cost = 0;
  let unpriced = 0;
  let ms = 0;
  let quality = 0;
  let answered = 0;
  return {
    add(one: OneRequest): void {
      requests += 1;
      cost += one.cost ?? 0;
      unpriced += Number(one.cost === null);
      ms += one.ms;
      quality += one.quality;
      answered += one.answered;
    },
    count: () => requests,
    read: (): PolicyTotals => ({
      cost,
      unpriced,
      ms,
      quality: requests === 0 ? null : quality / requests,
      answered: requests === 0 ? null : answered / requests,
    }),
  };
}

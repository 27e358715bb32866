import type { CoolDown } from '../../shared/ai/cool-down.ts';
import type { ModelTask } from '../../shared/ai/model.ts';
import type { ModelBudget } from '../../shared/ai/model-call.ts';
import type { ModelCallRecord } from '../../shared/ai/model-call-record.ts';
import type { ModelFigures } from '../../shared/ai/model-figures.ts';
import type { ModelOverride } from '../../shared/ai/model-table.ts';

/** What is kept of models: what they were like, what they took, and what may still be spent. */
export interface ModelLedger {
  /** Of the models that were asked for a task: for `rankModels`. */
  figures(task: ModelTask): readonly ModelFigures[];
  coolDowns(now: number): readonly CoolDown[];
  /** By `provider/model`. */
  overrides(): ReadonlyMap<string, ModelOverride>;
  /** To be called once for each call of a model, when it is over, however it ended. Resolves when it is on the disk. */
  record(call: ModelCallRecord): Promise<void>;
  /** What has gone, in tokens and US dollars: for a run with the runs that it has started, or for one step. It survives restarts. */
  spent(by: { readonly runId: string; readonly stepPath?: string }): { readonly tokens: number; readonly cost: number };
  /**
   * The least of what is asked, less what the step has spent on attempts before, and what the run, the runs above it and the day may still spend; undefined where nothing bounds it.
   * Throws ActionError `AI_BUDGET`, which says spent and limit, where nothing is left.
   * `stepPath`: of a step whose whole budget is asked; left out where whoever asks has taken off by itself what is spent.
   */
  budgetLeft(asked: ModelBudget | undefined, context: { readonly runId?: string; readonly stepPath?: string }): BudgetLeft | undefined;
}

export interface BudgetLeft extends ModelBudget {
  /** What was spent of which limit, for people: `44 of 200 tokens of the run x7 were spent`. Left out where nothing was. */
  readonly told?: string;
}

import type { CoolDown } from '../../shared/ai/cool-down.ts';
import type { ModelTask } from '../../shared/ai/model.ts';
import type { ModelBudget } from '../../shared/ai/model-call.ts';
import type { ModelCallRecord } from '../../shared/ai/model-call-record.ts';
import type { ModelFigures } from '../../shared/ai/model-figures.ts';
import type { ModelOverride } from '../../shared/ai/model-table.ts';
import type { Spent } from '../store/model-calls-table.ts';
import type { CallWanted } from './decide-hold.ts';

/** What is kept of models: what they were like, what they took, and what may still be spent. */
export interface ModelLedger {
  /** Of the models that were asked for a task: for `rankModels`. */
  figures(task: ModelTask): readonly ModelFigures[];
  coolDowns(now: number): readonly CoolDown[];
  /** By `provider/model`. */
  overrides(): ReadonlyMap<string, ModelOverride>;
  /** To be called once for each call of a model, when it is over, however it ended. What the account holds for it is settled by this. Resolves when it is on the disk. */
  record(call: ModelCallRecord, account?: Account): Promise<void>;
  /** What has gone, in tokens and US dollars: for a run with the runs that it has started, or for one step. It survives restarts. */
  spent(by: { readonly runId: string; readonly stepPath?: string }): { readonly tokens: number; readonly cost: number };
  /** Whoever opens an account closes it. */
  openAccount(asked: ModelBudget | undefined, payer: Payer): Account;
}

/** Whose money it is. The budgets of the run, the runs above it and the day hold whatever is said here. */
export interface Payer {
  readonly runId?: string;
  /** Of a step whose whole budget is asked: what its attempts before have spent is taken off. */
  readonly stepPath?: string;
  /** Steps of the run with budgets for all that is done inside of them. */
  readonly within?: readonly StepBudget[];
}

export interface StepBudget {
  readonly path: string;
  readonly limit: ModelBudget;
}

/** What one request may spend, over all the calls that it takes. */
export interface Account {
  /**
   * The least of what its budgets have left, what calls under way may take not taken off; undefined where nothing bounds it.
   * Throws ActionError `AI_BUDGET`, which says spent and limit, where nothing is left.
   */
  left(): BudgetLeft | undefined;
  /**
   * Sets aside what the call can take at most. Where it would fit but for calls under way, it waits until they are over, told by `onWait`.
   * Throws ActionError `AI_BUDGET`, or the signal's reason.
   */
  hold(call: CallWanted, listen: { readonly signal: AbortSignal; onWait(): void }): Promise<AccountHold>;
  /** What was taken since is written down: called in the transaction that does so. */
  recorded(): void;
  /** Gives back what is held still. */
  close(): void;
}

export interface AccountHold {
  /** Of the answer; undefined where nothing bounds it. */
  readonly maxTokens: number | undefined;
  /** The budget allows no longer answer. */
  readonly isByBudget: boolean;
  settle(taken: Spent): void;
}

export interface BudgetLeft extends ModelBudget {
  /** What was spent of which limit, for people: `44 of 200 tokens of the run x7 were spent`. Left out where nothing was. */
  readonly told?: string;
}

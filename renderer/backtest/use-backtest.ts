import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Backtest } from '../../shared/contract/backtest.ts';
import type { JsonObject } from '../../shared/lib/json.ts';
import { engine } from '../bridge/engine.ts';

/** A trigger as somebody is writing it, with what else decides about its runs. */
export interface WrittenTrigger {
  readonly id?: string;
  readonly type: string;
  readonly config: JsonObject;
  readonly with?: JsonObject;
  readonly settings: JsonObject;
  readonly variables: JsonObject[];
}

/** Which trigger is tried: one that is armed, or one as it is being written. */
export type BacktestSubject =
  | { readonly trigger: string }
  | {
      readonly edited: WrittenTrigger;
      /** The id of its workflow; undefined for one that is not saved yet. */
      readonly workflow: string | undefined;
    };

export interface BacktestQuestion {
  readonly subject: BacktestSubject;
  readonly days: number;
  readonly onlyChanged: boolean;
  readonly limit: number;
}

const DAY_MS = 86_400_000;

/** What the trigger would have made of the last days. Nothing is run by asking. */
export function useBacktest({ subject, days, onlyChanged, limit }: BacktestQuestion) {
  return useQuery<Backtest>({
    queryKey: ['backtest', subject, days, onlyChanged, limit],
    queryFn({ signal }) {
      const since = new Date(Date.now() - days * DAY_MS).toISOString();
      const asked =
        'trigger' in subject
          ? { trigger: subject.trigger }
          : { edited: subject.edited, ...(subject.workflow === undefined ? {} : { workflow: subject.workflow }) };
      return engine.triggers.backtest({ ...asked, since, onlyChanged, limit }, { signal });
    },
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 10_000,
  });
}

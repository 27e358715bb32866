import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Week } from '../../shared/contract/triggers.ts';
import { engine } from '../bridge/engine.ts';

export interface WeekQuestion {
  /** The name of a workflow; empty: all. */
  readonly workflow: string;
  /** `2026-11-20`; empty: from now on. */
  readonly from: string;
  /** Empty: the machine's. */
  readonly zone: string;
  /** When the machine sleeps each night, by the clock of the zone; undefined: never. */
  readonly night: { readonly from: string; readonly to: string } | undefined;
}

/** What the schedules will do in seven days. */
export function useWeek({ workflow, from, zone, night }: WeekQuestion) {
  const query = {
    ...(workflow === '' ? {} : { workflow }),
    ...(from === '' ? {} : { from }),
    ...(zone === '' ? {} : { zone }),
    ...(night === undefined ? {} : { night }),
  };
  return useQuery<Week>({
    queryKey: ['triggers', 'week', query],
    queryFn: ({ signal }) => engine.triggers.week(query, { signal }),
    placeholderData: keepPreviousData,
  });
}

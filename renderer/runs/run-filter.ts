import type { RunSummary } from '../../shared/contract/run-view.ts';
import { liveRunStatuses, type RunStatus } from '../../shared/run/status.ts';

export interface RunFilter {
  readonly group: RunGroup;
  /** The id of a workflow; empty for all. */
  readonly workflow: string;
  readonly since: Since;
  /** The beginning of an id. */
  readonly search: string;
}

export const noFilter: RunFilter = { group: 'All', workflow: '', since: 'ever', search: '' };

const groups = {
  All: [],
  'Under way': [...liveRunStatuses],
  'Needs you': ['needs_attention'],
  Failed: ['failed', 'timed_out', 'completed_with_errors'],
  Completed: ['completed'],
} as const satisfies Readonly<Record<string, readonly RunStatus[]>>;

export type RunGroup = keyof typeof groups;
export const runGroups = Object.keys(groups) as readonly RunGroup[];

export type Since = 'ever' | 'hour' | 'today' | 'week' | 'month';

const hourMs = 3_600_000;

/** The id of a run is looked for from so many letters on. */
export const leastSearch = 3;

/** What `runs.list` is asked; `now` in milliseconds since the epoch. */
export function queryOf({ group, workflow, since, search }: RunFilter, now: number) {
  const states: readonly RunStatus[] = groups[group];
  const from = sinceTime(since, now);
  return {
    ...(states.length === 0 ? {} : { states: [...states] }),
    ...(workflow === '' ? {} : { workflow }),
    ...(from === undefined ? {} : { since: new Date(from).toISOString() }),
    ...(search.length < leastSearch ? {} : { search }),
  };
}

export function fitsFilter({ group, workflow, since, search }: RunFilter, run: RunSummary, now: number): boolean {
  const states: readonly RunStatus[] = groups[group];
  const from = sinceTime(since, now);
  return (
    (states.length === 0 || states.includes(run.state)) &&
    (workflow === '' || run.workflowId === workflow) &&
    (from === undefined || Date.parse(run.createdAt) >= from) &&
    (search.length < leastSearch || run.runId.startsWith(search))
  );
}

function sinceTime(since: Since, now: number): number | undefined {
  switch (since) {
    case 'ever':
      return undefined;
    case 'hour':
      return now - hourMs;
    case 'today':
      return new Date(now).setHours(0, 0, 0, 0);
    case 'week':
      return now - 7 * 24 * hourMs;
    case 'month':
      return now - 30 * 24 * hourMs;
  }
}

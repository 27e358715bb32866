import { implement } from '@orpc/server';
import { type Failure, type FailurePattern, statsContract, type WorkflowStats } from '../../shared/contract/stats.ts';
import { dateOfDay, localDay } from '../store/local-day.ts';
import type { RunRow } from '../store/runs-table.ts';
import { ALL_WORKFLOWS, type FailureCount, type RunCount } from '../store/stats-table.ts';
import { nextFirings } from '../triggers/schedule/next-firings.ts';
import type { ApiParts } from './api-parts.ts';
import { requireKnown } from './find.ts';
import { stepStats } from './step-stats.ts';
import { retriedOf, tallyOf } from './tally.ts';
import { tellStoreFailure } from './tell-store-failure.ts';
import { patternOf, triggerName } from './trigger-name.ts';
import { iso } from './views.ts';
import { countLive } from './watch-runs.ts';

const DAY_MS = 86_400_000;

export function statsHandlers({ parts, triggers }: ApiParts) {
  const { store, clock } = parts;
  const os = implement(statsContract).use(tellStoreFailure);

  const firstDay = (days: number): number => localDay(clock.now()) - days + 1;
  const keyOf = (workflow: string | undefined) => (workflow === undefined ? undefined : requireKnown(store, workflow).key);

  function namesOf(workflowKey: number): { workflow: string; workflowId: string } {
    const row = store.workflows.byKey(workflowKey);
    return { workflow: row?.name ?? '?', workflowId: row?.id ?? '' };
  }

  function viewOfFailure(run: RunRow): Failure {
    const { stepId = null, code = '', message = '', hint = null } = run.error ?? {};
    const state = run.status === 'timed_out' ? 'timed_out' : 'failed';
    return { ...namesOf(run.workflowKey), runId: run.id, at: iso(run.endedAt ?? run.queuedAt), state, stepId, code, message, hint };
  }

  function lastFailures(workflowKey: number | undefined, since: number, limit: number): Failure[] {
    return store.stats.lastFailed(workflowKey, since, limit).flatMap((key) => {
      const run = store.runs.byKey(key);
      return run === undefined ? [] : [viewOfFailure(run)];
    });
  }

  function viewOfPattern({ workflowKey, stepId, code, message, runs, firstAt, lastAt, lastRun }: FailureCount): FailurePattern {
    const isKept = store.runs.byId(lastRun) !== undefined;
    return {
      ...namesOf(workflowKey),
      stepId: stepId === '' ? null : stepId,
      code,
      message,
      runs,
      firstAt: iso(firstAt),
      lastAt: iso(lastAt),
      lastRunId: isKept ? lastRun : null,
    };
  }

  return {
    overview: os.overview.handler(() => {
      const now = clock.now();
      const today = localDay(now);
      const counts = store.stats.byDay(ALL_WORKFLOWS, today - 1);
      return {
        at: iso(now),
        now: countLive(store),
        failedLastDay: store.stats.countFailed(now - DAY_MS),
        today: tallyOf(counts.filter(({ day }) => day === today)),
        yesterday: tallyOf(counts.filter(({ day }) => day === today - 1)),
      };
    }),

    trend: os.trend.handler(({ input }) => {
      const since = firstDay(input.days);
      const counts = Map.groupBy(store.stats.byDay(keyOf(input.workflow) ?? ALL_WORKFLOWS, since), ({ day }) => day);
      const items = Array.from({ length: input.days }, (_, index) => {
        const day = since + index;
        return { day: dateOfDay(day), ...tallyOf(counts.get(day) ?? []) };
      });
      return { items };
    }),

    workflows: os.workflows.handler(({ input }) => {
      const since = firstDay(input.days);
      const tallies = store.stats.workflowKeys().flatMap((workflowKey) => {
        const counts: readonly RunCount[] = store.stats.inTime(workflowKey, since);
        return counts.length === 0 ? [] : [{ workflowKey, ...tallyOf(counts) }];
      });
      const chosen = tallies.sort(orders[input.sort]).slice(0, input.limit);
      const items = chosen.map(({ workflowKey, ...tally }): WorkflowStats => {
        const [last] = tally.failures === 0 ? [] : lastFailures(workflowKey, clock.now() - input.days * DAY_MS, 1);
        const lastFailure = last === undefined ? null : { runId: last.runId, at: last.at, code: last.code, message: last.message };
        return { ...namesOf(workflowKey), ...tally, lastFailure };
      });
      return { items };
    }),

    failures: os.failures.handler(({ input: { days, workflow, limit } }) => {
      const key = keyOf(workflow);
      return {
        recent: lastFailures(key, clock.now() - days * DAY_MS, limit),
        patterns: store.stats.failurePatterns(key, firstDay(days), limit).map(viewOfPattern),
      };
    }),

    retries: os.retries.handler(({ input }) => {
      const counts = store.stats.inTime(keyOf(input.workflow) ?? ALL_WORKFLOWS, firstDay(input.days));
      return { automatic: retriedOf(counts, 'stepRetried'), byHand: retriedOf(counts, 'retries') };
    }),

    steps: os.steps.handler(({ input }) => stepStats(store, requireKnown(store, input.workflow), firstDay(input.days))),

    next: os.next.handler(({ input: { limit } }) => {
      const now = clock.now();
      const armed = triggers
        .list()
        .filter(({ document, paused, status }) => document.type === 'schedule' && !paused && status !== undefined);
      const firings = armed.flatMap((info) =>
        nextFirings(info.key, info.document.config ?? {}, now, limit).map((at) => ({
          workflow: info.workflow.name,
          workflowId: info.workflow.id,
          trigger: triggerName(info),
          pattern: patternOf(info),
          at,
        })),
      );
      const items = firings.sort((a, b) => a.at - b.at).slice(0, limit);
      return { items: items.map((firing) => ({ ...firing, at: iso(firing.at) })) };
    }),
  };
}

type Ranked = Omit<WorkflowStats, 'workflow' | 'workflowId' | 'lastFailure'>;

const orders: Readonly<Record<'runs' | 'slowest' | 'least_reliable' | 'failures', (a: Ranked, b: Ranked) => number>> = {
  runs: (a, b) => b.runs - a.runs,
  slowest: (a, b) => (b.duration?.p95Ms ?? -1) - (a.duration?.p95Ms ?? -1),
  least_reliable: (a, b) => (a.successRate ?? 2) - (b.successRate ?? 2) || b.failures - a.failures,
  failures: (a, b) => b.failures - a.failures || b.runs - a.runs,
};

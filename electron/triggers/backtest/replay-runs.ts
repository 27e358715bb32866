import type { JsonObject } from '../../../shared/lib/json.ts';
import type { Verdict } from '../../../shared/triggers/journal.ts';
import type { TriggerDocument, WorkflowDocument } from '../../../shared/workflow/schema.ts';
import { type ConcurrencyPolicy, meetBusy, replacedBy } from '../../queue/admit.ts';
import type { Breaker } from '../breaker.ts';
import { type InputParts, prepareInputs } from '../prepare-inputs.ts';

/** One run of the past, as far as it stands in the way of others. */
export interface PastRun {
  readonly concurrencyKey: string;
  readonly startedAt: number;
  readonly endedAt: number;
}

export interface ReplayRunsOptions {
  readonly parts: InputParts;
  readonly document: WorkflowDocument;
  readonly trigger: TriggerDocument;
  /** Runs of the workflow that others have started. */
  readonly others: readonly PastRun[];
  /** How long a run takes that never was, in milliseconds. */
  readonly typicalMs: number;
  /** For triggers that have one. */
  readonly breaker?: { readonly state: Breaker; readonly reason: string } | undefined;
}

export interface Outcome {
  readonly verdict: Verdict;
  readonly reason: string | undefined;
}

/** What the breaker, the inputs and the workflow's rule for overlaps make of firings, one after the other in order of time. */
export interface ReplayRuns {
  /** `durationMs`: how long its run took then, if there was one. */
  fire(at: number, data: JsonObject, durationMs: number | undefined): Promise<Outcome>;
}

interface Simulated {
  readonly concurrencyKey: string;
  readonly startsAt: number;
  endsAt: number;
}

export function createReplayRuns({ parts, document, trigger, others, typicalMs, breaker }: ReplayRunsOptions): ReplayRuns {
  const policy = document.settings?.concurrency;
  const coming = others
    .map(({ concurrencyKey, startedAt, endedAt }): Simulated => ({ concurrencyKey, startsAt: startedAt, endsAt: endedAt }))
    .sort((a, b) => b.startsAt - a.startsAt);
  let alive: Simulated[] = [];

  function start(ruling: ConcurrencyPolicy, at: number, concurrencyKey: string, durationMs: number): Outcome {
    for (let next = coming.at(-1); next !== undefined && next.startsAt <= at; next = coming.at(-1)) alive.push(...coming.splice(-1));
    alive = alive.filter(({ endsAt }) => endsAt > at);
    const sharing = alive
      .filter((run) => run.concurrencyKey === concurrencyKey)
      .map((run) => ({ run, status: run.startsAt > at ? ('queued' as const) : ('running' as const) }));
    const busy = meetBusy(ruling, sharing);
    if (busy?.verdict === 'skipped') return { verdict: 'skipped', reason: 'a run was still under way' };
    if (busy?.verdict === 'coalesced') return { verdict: 'coalesced', reason: 'a run that waited for its turn takes the newest data' };
    for (const { run } of replacedBy(ruling, sharing)) run.endsAt = at;
    const ends = sharing.flatMap(({ run }) => (run.endsAt > at ? [run.endsAt] : [])).sort((a, b) => a - b);
    const startsAt = ends[ends.length - ruling.limit] ?? at;
    alive.push({ concurrencyKey, startsAt, endsAt: startsAt + durationMs });
    return { verdict: 'started', reason: startsAt > at ? 'after the runs before it, which were still under way' : undefined };
  }

  return {
    async fire(at, data, durationMs) {
      if (breaker !== undefined && !breaker.state.admits(at)) return { verdict: 'breaker_open', reason: breaker.reason };
      const prepared = await prepareInputs(parts, document, trigger, data);
      if ('problem' in prepared) return { verdict: 'error', reason: prepared.problem };
      const outcome: Outcome =
        policy === undefined
          ? { verdict: 'started', reason: undefined }
          : start(policy, at, prepared.concurrencyKey ?? '', durationMs ?? typicalMs);
      if (outcome.verdict === 'started') breaker?.state.started(at);
      return outcome;
    },
  };
}

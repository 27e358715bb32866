import { z } from 'zod';
import { assertNever } from '../../../shared/lib/assert-never.ts';
import { isTriggerType, triggerDefinitions } from '../../../shared/triggers/registry.ts';
import type { FiringRow } from '../../store/firings-table.ts';
import type { Store } from '../../store/store.ts';
import { createBreaker } from '../breaker.ts';
import { escalationRules } from '../escalation/escalation-trigger.ts';
import { eventRules } from '../event/event-trigger.ts';
import { type EventParts, type EventRules, openReason } from '../event/watch-events.ts';
import { openReason as openReasonOfFiles } from '../file-change/delivery.ts';
import type { InputParts } from '../prepare-inputs.ts';
import { BacktestRefused, type BacktestRow, type BacktestSubject, type Period, type Replay } from './past.ts';
import { type DurationOf, type Records, readEvents, readFirings, triggerKeysOf, verdictOf } from './read-past.ts';
import { replayEvents } from './replay-events.ts';
import { replayFiles } from './replay-files.ts';
import { replayRequests } from './replay-requests.ts';
import { createReplayRuns, type ReplayRuns, type ReplayRunsOptions } from './replay-runs.ts';
import { replaySchedule } from './replay-schedule.ts';
import { durationsOf, type PastDurations } from './run-durations.ts';

export interface BacktestParts extends InputParts {
  readonly store: Store;
  readonly events: Pick<EventParts, 'evaluate' | 'workflowOf'>;
  /** Of the real clock, in milliseconds. */
  now(): number;
}

/**
 * What a trigger would have made of what happened in the period, beside what it did. It goes through the rules that armed triggers follow;
 * nothing is run and nothing is stored. Throws BacktestRefused for a config that no trigger could be armed with.
 */
export async function backtest(parts: BacktestParts, subject: BacktestSubject, period: Period): Promise<Replay> {
  const { store } = parts;
  const { trigger, triggerKey } = subject;
  const { type } = trigger;
  if (!isTriggerType(type)) throw new BacktestRefused(`There is no trigger of type "${type}" here`);
  const config = triggerDefinitions[type].config.safeParse(trigger.config ?? {});
  if (!config.success) throw new BacktestRefused(`The config of the trigger is not valid: ${z.prettifyError(config.error)}`);

  const keys = type === 'file_change' || type === 'webhook' ? triggerKeysOf(store, type) : [];
  const own = triggerKey === undefined ? [] : [triggerKey];
  const journal = await readFirings(store, [...new Set([...own, ...keys])], period);
  const durations = durationsOf(store, subject, period, journal.records);
  const durationOf: DurationOf = (row) => durations.of(row);

  switch (type) {
    case 'file_change': {
      const parsed = triggerDefinitions.file_change.config.parse(trigger.config ?? {});
      const runs = runsOf(parts, subject, durations, limit(parsed.maxRunsPerMinute, openReasonOfFiles));
      return withNotes(durations, await replayFiles(subject, parsed, journal, runs, durationOf));
    }
    case 'schedule': {
      const parsed = triggerDefinitions.schedule.config.parse(trigger.config ?? {});
      const key = `${subject.workflow?.id ?? ''}/${trigger.id ?? ''}`;
      const runs = runsOf(parts, subject, durations);
      return withNotes(durations, await replaySchedule(subject, key, parsed, period, journal, runs, durationOf));
    }
    case 'webhook': {
      const parsed = triggerDefinitions.webhook.config.parse(trigger.config ?? {});
      return withNotes(durations, await replayRequests(subject, parsed, journal, runsOf(parts, subject, durations), durationOf));
    }
    case 'event':
      return published(eventRules(parts.events, triggerDefinitions.event.config.parse(trigger.config ?? {})));
    case 'escalation':
      return published(escalationRules(parts.events, triggerDefinitions.escalation.config.parse(trigger.config ?? {})));
    case 'manual':
      return withNotes(durations, await replayByHand(journal, runsOf(parts, subject, durations), durationOf));
    default:
      return assertNever(type);
  }

  async function published(rules: EventRules): Promise<Replay> {
    const events = await readEvents(store, period);
    const runs = runsOf(parts, subject, durations, limit(rules.maxRunsPerMinute, openReason));
    const clock = { workflowOf: parts.events.workflowOf, now: parts.now };
    return withNotes(durations, await replayEvents(subject, rules, events, journal, runs, durationOf, clock));
  }
}

function limit(maxRunsPerMinute: number, reason: (max: number) => string): ReplayRunsOptions['breaker'] {
  return { state: createBreaker(maxRunsPerMinute), reason: reason(maxRunsPerMinute) };
}

function runsOf(
  parts: BacktestParts,
  { document, trigger }: BacktestSubject,
  { others, typicalMs }: PastDurations,
  breaker?: ReplayRunsOptions['breaker'],
): ReplayRuns {
  return createReplayRuns({ parts, document, trigger, others, typicalMs, breaker });
}

function withNotes({ notes }: PastDurations, replay: Replay): Replay {
  return { ...replay, notes: [...replay.notes, ...notes] };
}

/** A person is no rule: only the inputs and the rule for overlaps stand between a firing by hand and its run. */
async function replayByHand(journal: Records<FiringRow>, runs: ReplayRuns, durationOf: DurationOf): Promise<Replay> {
  const rows: BacktestRow[] = [];
  for (const row of journal.records) {
    const outcome = await runs.fire(row.at, row.data, durationOf(row));
    rows.push({
      at: row.at,
      what: 'by hand',
      data: row.data,
      was: verdictOf(row),
      would: { ...outcome, runs: outcome.verdict === 'started' ? 1 : 0 },
    });
  }
  return { rows, cutAt: journal.cutAt, notes: [] };
}

import { matchesEventName } from '../../../shared/events/event-name.ts';
import type { PublishedEvent } from '../../../shared/events/published-event.ts';
import { describeFiring } from '../../../shared/triggers/describe-firing.ts';
import type { FiringRow } from '../../store/firings-table.ts';
import { type EventParts, type EventRules, judgeEvent } from '../event/watch-events.ts';
import type { BacktestRow, BacktestSubject, NewVerdict, Replay } from './past.ts';
import { byHandNote, type DurationOf, isByHand, type Records, verdictOf } from './read-past.ts';
import type { ReplayRuns } from './replay-runs.ts';

/** How long conditions are evaluated; what was published before is left out then. */
const LONGEST_MS = 5000;

/** Lets the published events of the past pass through the rules of an event or escalation trigger. `now` in milliseconds, of the real clock. */
export async function replayEvents(
  { workflow, triggerKey }: BacktestSubject,
  rules: EventRules,
  events: Records<PublishedEvent>,
  journal: Records<FiringRow>,
  runs: ReplayRuns,
  durationOf: DurationOf,
  { workflowOf, now }: Pick<EventParts, 'workflowOf'> & { readonly now: () => number },
): Promise<Replay> {
  const thenByEvent = new Map(journal.records.map((row) => [row.dedupeKey, row]));
  const until = now() + LONGEST_MS;
  const judged: { event: PublishedEvent; row: FiringRow | undefined; refused: NewVerdict | undefined }[] = [];
  let cutAt = events.cutAt;
  let others = 0;
  // The latest first, so that what there is no time for is the oldest.
  for (const event of events.records.toReversed()) {
    const row = thenByEvent.get(`event ${event.id}`);
    if (!matchesEventName(rules.pattern, event.name)) {
      if (row === undefined) others++;
      else judged.push({ event, row, refused: { verdict: 'filtered', reason: `its name does not fit ${rules.pattern}`, runs: 0 } });
      continue;
    }
    if (now() > until) {
      cutAt = event.at;
      break;
    }
    const refused = await judgeEvent(rules, event, { workflowId: workflow?.id ?? NO_WORKFLOW, workflowOf });
    judged.push({ event, row, refused: refused === undefined ? undefined : { ...refused, runs: 0 } });
  }

  const rows: BacktestRow[] = [];
  for (const { event, row, refused } of judged.reverse()) {
    const { at } = event;
    const data = rules.dataOf(event);
    const outcome = refused ?? (await runs.fire(at, data, row === undefined ? undefined : durationOf(row)));
    rows.push({
      at,
      data,
      what: describeFiring('event', { name: event.name, data: event.data }),
      was: row === undefined ? undefined : verdictOf(row),
      would: { runs: outcome.verdict === 'started' ? 1 : 0, ...outcome },
    });
  }
  const notes = [
    ...(others === 0
      ? []
      : [`${others} published ${others === 1 ? 'event' : 'events'} of other names ${others === 1 ? 'is' : 'are'} left out.`]),
    ...(triggerKey === undefined ? ['This trigger was never armed: no event has reached it yet.'] : []),
    ...byHandNote(journal.records.filter(isByHand).length),
  ];
  return { rows, notes, cutAt };
}

/** Equal to the id of no workflow, and not to what is told of a run that is gone. */
const NO_WORKFLOW = '(not saved)';

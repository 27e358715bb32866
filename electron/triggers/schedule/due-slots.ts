import type { ParsedCron } from '../../../shared/triggers/cron.ts';
import type { ScheduleConfig } from '../../../shared/triggers/schedule.ts';
import { lastSlots, nextSlot, slotsBetween } from './slots.ts';
import type { Zone } from './zone.ts';

/** At most this many runs make up for lost time with `catchUp: all`. */
export const CATCH_UP_LIMIT = 24;
/** Missed slots are counted up to here. */
export const COUNT_LIMIT = 1000;
/** With `catchUp: skip` a slot still counts as on time when it is noticed this late; the ticker looks at least as often. */
const GRACE_MS = 60_000;

export interface Schedule {
  /** Seeds the jitter, so that triggers spread and one trigger does not wander. */
  readonly key: string;
  readonly crons: readonly ParsedCron[];
  readonly zone: Zone;
  readonly catchUp: ScheduleConfig['catchUp'];
  readonly windowMs: number;
  readonly jitterMs: number;
}

export interface DueSlots {
  /** Ascending. */
  readonly firings: readonly { readonly slot: number; readonly missedCount: number }[];
  /** Slots before the first firing that get no run of their own. `count` stops at COUNT_LIMIT. */
  readonly missed?: { readonly first: number; readonly last: number; readonly count: number };
  /** The last slot considered. */
  readonly cursor: number;
}

/** What is to be done at `now` about the slots after `cursor`. A clock that went back gives nothing. */
export function dueSlots(schedule: Schedule, cursor: number, now: number): DueSlots {
  const until = lastDueInstant(schedule, cursor, now);
  const start = Math.max(cursor, now - schedule.windowMs - schedule.jitterMs);
  const wanted = schedule.catchUp === 'all' ? CATCH_UP_LIMIT : 1;
  const recent = lastOf(schedule, start, until, wanted);
  const chosen = schedule.catchUp === 'skip' ? recent.filter((slot) => now - slot <= GRACE_MS + jitterOf(schedule, slot)) : recent;
  const before = (chosen[0] ?? until + 1) - 1;
  const missed = missedBetween(schedule, cursor, before);
  const firings = chosen.map((slot, index) => ({ slot, missedCount: index === 0 ? (missed?.count ?? 0) : 0 }));
  return { firings, ...(missed === undefined ? {} : { missed }), cursor: firings.at(-1)?.slot ?? missed?.last ?? cursor };
}

/** A step of the clock that is shorter is not worth a word. */
const SET_BACK_MS = 60_000;

/**
 * Whether the clock was set back so far behind `cursor` that the schedule would be silent for more than one of its times. Then it fires
 * on. Fixed times are not repeated, as with Debian's cron.
 */
export function isSetBack(schedule: Schedule, cursor: number, now: number): boolean {
  if (cursor - now < SET_BACK_MS || !schedule.crons.every((cron) => cron.wildcard)) return false;
  return firstOf(schedule, now, cursor, 2).length > 1;
}

/** When the first slot after `cursor` is due, its jitter included; undefined when there is none. */
export function nextDueAt(schedule: Schedule, cursor: number): number | undefined {
  const slot = firstSlotAfter(schedule, cursor);
  return slot === undefined ? undefined : slot + jitterOf(schedule, slot);
}

/** When the first `count` slots after `cursor` are due, ascending. */
export function nextDueTimes(schedule: Schedule, cursor: number, count: number): number[] {
  const slots: number[] = [];
  for (let at: number | undefined = cursor; slots.length < count; ) {
    at = firstSlotAfter(schedule, at);
    if (at === undefined) break;
    slots.push(at);
  }
  return slots.map((slot) => slot + jitterOf(schedule, slot)).sort((a, b) => a - b);
}

function firstSlotAfter(schedule: Schedule, after: number): number | undefined {
  const next = schedule.crons.flatMap((cron) => nextSlot(cron, schedule.zone, after) ?? []);
  return next.length === 0 ? undefined : Math.min(...next);
}

/** Slots wait for their jitter one behind the other, so that none overtakes and is lost. */
function lastDueInstant(schedule: Schedule, cursor: number, now: number): number {
  if (schedule.jitterMs === 0) return now;
  const waiting = firstOf(schedule, Math.max(cursor, now - schedule.jitterMs - 1), now, Number.POSITIVE_INFINITY).find(
    (slot) => slot + jitterOf(schedule, slot) > now,
  );
  return waiting === undefined ? now : waiting - 1;
}

function missedBetween(schedule: Schedule, after: number, until: number): DueSlots['missed'] {
  const slots = firstOf(schedule, after, until, COUNT_LIMIT);
  const [first] = slots;
  const last = lastOf(schedule, after, until, 1)[0];
  return first === undefined || last === undefined ? undefined : { first, last, count: slots.length };
}

function firstOf(schedule: Schedule, after: number, until: number, limit: number): number[] {
  return union(schedule.crons.map((cron) => slotsBetween(cron, schedule.zone, after, until, limit))).slice(0, limit);
}

function lastOf(schedule: Schedule, after: number, until: number, count: number): number[] {
  if (until <= after) return [];
  return union(schedule.crons.map((cron) => lastSlots(cron, schedule.zone, after, until, count))).slice(-count);
}

function union(lists: readonly number[][]): number[] {
  const [only = []] = lists;
  return lists.length === 1 ? only : [...new Set(lists.flat())].sort((a, b) => a - b);
}

/** FNV-1a of the slot, spread over the jitter: the same slot always waits the same. */
function jitterOf(schedule: Schedule, slot: number): number {
  if (schedule.jitterMs === 0) return 0;
  let hash = 0x811c9dc5;
  for (const char of `${schedule.key}@${slot}`) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash % (schedule.jitterMs + 1);
}

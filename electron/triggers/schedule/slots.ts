import type { ParsedCron } from '../../../shared/triggers/cron.ts';
import { nextWallMatch } from './wall-match.ts';
import type { Zone, ZoneSegment } from './zone.ts';

/** Beyond this a change of the offset is a correction of the calendar (a skipped date), not summer time: nothing is made up for (Debian cron). */
const SHIFT_LIMIT_MS = 3 * 3_600_000;

/**
 * The nominal times of a cron in UTC milliseconds, ascending: after `after`, up to and including `until`, at most `limit`.
 * When the clocks change, Debian cron's rules hold: a job at a fixed time runs once a day, in the gap right after it, in the overlap the
 * first time; a job with `*` in minute or hour follows elapsed time.
 */
export function slotsBetween(cron: ParsedCron, zone: Zone, after: number, until: number, limit: number): number[] {
  const slots: number[] = [];
  let from = after + 1;
  while (from <= until && slots.length < limit) {
    const segment = zone.segmentAt(from);
    collectFromSegment(cron, segment, from, Math.min(segment.to - 1, until), limit, slots);
    from = segment.to;
  }
  return slots;
}

/** 29 February can be eight years away (2096 to 2104), on a given weekday forty. */
const HORIZON_MS = 41 * 366 * 86_400_000;

/** The first nominal time after `after`, or undefined when none comes within 41 years. */
export function nextSlot(cron: ParsedCron, zone: Zone, after: number): number | undefined {
  return slotsBetween(cron, zone, after, after + HORIZON_MS, 1)[0];
}

/** The last `count` nominal times in `(after, until]`. Looks at ever longer stretches back from `until`, so that a dense cron stays cheap. */
export function lastSlots(cron: ParsedCron, zone: Zone, after: number, until: number, count: number): number[] {
  for (let stretchMs = 60_000; ; stretchMs *= 30) {
    const start = Math.max(after, until - stretchMs);
    const slots = slotsBetween(cron, zone, start, until, Number.POSITIVE_INFINITY);
    if (slots.length >= count || start === after) return slots.slice(-count);
  }
}

function collectFromSegment(cron: ParsedCron, segment: ZoneSegment, from: number, to: number, limit: number, slots: number[]): void {
  const { offsetMs, offsetBeforeMs } = segment;
  const shiftMs = offsetMs - offsetBeforeMs;
  const fixed = !cron.wildcard && Math.abs(shiftMs) < SHIFT_LIMIT_MS;
  const wallStart = segment.from + offsetMs;
  let wall = from + offsetMs;
  if (fixed && shiftMs > 0 && from <= segment.from && segment.from <= to) {
    const inGap = nextWallMatch(cron, segment.from + offsetBeforeMs, wallStart - 1);
    if (inGap !== undefined) slots.push(segment.from);
    if (inGap !== undefined) wall = wallStart + 1;
  }
  // The repeated hour has had its run: skip to where the wall clock is new again.
  if (fixed && shiftMs < 0) wall = Math.max(wall, segment.from + offsetBeforeMs);
  const wallEnd = to + offsetMs;
  while (slots.length < limit) {
    const match = nextWallMatch(cron, wall, wallEnd);
    if (match === undefined) return;
    slots.push(match - offsetMs);
    wall = match + 1;
  }
}

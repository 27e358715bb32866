import type { SleepWindow } from './simulate-schedule.ts';
import type { Zone } from './zone.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** A day of a zone's calendar: `2026-11-20`, from its midnight to the next, in UTC milliseconds. */
export interface ZoneDay {
  readonly date: string;
  readonly from: number;
  readonly to: number;
}

/** The clocks go forward (`minutes` above 0) or back. */
export interface ClockChange {
  readonly at: number;
  readonly minutes: number;
}

/** The days that `[from, until)` touches. */
export function daysBetween(zone: Zone, from: number, until: number): ZoneDay[] {
  const days: ZoneDay[] = [];
  for (let wall = startOfDay(zone, from); ; wall += DAY_MS) {
    const start = instantOf(zone, wall);
    if (start >= until) return days;
    days.push({ date: new Date(wall).toISOString().slice(0, 10), from: start, to: instantOf(zone, wall + DAY_MS) });
  }
}

/** Midnight of a date such as `2026-11-20`. */
export function midnightOf(zone: Zone, date: string): number {
  return instantOf(zone, Date.parse(date));
}

/**
 * The nights around `[from, until)`, in minutes after midnight; one that ends before it begins goes on into the next day. As long as the clocks
 * make them.
 */
export function nightsBetween(
  zone: Zone,
  from: number,
  until: number,
  night: { readonly from: number; readonly to: number },
): SleepWindow[] {
  if (night.from === night.to) return [];
  const ends = night.to > night.from ? night.to : night.to + DAY_MS / MINUTE_MS;
  const nights: SleepWindow[] = [];
  for (let wall = startOfDay(zone, from) - DAY_MS; ; wall += DAY_MS) {
    const begin = instantOf(zone, wall + night.from * MINUTE_MS);
    if (begin >= until) return nights;
    nights.push({ from: begin, to: instantOf(zone, wall + ends * MINUTE_MS) });
  }
}

export function clockChangesBetween(zone: Zone, from: number, until: number): ClockChange[] {
  const changes: ClockChange[] = [];
  for (let segment = zone.segmentAt(from); segment.to < until; segment = zone.segmentAt(segment.to)) {
    const minutes = (zone.segmentAt(segment.to).offsetMs - segment.offsetMs) / MINUTE_MS;
    if (minutes !== 0) changes.push({ at: segment.to, minutes });
  }
  return changes;
}

/** Wall time is written as if it were UTC milliseconds. */
function startOfDay(zone: Zone, utc: number): number {
  return Math.floor((utc + zone.segmentAt(utc).offsetMs) / DAY_MS) * DAY_MS;
}

/** The first instant at which the clock shows this; where it never does, because the clocks go forward, the instant at which they do. */
function instantOf(zone: Zone, wall: number): number {
  const early = zone.segmentAt(wall - DAY_MS);
  if (wall - early.offsetMs < early.to) return wall - early.offsetMs;
  const late = zone.segmentAt(early.to);
  return Math.max(wall - late.offsetMs, early.to);
}

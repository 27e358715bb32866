/** A stretch of a run's time that is looked at, in milliseconds since the epoch. */
export interface TimeWindow {
  readonly from: number;
  readonly to: number;
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const steps = [
  1,
  2,
  5,
  10,
  20,
  50,
  100,
  200,
  500,
  second,
  2 * second,
  5 * second,
  10 * second,
  15 * second,
  30 * second,
  minute,
  2 * minute,
  5 * minute,
  10 * minute,
  15 * minute,
  30 * minute,
  hour,
  2 * hour,
  3 * hour,
  6 * hour,
  12 * hour,
  day,
  2 * day,
  7 * day,
];

/**
 * The window that shows a whole run. While it goes on, the end lies ahead and moves in steps, so that the bars stand still between them.
 */
export function wholeWindow(from: number, end: number, isLive: boolean): TimeWindow {
  const length = Math.max(1, end - from);
  if (!isLive) return { from, to: from + length * 1.03 };
  let ahead = 2 * second;
  while (ahead < length * 1.02) ahead *= 1.5;
  return { from, to: from + ahead };
}

/** Where a time lies, in percent of the window. */
export function place(window: TimeWindow, at: number): number {
  return ((at - window.from) / (window.to - window.from)) * 100;
}

export interface Tick {
  readonly at: number;
  readonly label: string;
}

/** At most `most` lines at round times after `origin`. */
export function ticksOf(window: TimeWindow, origin: number, most: number): Tick[] {
  const length = window.to - window.from;
  const step = steps.find((one) => length / one <= most) ?? Math.ceil(length / most / day) * day;
  const ticks: Tick[] = [];
  for (let at = Math.ceil((window.from - origin) / step) * step; origin + at <= window.to; at += step) {
    if (at >= 0) ticks.push({ at: origin + at, label: tickText(at, step) });
  }
  return ticks;
}

function tickText(ms: number, step: number): string {
  if (ms === 0) return '0';
  if (step < second && ms < second) return `${ms} ms`;
  if (ms < minute) return `${trim(ms / second, step < second ? (step < 10 ? 3 : step < 100 ? 2 : 1) : 0)} s`;
  const text =
    ms < hour ? `${Math.floor(ms / minute)}:${two((ms % minute) / second)}` : `${Math.floor(ms / hour)}:${two((ms % hour) / minute)} h`;
  return step < second ? `${text}${((ms % second) / second).toFixed(step < 100 ? 2 : 1).slice(1)}` : text;
}

const trim = (value: number, digits: number): string => value.toFixed(digits);
const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');

const shortestMs = 1;

/** Nearer (`factor` < 1) or farther, with the time `around` staying where it is; never beyond `limits`. */
export function zoom(window: TimeWindow, limits: TimeWindow, factor: number, around: number): TimeWindow | undefined {
  const length = Math.max(shortestMs, (window.to - window.from) * factor);
  if (length >= limits.to - limits.from) return undefined;
  const share = (around - window.from) / (window.to - window.from);
  return within({ from: around - share * length, to: around + (1 - share) * length }, limits);
}

export function pan(window: TimeWindow, limits: TimeWindow, byMs: number): TimeWindow {
  return within({ from: window.from + byMs, to: window.to + byMs }, limits);
}

function within({ from, to }: TimeWindow, limits: TimeWindow): TimeWindow {
  const length = to - from;
  const start = Math.min(Math.max(from, limits.from), limits.to - length);
  return { from: start, to: start + length };
}

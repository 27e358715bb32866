import { parseDuration } from '../../lib/duration.ts';

const UNITS = [
  [86_400, 'd'],
  [3600, 'h'],
  [60, 'm'],
] as const;

/** Seconds as a duration of the document: 1800 is `30m`. */
export function secondsText(seconds: number): string {
  const unit = seconds > 0 ? UNITS.find(([size]) => Number.isInteger(seconds / size)) : undefined;
  return unit === undefined ? `${seconds}s` : `${seconds / unit[0]}${unit[1]}`;
}

/** A duration of the document as a script says it: seconds where that says it exactly. */
export function writeTime(duration: string | number): string {
  if (typeof duration === 'number') return `${duration} MS`;
  const seconds = (parseDuration(duration) ?? Number.NaN) / 1000;
  if (secondsText(seconds) === duration) return String(seconds);
  return /^(?:\d+(?:\.\d+)?(?:ms|[smhdw]))+$/.test(duration) ? duration : JSON.stringify(duration);
}

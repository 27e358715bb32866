import { useEffect, useState } from 'react';

const units = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const;
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' });
const exact = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'medium' });

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 });

/** How long ago, kept true; the exact time on hover. */
export function Ago({ at }: { readonly at: string }) {
  const now = useNow(15_000);
  const time = Date.parse(at);
  return (
    <time dateTime={at} title={exact.format(time)}>
      {agoText((now - time) / 1000)}
    </time>
  );
}

function agoText(seconds: number): string {
  for (const [unit, length] of units) if (seconds >= length) return relative.format(-Math.floor(seconds / length), unit);
  return 'just now';
}

/** A length of time; one that has begun and not ended grows. */
export function Elapsed({ ms, since }: { readonly ms: number | null; readonly since?: string | null | undefined }) {
  const isRunning = ms === null && since !== null && since !== undefined;
  const now = useNow(isRunning ? 500 : undefined);
  if (ms !== null) return durationText(ms);
  return isRunning ? durationText(Math.max(0, now - Date.parse(since))) : '–';
}

/** A time of day to the millisecond. */
export function clockText(at: number): string {
  return clock.format(at);
}

export function durationText(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}

/** The time, told anew every so often; of the moment it was first asked for when it is not. */
export function useNow(everyMs: number | undefined): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (everyMs === undefined) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}

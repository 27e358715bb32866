import { useRef, useSyncExternalStore } from 'react';

const units = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const;
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' });
const exact = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 });

/** How long ago, kept true; the exact time on hover. */
export function Ago({ at }: { readonly at: string }) {
  const now = useNow(15_000);
  const time = Date.parse(at);
  return (
    <time dateTime={at} title={exact.format(time)}>
      {agoText(at, now)}
    </time>
  );
}

/** `just now`, `5 min. ago`, `yesterday`. */
export function agoText(at: string, now = Date.now()): string {
  const seconds = (now - Date.parse(at)) / 1000;
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

/** The time, told anew every so often; when it is not, the last that was told, or that of the first asking. */
export function useNow(everyMs: number | undefined): number {
  const last = useRef<number>(undefined);
  const clock = everyMs === undefined ? undefined : clockOf(everyMs);
  const now = useSyncExternalStore(clock?.subscribe ?? noClock, clock?.now ?? (() => (last.current ??= Date.now())));
  last.current = now;
  return now;
}

interface Clock {
  now(): number;
  subscribe(listener: () => void): () => void;
}

/** One for each pace, whoever asks: a list of many times has one timer, and all of them change together. */
const clocks = new Map<number, Clock>();

function clockOf(everyMs: number): Clock {
  const known = clocks.get(everyMs);
  if (known !== undefined) return known;
  const made = createClock(everyMs);
  clocks.set(everyMs, made);
  return made;
}

function createClock(everyMs: number): Clock {
  const listeners = new Set<() => void>();
  let now = Date.now();
  let timer: number | undefined;
  return {
    now() {
      // While nobody listens it stands still.
      if (timer === undefined && Date.now() - now >= everyMs) now = Date.now();
      return now;
    },
    subscribe(listener) {
      listeners.add(listener);
      timer ??= window.setInterval(() => {
        now = Date.now();
        for (const each of [...listeners]) each();
      }, everyMs);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        window.clearInterval(timer);
        timer = undefined;
      };
    },
  };
}

const noClock = (): (() => void) => () => undefined;

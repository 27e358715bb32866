import { useNow } from './time.tsx';

const exact = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'short' });
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short' });
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** When something will happen, kept true: how soon, or at which hour of which day. */
export function Until({ at }: { readonly at: string }) {
  const now = useNow(15_000);
  const time = Date.parse(at);
  return (
    <time dateTime={at} title={exact.format(time)}>
      {untilText(time, now)}
    </time>
  );
}

export function untilText(time: number, now: number): string {
  const left = time - now;
  if (left < minuteMs) return left < -minuteMs ? 'due' : 'now';
  if (left < hourMs) return `in ${Math.round(left / minuteMs)} min`;
  const midnight = new Date(now);
  midnight.setHours(24, 0, 0, 0);
  if (time < midnight.getTime()) return clock.format(time);
  if (time < midnight.getTime() + 24 * hourMs) return `tomorrow ${clock.format(time)}`;
  return `${day.format(time)} ${clock.format(time)}`;
}

import type { TrendDay } from '../../shared/contract/stats.ts';
import { DayBars } from '../ui/day-bars.tsx';
import spoken from '../ui/spoken.module.css';
import { durationText } from '../ui/time.tsx';
import classes from './trend-chart.module.css';

const weekday = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric' });
const date = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });

const series = [
  { name: 'well', label: 'Went well', color: 'var(--pawl-well)' },
  { name: 'other', label: 'Cancelled', color: 'var(--pawl-other)' },
  { name: 'failed', label: 'Failed', color: 'var(--pawl-bad)' },
];

/** A bar for each day, of how its runs ended; the same as a table, for who cannot see it. */
export function TrendChart({ days }: { readonly days: readonly TrendDay[] }) {
  const format = days.length > 14 ? date : weekday;
  const data = days.map((day) => ({
    day: format.format(new Date(`${day.day}T12:00:00`)),
    well: (day.outcomes.completed ?? 0) + (day.outcomes.completed_with_errors ?? 0),
    failed: day.failures,
    other: day.outcomes.cancelled ?? 0,
  }));
  return (
    <>
      <div className={classes.chart}>
        <DayBars data={data} series={series} axisWidth={34} areWhole />
      </div>
      <table className={spoken.spoken}>
        <caption>How the runs of each day ended</caption>
        <thead>
          <tr>
            <th>Day</th>
            <th>Went well</th>
            <th>Failed</th>
            <th>Half took at most</th>
          </tr>
        </thead>
        <tbody>
          {days.map((day, index) => (
            <tr key={day.day}>
              <th>{day.day}</th>
              <td>{data[index]?.well}</td>
              <td>{day.failures}</td>
              <td>{day.duration === null ? 'no run went well' : durationText(day.duration.p50Ms)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

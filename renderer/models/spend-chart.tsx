import { toDollars } from '../../shared/ai/model-reason.ts';
import type { ModelSpend } from '../../shared/contract/models.ts';
import { DayBars } from '../ui/day-bars.tsx';
import spoken from '../ui/spoken.module.css';
import classes from './spend-tab.module.css';

export type Unit = 'cost' | 'tokens';

const date = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const colours = ['var(--pawl-1)', 'var(--pawl-2)', 'var(--pawl-3)', 'var(--pawl-4)', 'var(--pawl-5)'];
const OTHERS = 'Others';

/** A bar for each day, by the models that took most; the same as a table, for who cannot see it. */
export function SpendChart({ spend, unit }: { readonly spend: ModelSpend; readonly unit: Unit }) {
  const amount = (spent: { readonly cost: number; readonly inputTokens: number; readonly outputTokens: number }): number =>
    unit === 'cost' ? spent.cost : spent.inputTokens + spent.outputTokens;
  const text = unit === 'cost' ? toDollars : (tokens: number) => tokens.toLocaleString('en');
  const names = spend.models
    .toSorted((a, b) => amount(b) - amount(a))
    .slice(0, colours.length)
    .map(({ model }) => model);
  const hasOthers = spend.models.length > names.length;
  // A dot in a name would be taken for a path into the data.
  const keyOf = (index: number): string => `m${index}`;
  const data = spend.days.map((day) => {
    const others = day.models.filter(({ model }) => !names.includes(model)).reduce((sum, each) => sum + amount(each), 0);
    const bars = names.map((name, index) => [keyOf(index), amount(day.models.find(({ model }) => model === name) ?? nothing)]);
    return { day: date.format(new Date(`${day.day}T12:00:00`)), ...Object.fromEntries(bars), ...(hasOthers ? { others } : {}) };
  });
  return (
    <>
      <div className={classes.chart}>
        <DayBars
          data={data}
          series={[
            ...names.map((name, index) => ({ name: keyOf(index), label: name, color: colours[index] ?? '' })),
            ...(hasOthers ? [{ name: 'others', label: OTHERS, color: 'var(--pawl-other)' }] : []),
          ]}
          valueText={text}
          axisWidth={62}
        />
      </div>
      <table className={spoken.spoken}>
        <caption>What models took on each day</caption>
        <tbody>
          {spend.days.map((day) => (
            <tr key={day.day}>
              <th>{day.day}</th>
              <td>{text(amount(day))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

const nothing = { cost: 0, inputTokens: 0, outputTokens: 0 };

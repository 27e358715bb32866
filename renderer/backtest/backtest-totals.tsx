import type { Backtest } from '../../shared/contract/backtest.ts';
import { verdicts } from '../../shared/triggers/journal.ts';
import { verdictTexts } from '../../shared/triggers/verdict-texts.ts';
import classes from './backtest-dialog.module.css';

/** How often each verdict was given then, and would be now. */
export function BacktestTotals({ told: { was, would } }: { readonly told: Backtest }) {
  const given = verdicts.filter((verdict) => (was.verdicts[verdict] ?? 0) + (would.verdicts[verdict] ?? 0) > 0);
  if (given.length === 0) return null;
  return (
    <table className={classes.totals} aria-label="Verdicts">
      <thead>
        <tr>
          <td />
          {given.map((verdict) => (
            <th key={verdict} scope="col" title={verdictTexts[verdict].meaning}>
              {verdictTexts[verdict].word}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {(
          [
            ['Then', was],
            ['Now', would],
          ] as const
        ).map(([when, counts]) => (
          <tr key={when}>
            <th scope="row">{when}</th>
            {given.map((verdict) => (
              <td key={verdict} data-differs={was.verdicts[verdict] !== would.verdicts[verdict]}>
                {counts.verdicts[verdict] ?? 0}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

import type { RunStatus } from '../../shared/run/status.ts';
import classes from './outcome-line.module.css';
import { hrefTo } from './route.ts';

interface OutcomeLineProps {
  /** Newest first. */
  readonly runs: readonly { readonly runId: string; readonly state: RunStatus }[];
  readonly label: string;
}

const places = 10;

/** The last ten runs as bars, the newest at the right; failures stand out by height and colour. */
export function OutcomeLine({ runs, label }: OutcomeLineProps) {
  const shown = runs.slice(0, places).reverse();
  return (
    <ul className={classes.line} aria-label={label}>
      {Array.from({ length: places - shown.length }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: empty places are all alike.
        <li key={index} className={classes.none} aria-hidden />
      ))}
      {shown.map(({ runId, state }) => {
        const word = state.replaceAll('_', ' ');
        return (
          <li key={runId}>
            <a href={hrefTo('runs', runId)} className={classes.bar} data-state={state} title={word} tabIndex={-1}>
              <span className={classes.word}>{word}</span>
            </a>
          </li>
        );
      })}
    </ul>
  );
}

import type { Capability } from '../../../shared/workflow/capabilities.ts';
import { powerNames } from './new-powers.ts';
import classes from './power-list.module.css';

/** The sheet of what a workflow can touch, a line for each thing, with the steps that do it. */
export function PowerList({ powers, label }: { readonly powers: readonly Capability[]; readonly label: string }) {
  return (
    <ul className={classes.list} aria-label={label}>
      {powers.map(({ kind, what, by }) => (
        <li key={`${kind} ${what}`} className={classes.line}>
          <span className={classes.kind}>{powerNames[kind]}</span>
          <code className={classes.what}>{what}</code>
          {by.length > 0 && <span className={classes.by}>{by.join(', ')}</span>}
        </li>
      ))}
    </ul>
  );
}

import { Tooltip } from '@mantine/core';
import type { Problem } from '../../shared/workflow/problem.ts';
import classes from './badges.module.css';
import type { StepSign } from './canvas-graph.ts';
import type { Pin } from './canvas-stores.ts';

/** What is set on the step beside what it does, in words on the upper edge of its card. */
export function Signs({ signs, pin }: { readonly signs: readonly StepSign[]; readonly pin: Pin | undefined }) {
  if (signs.length === 0 && pin === undefined) return null;
  // More would lie over the arrow that comes in at the middle.
  const shown = signs.slice(0, pin === undefined ? 1 : 0);
  return (
    <span className={classes.signs}>
      {pin !== undefined && (
        <span
          className={classes.sign}
          data-pin={pin}
          title={pin === 'stale' ? 'Pinned before the step was changed' : 'Its output is pinned'}
        >
          {pin === 'stale' ? 'pinned, stale' : 'pinned'}
        </span>
      )}
      {shown.map((sign) => (
        <span key={sign} className={classes.sign}>
          {sign}
        </span>
      ))}
      {signs.length > shown.length && (
        <span className={classes.sign} title={signs.slice(shown.length).join(', ')}>
          +{signs.length - shown.length}
        </span>
      )}
    </span>
  );
}

/** How many problems the step has, and what they are. */
export function ProblemBadge({ problems }: { readonly problems: readonly Problem[] }) {
  const hasError = problems.some(({ severity }) => severity === 'error');
  return (
    <Tooltip multiline maw={340} openDelay={150} position="top" label={<ProblemLines problems={problems} />}>
      <span className={classes.problems} data-severity={hasError ? 'error' : 'warning'}>
        {hasError ? '✕' : '!'}
        {problems.length > 1 && <span>{problems.length}</span>}
      </span>
    </Tooltip>
  );
}

function ProblemLines({ problems }: { readonly problems: readonly Problem[] }) {
  const shown = problems.slice(0, 5);
  return (
    <>
      {shown.map(({ code, message, path }) => (
        <div key={`${code} ${path} ${message}`}>{message}</div>
      ))}
      {problems.length > shown.length && <div>and {problems.length - shown.length} more</div>}
    </>
  );
}

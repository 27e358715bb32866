import { memo, type ReactNode } from 'react';
import type { RunSummary } from '../../shared/contract/run-view.ts';
import { isTerminalRun, type RunStatus } from '../../shared/run/status.ts';
import { runReasonText } from '../ui/reason-text.ts';
import { hrefTo } from '../ui/route.ts';
import { RowAction } from '../ui/row-action.tsx';
import { RowCheckbox } from '../ui/row-checkbox.tsx';
import { RetryIcon, StopIcon } from '../ui/run-icons.tsx';
import { startedByText } from '../ui/started-by.ts';
import { StateBadge } from '../ui/state-badge.tsx';
import { Ago, Elapsed } from '../ui/time.tsx';
import classes from './runs-page.module.css';

export const runRowHeight = 46;

interface RunRowProps {
  readonly id: string;
  readonly index: number;
  readonly top: number;
  readonly run: RunSummary | undefined;
  /** Of the first run of a day. */
  readonly day: string | undefined;
  readonly isActive: boolean;
  readonly isChosen: boolean;
  onActive(index: number): void;
  onChoose(run: RunSummary): void;
  onOpen(run: RunSummary): void;
  onAct(run: RunSummary, action: 'cancel' | 'retry'): void;
}

export const retryable: ReadonlySet<RunStatus> = new Set(['failed', 'timed_out', 'cancelled', 'completed_with_errors']);

/** One run of the list. One that is not held now is drawn as a place. */
export const RunRow = memo(function RunRow({ id, index, top, run, day, isActive, isChosen, ...on }: RunRowProps) {
  const style = { transform: `translateY(${top}px)` };
  if (run === undefined) return <div className={classes.row} style={style} aria-hidden data-empty />;
  const note = run.error?.message ?? (run.reason === null ? null : runReasonText(run.reason));
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid around it takes the keys.
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus, and names the row that is active.
    // biome-ignore lint/a11y/useSemanticElements: a row of a table cannot be placed by itself.
    <div
      id={id}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isChosen}
      className={classes.row}
      data-active={isActive || undefined}
      data-day={day !== undefined || undefined}
      style={style}
      onClick={(event) => {
        on.onActive(index);
        if (event.target instanceof Element && event.target.closest('a, button, input, label') === null) on.onOpen(run);
      }}
    >
      <Cell className={classes.choose}>
        <RowCheckbox
          label={`Choose ${run.workflow}, ${run.runId}, to compare`}
          isChecked={isChosen}
          isFocusable={false}
          onChange={() => on.onChoose(run)}
        />
      </Cell>
      <Cell className={classes.state}>
        <StateBadge state={run.state} />
      </Cell>
      <Cell className={classes.what}>
        <span className={classes.first}>
          <a href={hrefTo('runs', run.runId)} className={classes.link} tabIndex={-1}>
            {run.workflow}
          </a>
          {day !== undefined && <span className={classes.dayMark}>{day}</span>}
        </span>
        {note !== null && (
          <span className={classes.note} title={note}>
            {note}
          </span>
        )}
      </Cell>
      <Cell className={classes.by}>{startedByText(run.triggeredBy)}</Cell>
      <Cell className={classes.when}>
        <Ago at={run.createdAt} />
      </Cell>
      <Cell className={classes.took}>
        <Elapsed ms={run.durationMs} since={run.startedAt} />
      </Cell>
      <Cell className={classes.actions}>
        {!isTerminalRun(run.state) && (
          <RowAction label={`Cancel ${run.workflow}`} tip="Cancel" onClick={() => on.onAct(run, 'cancel')}>
            <StopIcon />
          </RowAction>
        )}
        {retryable.has(run.state) && (
          <RowAction label={`Retry ${run.workflow}`} tip="Run again what did not succeed" onClick={() => on.onAct(run, 'retry')}>
            <RetryIcon />
          </RowAction>
        )}
      </Cell>
    </div>
  );
});

function Cell({ className, children }: { readonly className: string | undefined; readonly children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the grid around it has the focus.
    // biome-ignore lint/a11y/useSemanticElements: a cell of a table belongs into a row of one.
    <span role="gridcell" className={className}>
      {children}
    </span>
  );
}

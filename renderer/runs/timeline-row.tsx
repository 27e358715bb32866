import { memo } from 'react';
import type { Span } from '../../shared/run/run-picture.ts';
import { ChevronIcon } from '../ui/run-icons.tsx';
import { StateMark } from '../ui/state-badge.tsx';
import { durationText } from '../ui/time.tsx';
import type { RowPicture, StepRow } from './step-rows.ts';
import { place, type TimeWindow } from './time-scale.ts';
import classes from './timeline.module.css';

export const rowHeight = 28;

interface TimelineRowProps {
  readonly id: string;
  readonly row: StepRow;
  readonly top: number;
  readonly position: number;
  readonly step: RowPicture | undefined;
  readonly window: TimeWindow;
  /** When it could have begun: what comes before its start is waiting. */
  readonly readyAt: number | undefined;
  /** Given while something of the row goes on, so that only such rows are drawn again as time goes by. */
  readonly now: number | undefined;
  readonly isSelected: boolean;
  readonly isCritical: boolean;
  /** The run is over: what has not begun will not. */
  readonly isOver: boolean;
  onSelect(path: string): void;
  onToggle(path: string, open: boolean): void;
}

/** One step with its stretches of time. Drawn again only when something of it changes. */
export const TimelineRow = memo(function TimelineRow(props: TimelineRowProps) {
  const { id, row, top, position, step, now, isSelected, isOver, onSelect, onToggle } = props;
  const state = step?.state ?? 'pending';
  const took = tookMs(step, now);
  const word = state === 'pending' && isOver ? 'not reached' : state.replaceAll('_', ' ');
  const inner = innerText(step);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree around it takes the keys.
    // biome-ignore lint/a11y/useFocusableInteractive: the tree has the focus, and names the row that is active.
    <div
      id={id}
      role="treeitem"
      aria-level={row.depth + 1}
      aria-posinset={position + 1}
      aria-selected={isSelected}
      aria-expanded={row.open}
      aria-label={`${row.name}, ${word}${inner === undefined ? '' : `, ${inner}`}${took === undefined ? '' : `, ${durationText(took)}`}`}
      className={classes.row}
      style={{ transform: `translateY(${top}px)` }}
      data-path={row.path}
      onClick={() => onSelect(row.path)}
    >
      <div className={classes.name} style={{ paddingLeft: 8 + Math.min(row.depth, 8) * 14 }}>
        {row.open === undefined ? (
          <span className={classes.chevron} aria-hidden />
        ) : (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the arrow keys of the tree open and close.
          // biome-ignore lint/a11y/noStaticElementInteractions: for the mouse alone.
          <span
            className={classes.chevron}
            data-open={row.open || undefined}
            onClick={(event) => {
              event.stopPropagation();
              onToggle(row.path, row.open !== true);
            }}
          >
            <ChevronIcon />
          </span>
        )}
        <StateMark state={state} />
        <span className={classes.text} data-quiet={step === undefined || undefined} title={row.name}>
          {row.name}
        </span>
        {inner !== undefined && <span className={`${classes.note} ${step?.inner?.failed ? classes.noteBad : ''}`}>{inner}</span>}
        {step !== undefined && step.attempts > 1 && <span className={classes.note}>×{step.attempts}</span>}
        {took !== undefined && <span className={classes.note}>{durationText(took)}</span>}
      </div>
      <Lane {...props} />
    </div>
  );
});

function Lane({ row, step, window, now, readyAt, isCritical }: TimelineRowProps) {
  if (step === undefined) return <div className={classes.lane} />;
  if (row.kind !== 'step' || step.spans.length === 0) {
    if (step.startedAt === undefined) return <div className={classes.lane} />;
    return (
      <div className={classes.lane}>
        {readyAt !== undefined && <Bar window={window} from={readyAt} to={step.startedAt} kind="queue" outcome={undefined} index={-1} />}
        <Bar window={window} from={step.startedAt} to={step.endedAt ?? now ?? step.startedAt} kind="group" outcome={undefined} index={-1} />
      </div>
    );
  }
  const [first] = step.spans;
  const waited = first !== undefined && readyAt !== undefined && first.from - readyAt > leastQueueMs ? readyAt : undefined;
  return (
    <div className={classes.lane}>
      {waited !== undefined && first !== undefined && (
        <Bar window={window} from={waited} to={first.from} kind="queue" outcome={undefined} index={-1} />
      )}
      {step.spans.map((span, index) => (
        <Bar
          key={`${span.kind}${span.from}`}
          window={window}
          from={span.from}
          to={span.to ?? now ?? span.from}
          kind={span.kind}
          outcome={outcomeOf(span)}
          index={index}
          number={step.attempts > 1 && span.kind === 'attempt' ? span.attempt : undefined}
          isCritical={isCritical}
        />
      ))}
    </div>
  );
}

/** Less than this is what the engine needs to begin. */
const leastQueueMs = 15;

interface BarProps {
  readonly window: TimeWindow;
  readonly from: number;
  readonly to: number;
  readonly kind: Span['kind'] | 'queue' | 'group';
  readonly outcome: string | undefined;
  /** Of the span in its step; -1 for what is none. */
  readonly index: number;
  readonly number?: number | undefined;
  readonly isCritical?: boolean;
}

function Bar({ window, from, to, kind, outcome, index, number, isCritical = false }: BarProps) {
  const left = place(window, from);
  const right = place(window, Math.max(from, to));
  if (right < -1 || left > 101) return null;
  const start = Math.max(-1, left);
  return (
    <div
      className={classes.bar}
      data-kind={kind}
      data-outcome={kind === 'attempt' ? outcome : undefined}
      data-critical={(isCritical && kind !== 'queue') || undefined}
      data-span={index}
      style={{ left: `${start}%`, width: `${Math.min(101, right) - start}%` }}
    >
      {number !== undefined && right - left > 1.5 && <span className={classes.number}>{number}</span>}
    </div>
  );
}

export function outcomeOf(span: Span): string {
  return span.outcome ?? (span.to === undefined ? 'running' : 'succeeded');
}

function tookMs(step: RowPicture | undefined, now: number | undefined): number | undefined {
  if (step?.startedAt === undefined || step.state === 'skipped') return undefined;
  const end = step.endedAt ?? now;
  return end === undefined ? undefined : Math.max(0, end - step.startedAt);
}

function innerText(step: RowPicture | undefined): string | undefined {
  const { inner } = step ?? {};
  if (inner?.rounds !== undefined) return `${inner.rounds.length} ${inner.rounds.length === 1 ? 'round' : 'rounds'}`;
  if (inner === undefined || (inner.count === undefined && inner.begun === 0)) return undefined;
  const count =
    inner.count === undefined ? `${inner.begun}` : inner.begun === inner.count ? `${inner.count}` : `${inner.begun}/${inner.count}`;
  return inner.failed === 0 ? `${count} ×` : `${count} ×, ${inner.failed} failed`;
}

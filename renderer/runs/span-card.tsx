import type { Span } from '../../shared/run/run-picture.ts';
import { clockText, durationText } from '../ui/time.tsx';
import type { RowPicture } from './step-rows.ts';
import classes from './timeline.module.css';
import { outcomeOf } from './timeline-row.tsx';

export interface HoveredSpan {
  readonly path: string;
  /** Its place in the step's list; -1 for a bar that stands for none. */
  readonly span: number;
  readonly x: number;
  readonly y: number;
}

interface SpanCardProps {
  readonly hovered: HoveredSpan;
  readonly name: string;
  readonly step: RowPicture | undefined;
  readonly acceptedAt: number;
  readonly now: number;
  readonly readyAt: number | undefined;
  readonly isCritical: boolean;
}

const width = 340;

/** What the pointer is on, in words. */
export function SpanCard({ hovered, name, step, acceptedAt, now, readyAt, isCritical }: SpanCardProps) {
  const span = step?.spans[hovered.span];
  const lines = span === undefined ? linesOfStep(step, now, readyAt) : linesOfSpan(span, acceptedAt, now);
  return (
    <div
      className={classes.card}
      aria-hidden
      style={{ left: Math.min(hovered.x + 12, window.innerWidth - width - 8), top: Math.min(hovered.y + 16, window.innerHeight - 130) }}
    >
      <div className={classes.cardTitle}>{span === undefined ? name : `${name}: ${titleOf(span)}`}</div>
      {lines.map((line) => (
        <div key={line} className={classes.cardLine}>
          {line}
        </div>
      ))}
      {isCritical && <div className={classes.cardLine}>On the critical path: the run would have ended sooner without it.</div>}
    </div>
  );
}

function titleOf(span: Span): string {
  switch (span.kind) {
    case 'attempt':
      return `attempt ${span.attempt}, ${outcomeOf(span).replaceAll('_', ' ')}`;
    case 'retry':
      return 'pause before the next try';
    case 'delay':
      return 'waits, as the workflow says';
    case 'child':
      return 'waits for another run';
    case 'person':
      return 'waits for a person';
  }
}

function linesOfSpan(span: Span, acceptedAt: number, now: number): string[] {
  const end = span.to ?? now;
  return [
    `${durationText(end - span.from)}, from ${clockText(span.from)} to ${span.to === undefined ? 'now' : clockText(end)}`,
    `${durationText(Math.max(0, span.from - acceptedAt))} after the run was accepted`,
    ...(span.note === undefined ? [] : [span.note.slice(0, 300)]),
  ];
}

function linesOfStep(step: RowPicture | undefined, now: number, readyAt: number | undefined): string[] {
  if (step?.startedAt === undefined) return [];
  const waited = readyAt === undefined ? 0 : step.startedAt - readyAt;
  return [
    `${durationText((step.endedAt ?? now) - step.startedAt)}, from ${clockText(step.startedAt)}`,
    ...(waited > 0 ? [`Waited ${durationText(waited)} for its turn`] : []),
  ];
}

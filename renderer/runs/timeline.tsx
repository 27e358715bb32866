import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type PointerEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import type { RunPicture } from '../../shared/run/run-picture.ts';
import { isTerminalRun } from '../../shared/run/status.ts';
import type { Plan } from '../../shared/workflow/plan.ts';
import { useStable } from '../ui/use-stable.ts';
import { criticalPath, readyAt } from './critical-path.ts';
import { type HoveredSpan, SpanCard } from './span-card.tsx';
import { type RowPicture, type StepRow, summarise } from './step-rows.ts';
import { pan, place, type TimeWindow, ticksOf, wholeWindow, zoom } from './time-scale.ts';
import classes from './timeline.module.css';
import { rowHeight, TimelineRow } from './timeline-row.tsx';
import { TimelineTools } from './timeline-tools.tsx';

interface TimelineProps {
  readonly rows: readonly StepRow[];
  readonly plan: Plan;
  readonly picture: RunPicture;
  /** When the run was accepted. */
  readonly acceptedAt: number;
  /** What is now on the run's clock: a moment of the past while stepping through time. */
  readonly now: number;
  readonly selected: string;
  onSelect(path: string): void;
  onToggle(path: string, open: boolean): void;
  /** Enter: to the details of what is selected. */
  onOpen(): void;
}

/**
 * Every step with its stretches of time. Arrows or j and k move, left and right close and open; + and - zoom, 0 shows all, and Ctrl with the
 * wheel zooms at the pointer.
 */
export function Timeline({ rows, plan, picture, acceptedAt, now, selected, onSelect, onToggle, onOpen }: TimelineProps) {
  const isLive = !isTerminalRun(picture.status);
  const end = isLive ? now : (picture.endedAt ?? now);
  const whole = useWhole(acceptedAt, end, isLive);
  const [zoomed, setZoomed] = useState<TimeWindow>();
  const shown = zoomed ?? whole;
  const id = useId();
  const scroll = useRef<HTMLDivElement>(null);
  const [hovered, setHovered] = useState<HoveredSpan>();
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: 10,
  });
  const active = Math.max(
    0,
    rows.findIndex(({ path }) => path === selected),
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: the steps of a run that is over change no more.
  const critical = useMemo(() => (isLive ? none : criticalPath(plan, picture)), [isLive, plan, picture.sequence]);
  const ticks = useMemo(() => ticksOf(shown, acceptedAt, 8), [shown, acceptedAt]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: what is chosen elsewhere comes into sight; rows that come and go do not move it.
  useEffect(() => {
    if (rows.length > 0) virtual.scrollToIndex(active, { align: 'auto' });
  }, [selected]);

  function zoomBy(factor: number, around = (shown.from + shown.to) / 2): void {
    setZoomed(zoom(shown, whole, factor, around));
  }

  const latest = useRef({ shown, whole });
  latest.current = { shown, whole };
  useEffect(() => {
    const pane = scroll.current;
    if (pane === null) return;
    // React's own wheel listeners cannot keep the page from zooming.
    function onWheel(event: WheelEvent): void {
      const lane = pane?.querySelector(`.${classes.lane}`)?.getBoundingClientRect();
      if (lane === undefined || lane.width === 0) return;
      const { shown, whole } = latest.current;
      const length = shown.to - shown.from;
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        const around = shown.from + ((event.clientX - lane.left) / lane.width) * length;
        setZoomed(zoom(shown, whole, event.deltaY > 0 ? 1.25 : 0.8, around));
      } else if (event.deltaX !== 0 || event.shiftKey) {
        event.preventDefault();
        setZoomed(pan(shown, whole, ((event.deltaX || event.deltaY) / lane.width) * length));
      }
    }
    pane.addEventListener('wheel', onWheel, { passive: false });
    return () => pane.removeEventListener('wheel', onWheel);
  }, []);

  function moveTo(index: number): void {
    const row = rows[Math.min(rows.length - 1, Math.max(0, index))];
    if (row !== undefined) onSelect(row.path);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const row = rows[active];
    const length = shown.to - shown.from;
    const moves: Readonly<Record<string, () => void>> = {
      ArrowDown: () => moveTo(active + 1),
      ArrowUp: () => moveTo(active - 1),
      PageDown: () => moveTo(active + 12),
      PageUp: () => moveTo(active - 12),
      Home: () => moveTo(0),
      End: () => moveTo(rows.length - 1),
      ArrowRight: () => (row?.open === false ? onToggle(row.path, true) : moveTo(active + 1)),
      ArrowLeft: () => (row?.open === true ? onToggle(row.path, false) : moveTo(parentOf(rows, active))),
      Enter: onOpen,
      '+': () => zoomBy(0.7),
      '=': () => zoomBy(0.7),
      '-': () => zoomBy(1 / 0.7),
      '0': () => setZoomed(undefined),
      '<': () => setZoomed(pan(shown, whole, -length * 0.2)),
      '>': () => setZoomed(pan(shown, whole, length * 0.2)),
    };
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    move();
  }

  function onPointerMove(event: PointerEvent): void {
    const bar = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-span]') : null;
    const path = bar?.closest<HTMLElement>('[data-path]')?.dataset['path'];
    if (bar === null || path === undefined) setHovered(undefined);
    else setHovered({ path, span: Number(bar.dataset['span']), x: event.clientX, y: event.clientY });
  }

  const select = useStable(onSelect);
  const toggle = useStable(onToggle);
  const hoveredRow = hovered === undefined ? undefined : rows.find(({ path }) => path === hovered.path);
  return (
    <div className={classes.timeline}>
      <div className={classes.head}>
        <TimelineTools isZoomed={zoomed !== undefined} onZoom={useStable(zoomBy)} onAll={useStable(() => setZoomed(undefined))} />
        <div className={classes.scale} aria-hidden>
          {ticks.map(({ at, label }) => (
            <span key={at} className={classes.tick} style={{ left: `${place(shown, at)}%` }}>
              {label}
            </span>
          ))}
        </div>
      </div>
      <div className={classes.grid} aria-hidden>
        <div className={classes.gridLane}>
          {ticks.map(({ at }) => (
            <span key={at} className={classes.gridLine} style={{ left: `${place(shown, at)}%` }} />
          ))}
          {picture.marks.map(({ at, sequence, kind }) => (
            <span key={sequence} className={classes.mark} data-kind={kind} style={{ left: `${place(shown, at)}%` }} />
          ))}
          {isLive && <span className={classes.now} style={{ left: `${place(shown, now)}%` }} />}
        </div>
      </div>
      <div
        ref={scroll}
        className={classes.scroll}
        role="tree"
        aria-label="Steps"
        tabIndex={0}
        aria-activedescendant={`${id}-${active}`}
        onKeyDown={onKeyDown}
        onPointerMove={onPointerMove}
        onPointerLeave={() => setHovered(undefined)}
      >
        <div className={classes.sheet} style={{ height: virtual.getTotalSize() }} role="presentation">
          {virtual.getVirtualItems().map(({ index, start }) => {
            const row = rows[index];
            if (row === undefined) return null;
            const step = pictureOf(row, picture, acceptedAt);
            const isOpen = step !== undefined && step.endedAt === undefined && step.state !== 'skipped';
            return (
              <TimelineRow
                key={row.key}
                id={`${id}-${index}`}
                row={row}
                top={start}
                position={index}
                step={step}
                window={shown}
                now={isOpen ? end : undefined}
                readyAt={beginnable(row, plan, picture, acceptedAt)}
                isSelected={row.path === selected}
                isCritical={critical.has(row.path)}
                isOver={!isLive}
                onSelect={select}
                onToggle={toggle}
              />
            );
          })}
        </div>
      </div>
      {hovered !== undefined && hoveredRow !== undefined && (
        <SpanCard
          hovered={hovered}
          name={hoveredRow.name}
          step={pictureOf(hoveredRow, picture, acceptedAt)}
          acceptedAt={acceptedAt}
          now={end}
          readyAt={beginnable(hoveredRow, plan, picture, acceptedAt)}
          isCritical={critical.has(hovered.path)}
        />
      )}
    </div>
  );
}

/** All rows and the head, without scrolling. */
export function timelineHeight(rows: number): number {
  return headHeight + (rows + 1) * rowHeight;
}

const headHeight = 30;
const none: ReadonlySet<string> = new Set();

/** The same window for as long as it does not move, so that rows which do not change are not drawn again. */
function useWhole(from: number, end: number, isLive: boolean): TimeWindow {
  const { to } = wholeWindow(from, end, isLive);
  return useMemo(() => ({ from, to }), [from, to]);
}

function pictureOf(row: StepRow, picture: RunPicture, acceptedAt: number): RowPicture | undefined {
  if (row.kind === 'run') return pictureOfRun(picture, acceptedAt);
  return row.kind === 'step' ? picture.steps.get(row.path) : summarise(row, picture);
}

/** The run as the first row: waiting for its turn, then from its start to its end. */
function pictureOfRun(picture: RunPicture, acceptedAt: number): RowPicture {
  const { startedAt, endedAt, status } = picture;
  return {
    path: '',
    state: status,
    attempts: 0,
    startedAt: startedAt ?? acceptedAt,
    endedAt,
    spans: [],
    error: undefined,
    reason: undefined,
    branch: undefined,
    child: undefined,
    inner: undefined,
  };
}

function beginnable(row: StepRow, plan: Plan, picture: RunPicture, acceptedAt: number): number | undefined {
  if (row.kind === 'run') return acceptedAt;
  return row.kind === 'step' ? readyAt(plan, picture, row.path) : undefined;
}

function parentOf(rows: readonly StepRow[], index: number): number {
  const depth = rows[index]?.depth ?? 0;
  for (let at = index - 1; at >= 0; at--) if ((rows[at]?.depth ?? 0) < depth) return at;
  return 0;
}

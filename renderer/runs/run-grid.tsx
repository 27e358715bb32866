import { Box, Button } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import type { RunSummary } from '../../shared/contract/run-view.ts';
import { describeFailure } from '../bridge/failure.ts';
import { Failed } from '../ui/notice.tsx';
import { RowTips } from '../ui/row-tips.tsx';
import { useStable } from '../ui/use-stable.ts';
import { dayText } from './day-text.ts';
import { RunRow, runRowHeight } from './run-row.tsx';
import type { RunWindows } from './run-windows.ts';
import classes from './runs-page.module.css';

const overscan = 8;

interface RunGridProps {
  readonly list: RunWindows;
  readonly chosen: readonly RunSummary[];
  onChoose(run: RunSummary): void;
  onOpen(run: RunSummary): void;
  onAct(run: RunSummary, action: 'cancel' | 'retry'): void;
}

/** The runs, of which only what is in sight is drawn. Arrows or j and k move, Enter opens, x chooses for a comparison. */
export function RunGrid({ list, chosen, onChoose, onOpen, onAct }: RunGridProps) {
  const id = useId();
  const scroll = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const count = list.count();
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroll.current,
    estimateSize: () => runRowHeight,
    overscan,
  });
  // Rows that come into sight take the elements of those that leave it: that costs half of what new ones do.
  const slots = Math.ceil((virtual.scrollRect?.height ?? 0) / runRowHeight) + 2 * overscan + 2;
  const { startIndex: first = 0, endIndex: last = 0 } = virtual.range ?? {};
  const isAtTop = (virtual.scrollOffset ?? 0) < runRowHeight / 2;
  const round = list.round();
  // biome-ignore lint/correctness/useExhaustiveDependencies: of another round other rows are in sight at the same places.
  useEffect(() => list.show(first, last, isAtTop), [list, first, last, isAtTop, round]);
  const drawn = useRef(round);
  // Another list begins at its top.
  useLayoutEffect(() => {
    if (drawn.current === round) return;
    drawn.current = round;
    setActive(0);
    if (virtual.scrollOffset !== 0) virtual.scrollToOffset(0);
  }, [round, virtual]);
  const waiting = list.waiting();

  function moveTo(index: number): void {
    const next = Math.min(count - 1, Math.max(0, index));
    setActive(next);
    virtual.scrollToIndex(next);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target !== event.currentTarget) return;
    const run = list.row(active);
    const moves: Readonly<Record<string, () => void>> = {
      ArrowDown: () => moveTo(active + 1),
      j: () => moveTo(active + 1),
      ArrowUp: () => moveTo(active - 1),
      k: () => moveTo(active - 1),
      PageDown: () => moveTo(active + Math.max(1, last - first - 1)),
      PageUp: () => moveTo(active - Math.max(1, last - first - 1)),
      Home: () => moveTo(0),
      End: () => moveTo(count - 1),
      Enter: () => run !== undefined && onOpen(run),
      x: () => run !== undefined && onChoose(run),
      ' ': () => run !== undefined && onChoose(run),
    };
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    move();
  }

  const choose = useStable(onChoose);
  const open = useStable(onOpen);
  const act = useStable(onAct);
  const top = list.row(first);
  return (
    <div className={classes.frame}>
      <div className={classes.head} aria-hidden>
        <span className={classes.choose} />
        <span className={classes.state}>State</span>
        <span className={classes.what}>
          <span className={classes.first}>
            Workflow
            {top !== undefined && <span className={classes.dayMark}>{dayText(top.createdAt)}</span>}
          </span>
        </span>
        <span className={classes.by}>Started by</span>
        <span className={classes.when}>When</span>
        <span className={classes.took}>Took</span>
        <span className={classes.actions} />
      </div>
      {waiting > 0 && (
        <Button
          size="compact-xs"
          className={classes.pill}
          onClick={() => {
            list.letIn();
            setActive(0);
            virtual.scrollToOffset(0);
          }}
        >
          {waiting === 1 ? '1 new run' : `${waiting} new runs`}
        </Button>
      )}
      <RowTips within={scroll} />
      <Box
        ref={scroll}
        className={classes.scroll}
        role="grid"
        aria-label="Runs"
        aria-rowcount={list.hasMore() ? -1 : count + 1}
        aria-multiselectable
        tabIndex={0}
        aria-activedescendant={`${id}-${active}`}
        onKeyDown={onKeyDown}
      >
        <div className={classes.sheet} role="presentation" data-old={list.isOld || undefined} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const run = list.row(index);
            return (
              <RunRow
                key={index % slots}
                id={`${id}-${index}`}
                index={index}
                top={start}
                run={run}
                day={firstOfDay(run, list.row(index - 1), index)}
                isActive={index === active}
                isChosen={run !== undefined && chosen.some(({ runId }) => runId === run.runId)}
                onActive={setActive}
                onChoose={choose}
                onOpen={open}
                onAct={act}
              />
            );
          })}
        </div>
        {list.failure !== undefined && (
          <Failed
            title="Older runs could not be read"
            {...describeFailure(list.failure)}
            onRetry={() => {
              list.restart();
              virtual.scrollToOffset(0);
            }}
          />
        )}
      </Box>
    </div>
  );
}

/** A new day is told where it begins; the day of the first row in sight stands in the head. */
function firstOfDay(run: RunSummary | undefined, above: RunSummary | undefined, index: number): string | undefined {
  if (run === undefined || index === 0 || above === undefined) return undefined;
  const day = dayText(run.createdAt);
  return day === dayText(above.createdAt) ? undefined : day;
}

import { Box } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useMemo, useRef } from 'react';
import type { LogLineAt, LogSizes } from '../../shared/contract/run-details.ts';
import { LogBlock } from './log-block.tsx';
import { itemOfLine, logItems } from './log-items.ts';
import { placeOfLine } from './log-line.tsx';
import classes from './log-view.module.css';

interface LogBlocksProps {
  readonly runId: string;
  readonly segments: LogSizes['segments'] | undefined;
  nameOf(path: string): string;
  readonly hasHeads: boolean;
  readonly mark: string;
  readonly matchCase: boolean;
  readonly wraps: boolean;
  readonly hasTimes: boolean;
  readonly target: LogLineAt | undefined;
  readonly follows: boolean;
  onFollows(follows: boolean): void;
}

const lineHeight = 18;
const headHeight = 26;
/** Bytes that a line takes as it is kept, until some have been seen. */
const usualLineBytes = 120;

/** The whole log, of which only what is in sight is read. */
export function LogBlocks(props: LogBlocksProps) {
  const { runId, segments, nameOf, hasHeads, mark, matchCase, wraps, hasTimes, target, follows, onFollows } = props;
  const items = useMemo(() => logItems(segments ?? [], hasHeads), [segments, hasHeads]);
  const scroll = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroll.current,
    estimateSize: (index) => {
      const item = items[index];
      return item === undefined || item.kind === 'head' ? headHeight : estimateOf(item.bytes);
    },
    getItemKey: (index) => {
      const item = items[index];
      return item === undefined ? index : item.kind === 'head' ? item.path : `${item.path}#${item.index}`;
    },
    overscan: 1,
    // Whoever begins at the end does not read the beginning first.
    initialOffset: follows ? Number.MAX_SAFE_INTEGER : 0,
  });
  const total = virtual.getTotalSize();

  // Parts that were read turn out longer or shorter than it was thought: the end is gone to again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever the height changes.
  useLayoutEffect(() => {
    const pane = scroll.current;
    if (pane !== null && follows) pane.scrollTop = pane.scrollHeight;
  }, [follows, total, items]);

  const targetItem = target === undefined ? -1 : itemOfLine(items, target.path, target.offset);
  const targetPlace = target === undefined ? undefined : placeOfLine(target);
  // biome-ignore lint/correctness/useExhaustiveDependencies: gone to once; the part then shows the line itself.
  useLayoutEffect(() => {
    if (targetItem >= 0) virtual.scrollToIndex(targetItem, { align: 'start' });
  }, [targetPlace]);

  return (
    <Box
      ref={scroll}
      className={classes.scroll}
      role="log"
      aria-live="off"
      aria-label="Log"
      tabIndex={0}
      data-wrap={wraps || undefined}
      data-times={hasTimes || undefined}
      onWheel={(event) => event.deltaY < 0 && follows && onFollows(false)}
      onKeyDown={(event) => {
        if (event.key === 'End') onFollows(true);
        else if (['Home', 'PageUp', 'ArrowUp'].includes(event.key)) onFollows(false);
      }}
      onScroll={({ currentTarget }) => {
        const left = currentTarget.scrollHeight - currentTarget.scrollTop - currentTarget.clientHeight;
        // Dragging the bar to the end follows too; away from it, more than a part's correction, does not.
        if (!follows && left < 2 && currentTarget.scrollHeight > currentTarget.clientHeight) onFollows(true);
        else if (follows && left > 2000) onFollows(false);
      }}
    >
      <div className={classes.sheet} style={{ height: total }}>
        {virtual.getVirtualItems().map(({ index, key, start }) => {
          const item = items[index];
          if (item === undefined) return null;
          return (
            <div
              key={key}
              ref={virtual.measureElement}
              data-index={index}
              className={classes.item}
              style={{ transform: `translateY(${start}px)` }}
            >
              {item.kind === 'head' ? (
                <div className={classes.head}>{nameOf(item.path)}</div>
              ) : (
                <LogBlock
                  runId={runId}
                  path={item.path}
                  from={item.from}
                  bytes={item.bytes}
                  estimate={estimateOf(item.bytes)}
                  mark={mark}
                  matchCase={matchCase}
                  target={index === targetItem ? targetPlace : undefined}
                />
              )}
            </div>
          );
        })}
      </div>
    </Box>
  );
}

function estimateOf(bytes: number): number {
  return Math.max(1, Math.round(bytes / usualLineBytes)) * lineHeight;
}

import { Box, Button, Text } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef } from 'react';
import type { LogLineAt } from '../../shared/contract/run-details.ts';
import { describeFailure } from '../bridge/failure.ts';
import { Failed } from '../ui/notice.tsx';
import { LogLine, placeOfLine, styleLines } from './log-line.tsx';
import classes from './log-view.module.css';
import type { useLogMatches } from './use-log-matches.ts';

interface LogMatchListProps {
  readonly matches: ReturnType<typeof useLogMatches>;
  readonly hasHeads: boolean;
  nameOf(path: string): string;
  readonly mark: string;
  readonly matchCase: boolean;
  readonly wraps: boolean;
  readonly hasTimes: boolean;
  /** To the place of the line in the whole log. */
  onChoose(line: LogLineAt): void;
}

/** Only the lines that a filter lets through; a click leads to where a line stands. */
export function LogMatchList({ matches, hasHeads, nameOf, mark, matchCase, wraps, hasTimes, onChoose }: LogMatchListProps) {
  const lines = useMemo(() => styleLines(matches.lines), [matches.lines]);
  const scroll = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => 18,
    getItemKey: (index) => {
      const line = lines[index]?.line;
      return line === undefined ? index : placeOfLine(line);
    },
    overscan: 20,
  });
  if (matches.isError) {
    return <Failed title="The log could not be searched" {...describeFailure(matches.error)} onRetry={() => void matches.refetch()} />;
  }
  if (lines.length === 0) {
    return (
      <Text size="sm" c="dimmed" p={14} role="status">
        {matches.isPending ? 'Looking through the log…' : 'No line is like this.'}
      </Text>
    );
  }
  return (
    <Box
      ref={scroll}
      className={classes.scroll}
      role="log"
      aria-live="off"
      aria-label="Lines that fit"
      tabIndex={0}
      data-wrap={wraps || undefined}
      data-times={hasTimes || undefined}
    >
      <div className={classes.sheet} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, key, start }) => {
          const item = lines[index];
          if (item === undefined) return null;
          const isFirst = lines[index - 1]?.line.path !== item.line.path;
          return (
            // biome-ignore lint/a11y/noStaticElementInteractions: stepping through matches is the keyboard's way to the same place.
            // biome-ignore lint/a11y/useKeyWithClickEvents: stepping through matches is the keyboard's way to the same place.
            <div
              key={key}
              ref={virtual.measureElement}
              data-index={index}
              className={`${classes.item} ${classes.found}`}
              style={{ transform: `translateY(${start}px)` }}
              onClick={() => window.getSelection()?.isCollapsed !== false && onChoose(item.line)}
            >
              {hasHeads && isFirst && <div className={classes.head}>{nameOf(item.line.path)}</div>}
              <LogLine line={item.line} spans={item.spans} mark={mark} matchCase={matchCase} isTarget={false} />
            </div>
          );
        })}
      </div>
      {matches.hasNextPage && (
        <Button m={12} size="xs" variant="default" loading={matches.isFetchingNextPage} onClick={() => void matches.fetchNextPage()}>
          More lines
        </Button>
      )}
    </Box>
  );
}

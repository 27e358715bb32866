import { Box, Text } from '@mantine/core';
import { useEffect, useReducer, useRef, useState } from 'react';
import type { LogLine } from '../../shared/contract/run-view.ts';
import { engine } from '../bridge/engine.ts';
import { describeFailure } from '../bridge/failure.ts';
import { useFeed } from '../bridge/use-feed.ts';
import { Failed } from '../ui/notice.tsx';
import classes from './run-log.module.css';

/** What the page keeps; the file in the data folder has everything. */
const mostLines = 5000;

/** What a run or one step has written, as it is written. Stays at the end until somebody scrolls away from it. */
export function RunLog({ runId, step }: { readonly runId: string; readonly step: string | undefined }) {
  const lines = useRef<LogLine[]>([]);
  const seen = useRef(0);
  const frame = useRef<number | undefined>(undefined);
  const [, draw] = useReducer((count: number) => count + 1, 0);
  const [failure, setFailure] = useState<unknown>();
  const view = useRef<HTMLPreElement>(null);
  const follows = useRef(true);

  useFeed(
    `${runId}/${step}`,
    (signal) => {
      // It begins again at the first line.
      lines.current = [];
      seen.current = 0;
      return engine.runs.logs({ run: runId, follow: true, ...(step === undefined ? {} : { step }) }, { signal });
    },
    (line) => {
      seen.current += 1;
      lines.current.push(line);
      if (lines.current.length > mostLines * 1.2) lines.current = lines.current.slice(-mostLines);
      frame.current ??= requestAnimationFrame(() => {
        frame.current = undefined;
        draw();
      });
    },
    setFailure,
  );
  useEffect(() => {
    const pane = view.current;
    if (pane !== null && follows.current) pane.scrollTop = pane.scrollHeight;
  });

  if (failure !== undefined) return <Failed title="The log could not be read" {...describeFailure(failure)} />;
  if (lines.current.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        Nothing was written yet.
      </Text>
    );
  }
  const left = seen.current - lines.current.length;
  return (
    <Box
      component="pre"
      role="group"
      ref={view}
      className={classes.log}
      tabIndex={0}
      aria-label="Log"
      onScroll={({ currentTarget }) => {
        follows.current = currentTarget.scrollHeight - currentTarget.scrollTop - currentTarget.clientHeight < 40;
      }}
    >
      {left > 0 && (
        <span className={classes.info}>
          {left} earlier lines are in the data folder{'\n'}
        </span>
      )}
      {lines.current.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no name of their own, and are only added.
        <span key={left + index} className={line.stream === 'stdout' ? undefined : classes[line.stream]}>
          {step === undefined && <span className={classes.step}>{line.stepPath} </span>}
          {line.text}
          {'\n'}
        </span>
      ))}
    </Box>
  );
}

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { memo, useLayoutEffect, useMemo, useRef } from 'react';
import { engine } from '../bridge/engine.ts';
import { describeFailure } from '../bridge/failure.ts';
import { LogLine, placeOfLine, styleLines } from './log-line.tsx';
import classes from './log-view.module.css';

interface LogBlockProps {
  readonly runId: string;
  readonly path: string;
  readonly from: number;
  readonly bytes: number;
  readonly estimate: number;
  readonly mark: string;
  readonly matchCase: boolean;
  /** The line that was gone to. */
  readonly target: string | undefined;
}

/** Some lines of a log, read when they come into sight. */
export const LogBlock = memo(function LogBlock({ runId, path, from, bytes, estimate, mark, matchCase, target }: LogBlockProps) {
  const frame = useRef<HTMLDivElement>(null);
  const page = useQuery({
    queryKey: ['run', runId, 'log', path, from, bytes],
    queryFn: ({ signal }) => engine.runs.logPage({ run: runId, path, from, bytes }, { signal }),
    // While it grows, what is known of it stays in sight.
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 20_000,
  });
  const { data } = page;
  const lines = useMemo(() => styleLines(data?.lines ?? []), [data]);

  useLayoutEffect(() => {
    if (target === undefined || data === undefined) return;
    frame.current?.querySelector(`[data-place=${CSS.escape(target)}]`)?.scrollIntoView({ block: 'center' });
  }, [target, data]);

  if (data === undefined) {
    return (
      <div className={classes.pending} style={{ height: estimate }} aria-busy={!page.isError}>
        {page.isError && <span className={classes.wrong}>This part could not be read: {describeFailure(page.error).message}</span>}
      </div>
    );
  }
  return (
    <div ref={frame}>
      {lines.map(({ line, spans }) => {
        const place = placeOfLine(line);
        return <LogLine key={place} line={line} spans={spans} mark={mark} matchCase={matchCase} isTarget={place === target} />;
      })}
    </div>
  );
});

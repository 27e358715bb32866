import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useReducer, useRef, useState } from 'react';
import type { RunHead } from '../../shared/contract/run-details.ts';
import type { RunSummary } from '../../shared/contract/run-view.ts';
import { engine } from '../bridge/engine.ts';
import { useFeed } from '../bridge/use-feed.ts';
import { createRunStory, type RunStory } from './run-story.ts';

export interface LiveStory {
  readonly head: RunHead | undefined;
  readonly story: RunStory;
  /** Everything that was recorded when the page was opened has come. */
  readonly isWhole: boolean;
  readonly failure: unknown;
}

/** What one answer carries: some hundred kilobytes. */
const pageSize = 2000;

/**
 * A run with everything that is recorded of it, and what is recorded from now on. What comes between two frames is drawn together; after a
 * lost connection it goes on from the last event that came.
 */
export function useRunStory(runId: string): LiveStory {
  const [story] = useState(createRunStory);
  const [isWhole, setWhole] = useState(false);
  const [summary, setSummary] = useState<RunSummary>();
  const [failure, setFailure] = useState<unknown>();
  const [, draw] = useReducer((count: number) => count + 1, 0);
  const frame = useRef<number | undefined>(undefined);
  const reading = useRef<Promise<void> | undefined>(undefined);
  const wanted = useRef(0);

  const head = useQuery({
    queryKey: ['run', runId, 'head', summary?.state],
    queryFn: ({ signal }) => engine.runs.head({ run: runId }, { signal }),
    placeholderData: (before) => before,
  });

  function drawSoon(): void {
    frame.current ??= requestAnimationFrame(() => {
      frame.current = undefined;
      draw();
    });
  }
  useEffect(
    () => () => {
      if (frame.current !== undefined) cancelAnimationFrame(frame.current);
    },
    [],
  );

  async function readOn(signal: AbortSignal): Promise<void> {
    do {
      const page = await engine.runs.history({ run: runId, after: story.events.length, limit: pageSize }, { signal });
      story.add(page.items);
      if (page.items.length > 0) drawSoon();
      if (page.next === null && story.events.length >= wanted.current) return;
      if (page.items.length === 0) return;
    } while (!signal.aborted);
  }

  const leaving = useRef<AbortSignal>(AbortSignal.abort());
  useFeed(
    runId,
    async (signal) => {
      leaving.current = signal;
      await readOn(signal);
      setWhole(true);
      return engine.runs.follow({ run: runId, after: story.events.length }, { signal });
    },
    (update) => {
      // The same run told again is no change: most of a page hangs on it.
      if (update.type === 'run') setSummary((before) => (JSON.stringify(before) === JSON.stringify(update.run) ? before : update.run));
      wanted.current = Math.max(wanted.current, update.sequence);
      if (wanted.current <= story.events.length || reading.current !== undefined) return;
      reading.current = readOn(leaving.current)
        // The feed notices a lost connection too, and reads on when it is there again.
        .catch(() => {})
        .finally(() => {
          reading.current = undefined;
        });
    },
    setFailure,
  );

  const known = head.data;
  const now = useMemo(() => (known === undefined || summary === undefined ? known : { ...known, ...summary }), [known, summary]);
  return {
    head: now,
    story,
    isWhole,
    failure: failure ?? (known === undefined ? head.error : undefined),
  };
}

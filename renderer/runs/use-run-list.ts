import { useEffect, useRef, useState } from 'react';
import { engine } from '../bridge/engine.ts';
import { useFeed } from '../bridge/use-feed.ts';
import { askWhenBack } from '../bridge/when-back.ts';
import { type Changes, createChanges } from './changes.ts';
import { fitsFilter, queryOf, type RunFilter } from './run-filter.ts';
import { createRunWindows, type RunWindows } from './run-windows.ts';

/** A list, and when it is to be drawn anew: by whoever draws it, so that nothing around it is. */
export interface RunList {
  readonly list: RunWindows;
  readonly changes: Changes;
}

/** The runs that a filter lets through, newest first, kept up to date by what the engine tells. What comes between two frames is drawn together. */
export function useRunList(filter: RunFilter): RunList {
  const [changes] = useState(createChanges);
  const latest = useRef(filter);
  const begun = useRef(Date.now());
  const [list] = useState(() =>
    createRunWindows({
      // The same moment for all pages, so that they lie side by side.
      ask: (cursor, limit) =>
        askWhenBack(() =>
          engine.runs.list({ ...queryOf(latest.current, begun.current), limit, ...(cursor === undefined ? {} : { cursor }) }),
        ),
      fits: (run) => fitsFilter(latest.current, run, begun.current),
      changed: (isAwaited) => (isAwaited ? changes.tell() : changes.tellWithFrame()),
    }),
  );
  useEffect(() => {
    latest.current = filter;
    begun.current = Date.now();
    list.restart();
  }, [filter, list]);
  useEffect(() => changes.forget, [changes]);
  const isFirst = useRef(true);
  useFeed(
    'runs',
    (signal) => engine.runs.watch(undefined, { signal }),
    ({ type, runs }) => {
      // After a lost connection, or when too much has happened, what is shown may have changed in ways that were not told.
      if (type === 'snapshot' && !isFirst.current) list.restart();
      else list.hear(runs);
      isFirst.current = false;
    },
  );
  const [both] = useState({ list, changes });
  return both;
}

import { useState } from 'react';
import type { LogSizes } from '../../shared/contract/run-details.ts';
import { engine } from '../bridge/engine.ts';
import { useFeed } from '../bridge/use-feed.ts';

/** How much was printed, as it grows. */
export function useLogSizes(runId: string, step: string | undefined) {
  const [sizes, setSizes] = useState<LogSizes>();
  const [failure, setFailure] = useState<unknown>();
  useFeed(
    `${runId}/${step}`,
    (signal) => engine.runs.logSizes({ run: runId, ...(step === undefined ? {} : { step }) }, { signal }),
    setSizes,
    setFailure,
  );
  return { sizes, failure };
}

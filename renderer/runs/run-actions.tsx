import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { RunSummary } from '../../shared/contract/run-view.ts';
import { isTerminalRun, type RunStatus } from '../../shared/run/status.ts';
import { engine } from '../bridge/engine.ts';
import { describeFailure } from '../bridge/failure.ts';
import { RetryDialog } from './retry-dialog.tsx';

const pausable: ReadonlySet<RunStatus> = new Set(['queued', 'running', 'waiting']);
const retryable: ReadonlySet<RunStatus> = new Set(['failed', 'timed_out', 'cancelled', 'completed_with_errors']);

/** What can be done with a run in its state. */
export function RunActions({ run }: { readonly run: RunSummary }) {
  const [isRetrying, setRetrying] = useState(false);
  const act = useMutation({
    mutationFn: (action: 'pause' | 'resume' | 'cancel') => engine.runs[action]({ run: run.runId }),
    onError: (error) => notifications.show({ color: 'red', message: describeFailure(error).message }),
  });
  if (run.dryRun) return null;
  return (
    <>
      {pausable.has(run.state) && (
        <Button size="xs" variant="default" disabled={act.isPending} onClick={() => act.mutate('pause')}>
          Pause
        </Button>
      )}
      {run.state === 'paused' && (
        <Button size="xs" disabled={act.isPending} onClick={() => act.mutate('resume')}>
          Resume
        </Button>
      )}
      {!isTerminalRun(run.state) && (
        <Button
          size="xs"
          variant="default"
          c="red"
          loading={act.isPending && act.variables === 'cancel'}
          onClick={() => act.mutate('cancel')}
        >
          Cancel
        </Button>
      )}
      {retryable.has(run.state) && (
        <Button size="xs" onClick={() => setRetrying(true)}>
          Retry…
        </Button>
      )}
      {isRetrying && <RetryDialog runId={run.runId} onClose={() => setRetrying(false)} />}
    </>
  );
}

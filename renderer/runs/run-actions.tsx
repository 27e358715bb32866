import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { memo, type ReactNode } from 'react';
import type { RunHead } from '../../shared/contract/run-details.ts';
import { isTerminalRun, type RunStatus } from '../../shared/run/status.ts';
import { engine } from '../bridge/engine.ts';
import { describeFailure } from '../bridge/failure.ts';
import { MoreIcon, WorkflowsIcon } from '../ui/icons.tsx';
import { hrefTo } from '../ui/route.ts';
import { CompareIcon, FlagIcon, NewerIcon, OlderIcon, RetryIcon } from '../ui/run-icons.tsx';

const pausable: ReadonlySet<RunStatus> = new Set(['queued', 'running', 'waiting', 'needs_attention']);
const retryable: ReadonlySet<RunStatus> = new Set(['failed', 'timed_out', 'cancelled', 'completed_with_errors']);

interface RunActionsProps {
  readonly head: RunHead;
  onRetry(): void;
  onCheckpoint(): void;
}

/** What can be done with a run in its state, and the way to the runs around it. */
export const RunActions = memo(function RunActions({ head, onRetry, onCheckpoint }: RunActionsProps) {
  const act = useMutation({
    mutationFn: (action: 'pause' | 'resume' | 'cancel') => engine.runs[action]({ run: head.runId }),
    onError: (error) => notifications.show({ color: 'red', message: describeFailure(error).message }),
  });
  if (head.dryRun) return null;
  const isOver = isTerminalRun(head.state);
  const other = head.lastGood ?? head.older;
  return (
    <>
      <Neighbour runId={head.older} label="Older run of this workflow ([)">
        <OlderIcon />
      </Neighbour>
      <Neighbour runId={head.newer} label="Newer run of this workflow (])">
        <NewerIcon />
      </Neighbour>
      {pausable.has(head.state) && (
        <Button size="xs" variant="default" disabled={act.isPending} onClick={() => act.mutate('pause')}>
          Pause
        </Button>
      )}
      {head.state === 'paused' && (
        <Button size="xs" disabled={act.isPending} onClick={() => act.mutate('resume')}>
          Resume
        </Button>
      )}
      {!isOver && (
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
      {retryable.has(head.state) && (
        <Button size="xs" onClick={onRetry}>
          Retry…
        </Button>
      )}
      <Menu position="bottom-end" shadow="md" width={250}>
        <Menu.Target>
          <ActionIcon variant="default" size={30} aria-label="More to do with this run">
            <MoreIcon />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {head.isImported && (
            <Menu.Item leftSection={<WorkflowsIcon />} component="a" href={hrefTo('builder', head.workflowId, '-', head.runId)}>
              Open in the builder
            </Menu.Item>
          )}
          <Menu.Item leftSection={<FlagIcon />} onClick={onCheckpoint}>
            Make a checkpoint…
          </Menu.Item>
          {isOver && (
            <Menu.Item leftSection={<RetryIcon />} onClick={onRetry}>
              Run again from a step…
            </Menu.Item>
          )}
          <Menu.Item
            leftSection={<CompareIcon />}
            component="a"
            href={other === null ? undefined : hrefTo('compare', other, head.runId)}
            disabled={other === null}
          >
            {head.lastGood === null ? 'Compare with the older run' : 'Compare with the last good run'}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
});

function Neighbour({ runId, label, children }: { readonly runId: string | null; readonly label: string; readonly children: ReactNode }) {
  if (runId === null) {
    return (
      <ActionIcon variant="default" size={30} aria-label={label} disabled>
        {children}
      </ActionIcon>
    );
  }
  return (
    <Tooltip label={label}>
      <ActionIcon variant="default" size={30} component="a" href={hrefTo('runs', runId)} aria-label={label}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}

import { Button, Tooltip } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { RunHead } from '../../shared/contract/run-details.ts';
import { idOfPath } from '../../shared/run/step-place.ts';
import { engine } from '../bridge/engine.ts';
import { tellDone, tellFailure } from '../bridge/tell.ts';
import { PinIcon } from '../ui/icons.tsx';

interface PinOutputProps {
  readonly head: RunHead;
  /** Of the step in the run. */
  readonly path: string;
}

/** Keeps what the step gave in this run for tests of the workflow in the builder, until it is let go. */
export function PinOutput({ head: { runId, workflowId }, path }: PinOutputProps) {
  const step = idOfPath(path);
  const queries = useQueryClient();
  const pins = useQuery({
    queryKey: ['pins', workflowId],
    queryFn: ({ signal }) => engine.pins.list({ workflow: workflowId }, { signal }),
  });
  const pin = pins.data?.items.find((one) => one.step === step);
  const isThis = pin?.runId === runId;
  const change = useMutation({
    mutationFn: async () => {
      if (isThis) {
        await engine.pins.remove({ workflow: workflowId, step });
        return 'is no longer pinned';
      }
      // As it was when it ran: the builder tells where the step has changed since.
      const { text } = await engine.runs.document({ run: runId });
      await engine.pins.set({ workflow: workflowId, text, step, from: { run: runId, path } });
      return 'is pinned: tests in the builder use it';
    },
    onSuccess(what) {
      tellDone(`The output of ${step} ${what}.`);
      return Promise.all(['pins', 'samples'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
    },
    onError: tellFailure,
  });
  const label = isThis ? 'Unpin' : pin === undefined ? 'Pin' : 'Pin this one';
  return (
    <Tooltip label={isThis ? 'Tests in the builder take this output' : 'Tests in the builder take this output instead of running the step'}>
      <Button
        size="compact-xs"
        variant="subtle"
        color="gray"
        leftSection={<PinIcon filled={isThis} />}
        aria-pressed={isThis}
        disabled={pins.data === undefined}
        loading={change.isPending}
        onClick={() => change.mutate()}
      >
        {label}
      </Button>
    </Tooltip>
  );
}

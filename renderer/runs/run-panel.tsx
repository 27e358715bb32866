import { Anchor, Skeleton, Stack, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { memo, useState } from 'react';
import type { RunHead, SizedValue } from '../../shared/contract/run-details.ts';
import { isTerminalRun } from '../../shared/run/status.ts';
import { engine } from '../bridge/engine.ts';
import { describeFailure } from '../bridge/failure.ts';
import { Failed } from '../ui/notice.tsx';
import { hrefTo } from '../ui/route.ts';
import { anySize, parseValue } from './parse-value.ts';
import { SizedValueView } from './sized-value.tsx';
import classes from './step-panel.module.css';

interface RunPanelProps {
  readonly head: RunHead;
  onSelect(path: string): void;
}

/** The run as a whole: why it ended so, where it comes from, what went in and came out. */
export const RunPanel = memo(function RunPanel({ head, onSelect }: RunPanelProps) {
  const [all, setAll] = useState(false);
  const isOver = isTerminalRun(head.state);
  const values = useQuery({
    queryKey: ['run', head.runId, 'values', isOver, all],
    queryFn: async ({ signal }) => {
      const { inputs, context, outputs } = await engine.runs.values({ run: head.runId, ...(all ? anySize : {}) }, { signal });
      return { inputs: parseValue(inputs), context: parseValue(context), outputs: outputs && parseValue(outputs) };
    },
    structuralSharing: false,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const { error } = head;
  const loading = { onLoad: () => setAll(true), isLoading: values.isFetching };
  return (
    <Stack gap="md" className={classes.panel}>
      {error !== null && (
        <section className={classes.error} aria-label="Error">
          <Text size="sm" fw={600}>
            {error.stepId === null ? (
              'The run failed'
            ) : (
              <>
                The step{' '}
                <Anchor component="button" type="button" size="sm" fw={600} onClick={() => onSelect(error.stepId ?? '')}>
                  {error.stepId}
                </Anchor>{' '}
                failed
              </>
            )}
          </Text>
          <div className={classes.message}>{error.message}</div>
          {error.hint !== undefined && (
            <Text size="sm" c="dimmed" mt={6}>
              {error.hint}
            </Text>
          )}
        </section>
      )}
      {head.reason !== null && <Text size="sm">{head.reason}</Text>}
      <Origins head={head} />
      {values.isError && (
        <Failed title="The values could not be read" {...describeFailure(values.error)} onRetry={() => void values.refetch()} />
      )}
      {values.isPending && <Skeleton height={60} aria-label="Loading the values" />}
      {values.data !== undefined && (
        <>
          <Value title="Inputs" value={values.data.inputs} empty="It was started without inputs." {...loading} />
          <Value
            title="Outputs"
            value={values.data.outputs}
            empty={isOver ? 'It has no outputs.' : 'They come when the run has ended.'}
            {...loading}
          />
          {values.data.context.bytes > 2 && <Value title="Trigger" value={values.data.context} empty="" root={['trigger']} {...loading} />}
        </>
      )}
    </Stack>
  );
});

/** Where the run comes from, each with the way there. */
function Origins({ head }: { readonly head: RunHead }) {
  if (head.retryOf === null && head.parent === null) return null;
  return (
    <Stack gap={2}>
      {head.retryOf !== null && (
        <Text size="sm">
          It retries the run <RunLink runId={head.retryOf} />.
        </Text>
      )}
      {head.parent !== null && (
        <Text size="sm">
          The step {head.parent.step} of the run <RunLink runId={head.parent.runId} /> started it.
        </Text>
      )}
    </Stack>
  );
}

function RunLink({ runId }: { readonly runId: string }) {
  return (
    <Anchor size="sm" ff="monospace" href={hrefTo('runs', runId)}>
      {runId}
    </Anchor>
  );
}

interface ValueProps {
  readonly title: string;
  readonly value: SizedValue | null;
  readonly empty: string;
  readonly root?: readonly string[];
  onLoad(): void;
  readonly isLoading: boolean;
}

function Value({ title, value, empty, root, onLoad, isLoading }: ValueProps) {
  return (
    <section aria-label={title}>
      <h3 className={classes.section}>{title}</h3>
      {value === null || value.bytes <= 2 ? (
        <Text size="sm" c="dimmed">
          {empty}
        </Text>
      ) : (
        <SizedValueView value={value} label={title} {...(root === undefined ? {} : { root })} onLoad={onLoad} isLoading={isLoading} />
      )}
    </section>
  );
}

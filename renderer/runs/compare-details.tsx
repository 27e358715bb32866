import { Anchor, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import type { RunComparison, SizedValue } from '../../shared/contract/run-details.ts';
import type { Json } from '../../shared/lib/json.ts';
import { engine } from '../bridge/engine.ts';
import { describeFailure } from '../bridge/failure.ts';
import { Failed } from '../ui/notice.tsx';
import { hrefTo } from '../ui/route.ts';
import classes from './compare-page.module.css';
import panel from './step-panel.module.css';
import { ValueDiff } from './value-diff.tsx';

interface CompareDetailsProps {
  readonly comparison: RunComparison;
  /** Of a step; empty for the runs themselves. */
  readonly path: string;
}

/** What was given and made otherwise: of a step, or of the runs as a whole. */
export function CompareDetails({ comparison, path }: CompareDetailsProps) {
  const item = comparison.items.find((one) => one.path === path);
  const { before, after } = comparison;
  return (
    <section className={classes.details} aria-label="Differences">
      {item === undefined ? (
        <RunDifferences before={before.runId} after={after.runId} />
      ) : (
        <Stack gap="md">
          <Text size="sm" fw={600}>
            {item.name}
          </Text>
          <Group gap="md">
            {item.before !== null && (
              <Anchor size="xs" href={hrefTo('runs', before.runId, path)}>
                Show it in the run before
              </Anchor>
            )}
            {item.after !== null && (
              <Anchor size="xs" href={hrefTo('runs', after.runId, path)}>
                Show it in the run after
              </Anchor>
            )}
          </Group>
          {item.before === null || item.after === null ? (
            <Text size="sm">Only one of the runs has come to this step.</Text>
          ) : (
            <StepDifferences before={before.runId} after={after.runId} path={path} />
          )}
        </Stack>
      )}
    </section>
  );
}

function StepDifferences({ before, after, path }: { readonly before: string; readonly after: string; readonly path: string }) {
  const [left, right] = useQueries({
    queries: [before, after].map((run) => ({
      queryKey: ['run', run, 'step', path, 'compared'],
      queryFn: ({ signal }: { readonly signal: AbortSignal }) => engine.runs.step({ run, step: path, largest: 4_000_000 }, { signal }),
    })),
  });
  const error = left?.error ?? right?.error;
  if (error !== undefined && error !== null) return <Failed title="The step could not be read" {...describeFailure(error)} />;
  if (left?.data === undefined || right?.data === undefined) return <Skeleton height={80} aria-label="Reading the step of both runs" />;
  const [one, other] = [left.data, right.data];
  return (
    <>
      <Part title="Output" before={one.output} after={other.output} />
      <Part
        title="Input of the last attempt"
        before={one.attemptList.at(-1)?.input ?? null}
        after={other.attemptList.at(-1)?.input ?? null}
      />
      {(one.error !== null || other.error !== null) && (
        <section aria-label="Error">
          <h3 className={panel.section}>Error</h3>
          <ValueDiff before={one.error?.message ?? null} after={other.error?.message ?? null} label="Differences of the error" />
        </section>
      )}
    </>
  );
}

function RunDifferences({ before, after }: { readonly before: string; readonly after: string }) {
  const [left, right] = useQueries({
    queries: [before, after].map((run) => ({
      queryKey: ['run', run, 'values', 'compared'],
      queryFn: ({ signal }: { readonly signal: AbortSignal }) => engine.runs.values({ run, largest: 4_000_000 }, { signal }),
    })),
  });
  const error = left?.error ?? right?.error;
  if (error !== undefined && error !== null) return <Failed title="The values could not be read" {...describeFailure(error)} />;
  if (left?.data === undefined || right?.data === undefined) return <Skeleton height={80} aria-label="Reading the values of both runs" />;
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        Choose a step to see what it was given and what it made.
      </Text>
      <Part title="Inputs of the run" before={left.data.inputs} after={right.data.inputs} />
      <Part title="Outputs of the run" before={left.data.outputs} after={right.data.outputs} />
    </Stack>
  );
}

interface PartProps {
  readonly title: string;
  readonly before: SizedValue | null;
  readonly after: SizedValue | null;
}

function Part({ title, before, after }: PartProps) {
  if (before === null && after === null) return null;
  const isTooLarge = (before !== null && before.value === undefined) || (after !== null && after.value === undefined);
  return (
    <section aria-label={title}>
      <h3 className={panel.section}>{title}</h3>
      {isTooLarge ? (
        <Text size="sm">It is too large to be compared here.</Text>
      ) : (
        <ValueDiff before={jsonOf(before)} after={jsonOf(after)} label={`Differences of ${title}`} />
      )}
    </section>
  );
}

function jsonOf(value: SizedValue | null): Json {
  return value?.value ?? null;
}

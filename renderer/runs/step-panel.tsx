import { Group, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { RunSummary, StepSummary } from '../../shared/contract/run-view.ts';
import { engine } from '../bridge/engine.ts';
import { describeFailure } from '../bridge/failure.ts';
import { Failed } from '../ui/notice.tsx';
import { StateBadge } from '../ui/state-badge.tsx';
import { Elapsed } from '../ui/time.tsx';
import { ValueView } from '../ui/value-view.tsx';
import { DecideStep } from './decide-step.tsx';

/** What one step did: its state, what went wrong and how to get out of it, and what it gave. */
export function StepPanel({ run, step }: { readonly run: RunSummary; readonly step: StepSummary }) {
  return (
    <Stack gap="md">
      <Group gap="md">
        <StateBadge state={step.state} />
        <Text span size="xs" c="dimmed">
          {step.action ?? step.kind}
        </Text>
        <Text span size="xs" c="dimmed">
          {step.attempts === 1 ? '1 attempt' : `${step.attempts} attempts`}, <Elapsed ms={step.durationMs} since={step.startedAt} />
        </Text>
      </Group>
      {step.reason !== null && <Text size="sm">{step.reason}</Text>}
      {step.error !== null && (
        <div>
          <Text size="xs" fw={600} c="dimmed" mb={4}>
            Error {step.error.code}
          </Text>
          <ValueView value={step.error.message} label="Error" />
          {step.error.hint !== undefined && (
            <Text size="sm" mt={6}>
              {step.error.hint}
            </Text>
          )}
        </div>
      )}
      {step.state === 'unknown' && <DecideStep runId={run.runId} step={step} />}
      {(step.state === 'succeeded' || step.state === 'failed') && <Output runId={run.runId} step={step} />}
    </Stack>
  );
}

function Output({ runId, step }: { readonly runId: string; readonly step: StepSummary }) {
  const view = useQuery({
    queryKey: ['run', runId, 'step', step.path, step.state, step.attempts],
    queryFn: ({ signal }) => engine.runs.get({ run: runId, step: step.path }, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (view.isError)
    return <Failed title="The output could not be read" {...describeFailure(view.error)} onRetry={() => void view.refetch()} />;
  if (view.data === undefined) return <Skeleton height={60} aria-label="Loading the output" />;
  const output = view.data.steps.find(({ path }) => path === step.path)?.output ?? null;
  if (output === null) return null;
  return (
    <div>
      <Text size="xs" fw={600} c="dimmed" mb={4}>
        Output
      </Text>
      <ValueView value={output} label="Output" />
    </div>
  );
}

import { Button, Group, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { StepSummary } from '../../shared/contract/run-view.ts';
import { engine } from '../bridge/engine.ts';
import { describeFailure } from '../bridge/failure.ts';
import { Failed } from '../ui/notice.tsx';

const choices = [
  { decision: 'retry', label: 'Run it again', help: 'when it did not happen, or may happen twice' },
  { decision: 'done', label: 'Mark as done', help: 'when you see that it happened' },
  { decision: 'skip', label: 'Skip it', help: 'when the run can go on without it' },
  { decision: 'fail', label: 'Let it fail', help: 'when the run should end here' },
] as const;

/** Settles a step that was cut off, when nobody can tell whether its effect happened. */
export function DecideStep({ runId, step }: { readonly runId: string; readonly step: StepSummary }) {
  const decide = useMutation({
    mutationFn: (decision: (typeof choices)[number]['decision']) => engine.runs.decide({ run: runId, step: step.path, decision }),
  });
  return (
    <Stack gap="xs">
      <Text size="sm">Pawl stopped while this step was at work and cannot tell whether it happened. You decide:</Text>
      {choices.map(({ decision, label, help }) => (
        <Group key={decision} gap="sm">
          <Button size="xs" w={120} variant="default" disabled={decide.isPending} onClick={() => decide.mutate(decision)}>
            {label}
          </Button>
          <Text size="xs" c="dimmed">
            {help}
          </Text>
        </Group>
      ))}
      {decide.isError && <Failed title="That was not recorded" {...describeFailure(decide.error)} />}
    </Stack>
  );
}

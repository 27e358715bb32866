import { Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { SettleForm, type Settlement } from '../answer/settle-form.tsx';
import { engine } from '../bridge/engine.ts';
import classes from './step-panel.module.css';

interface DecideStepProps {
  readonly runId: string;
  readonly path: string;
  readonly reason: string;
}

/** Settles a step of which nobody can tell whether its effect happened. */
export function DecideStep({ runId, path, reason }: DecideStepProps) {
  const decide = useMutation({
    mutationFn: (settlement: Settlement) => engine.runs.decide({ run: runId, step: path, ...settlement }),
  });
  return (
    <section className={classes.ask} aria-label="Decide">
      <Stack gap="xs">
        <Text size="sm" fw={600}>
          Pawl cannot tell whether this happened. You decide.
        </Text>
        <Text size="sm">{reason}</Text>
        <SettleForm isPending={decide.isPending} error={decide.error} onSettle={decide.mutate} />
      </Stack>
    </section>
  );
}

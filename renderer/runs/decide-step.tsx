import { Button, JsonInput, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Json } from '../../shared/lib/json.ts';
import { engine } from '../bridge/engine.ts';
import { describeFailure } from '../bridge/failure.ts';
import { Failed } from '../ui/notice.tsx';
import classes from './step-panel.module.css';

type Decision = 'retry' | 'done' | 'skip' | 'fail';

const choices: readonly { readonly decision: Decision; readonly label: string; readonly help: string }[] = [
  { decision: 'retry', label: 'Run it again', help: 'It did not happen, or may happen twice. A new attempt begins.' },
  { decision: 'done', label: 'Mark as done…', help: 'You see that it happened. The run goes on with the output that you give.' },
  { decision: 'skip', label: 'Skip it', help: 'The run goes on without it; what needs it is skipped too.' },
  { decision: 'fail', label: 'Let it fail', help: 'It counts as failed: the run ends, or goes the way for failures.' },
];

interface DecideStepProps {
  readonly runId: string;
  readonly path: string;
  readonly reason: string;
}

/** Settles a step of which nobody can tell whether its effect happened. */
export function DecideStep({ runId, path, reason }: DecideStepProps) {
  const [isMarking, setMarking] = useState(false);
  const [output, setOutput] = useState('');
  const decide = useMutation({
    mutationFn: ({ decision, given }: { readonly decision: Decision; readonly given?: Json }) =>
      engine.runs.decide({ run: runId, step: path, decision, ...(given === undefined ? {} : { output: given }) }),
  });
  const given = parseOutput(output);
  return (
    <section className={classes.ask} aria-label="Decide">
      <Stack gap="xs">
        <Text size="sm" fw={600}>
          Pawl cannot tell whether this happened. You decide.
        </Text>
        <Text size="sm">{reason}</Text>
        {choices.map(({ decision, label, help }) => (
          <div key={decision} className={classes.choice}>
            <Button
              size="xs"
              variant="default"
              disabled={decide.isPending}
              aria-expanded={decision === 'done' ? isMarking : undefined}
              onClick={() => (decision === 'done' ? setMarking(!isMarking) : decide.mutate({ decision }))}
            >
              {label}
            </Button>
            <Text size="xs" c="dimmed">
              {help}
            </Text>
          </div>
        ))}
        {isMarking && (
          <Stack gap="xs">
            <JsonInput
              label="Output, as JSON"
              description="What later steps get from this one. Empty for none."
              placeholder={'{ "stdout": "…" }'}
              autosize
              minRows={3}
              maxRows={10}
              value={output}
              onChange={setOutput}
              error={given === invalid ? 'This is not JSON.' : undefined}
              data-autofocus
            />
            <Button
              size="xs"
              disabled={given === invalid || decide.isPending}
              onClick={() => decide.mutate({ decision: 'done', ...(given === undefined || given === invalid ? {} : { given }) })}
            >
              Record it as done
            </Button>
          </Stack>
        )}
        {decide.isError && <Failed title="That was not recorded" {...describeFailure(decide.error)} />}
      </Stack>
    </section>
  );
}

const invalid = Symbol('invalid');

function parseOutput(text: string): Json | undefined | typeof invalid {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return invalid;
  }
}

import { Button, JsonInput, Text } from '@mantine/core';
import { useState } from 'react';
import type { Json } from '../../shared/lib/json.ts';
import { describeFailure } from '../bridge/failure.ts';
import { Failed } from '../ui/notice.tsx';
import classes from './settle-form.module.css';

export interface Settlement {
  readonly decision: 'retry' | 'done' | 'skip' | 'fail';
  readonly output?: Json;
}

const choices: readonly { readonly decision: Settlement['decision']; readonly label: string; readonly help: string }[] = [
  { decision: 'retry', label: 'Retry', help: 'It did not happen, or may happen twice. The step runs again from its beginning.' },
  { decision: 'done', label: 'Mark as done…', help: 'You see that it happened. The run goes on, with an output that you may give.' },
  { decision: 'skip', label: 'Skip', help: 'The run goes on without it; steps that need it are skipped too.' },
  { decision: 'fail', label: 'Fail', help: 'The step counts as failed: the run ends, or goes the way for failures.' },
];

const wrong = Symbol('no JSON');

interface SettleFormProps {
  readonly isPending: boolean;
  /** Why the last try was not recorded. */
  readonly error: unknown;
  onSettle(settlement: Settlement): void;
}

/** What can become of a step that was cut off, when nobody can tell whether it took effect. */
export function SettleForm({ isPending, error, onSettle }: SettleFormProps) {
  const [isMarking, setMarking] = useState(false);
  const [output, setOutput] = useState('');
  const given = read(output);
  return (
    <>
      <div className={classes.choices}>
        {choices.map(({ decision, label, help }) => (
          <div key={decision} className={classes.choice}>
            <Button
              size="xs"
              variant="default"
              disabled={isPending}
              aria-expanded={decision === 'done' ? isMarking : undefined}
              onClick={() => (decision === 'done' ? setMarking(!isMarking) : onSettle({ decision }))}
            >
              {label}
            </Button>
            <Text size="xs" c="dimmed">
              {help}
            </Text>
          </div>
        ))}
      </div>
      {isMarking && (
        <>
          <JsonInput
            label="Output, as JSON"
            description="What later steps get from this one. Empty for none."
            placeholder={'{ "stdout": "…" }'}
            autosize
            minRows={2}
            maxRows={10}
            value={output}
            onChange={setOutput}
            error={given === wrong ? 'This is not JSON.' : undefined}
          />
          <Button
            size="xs"
            className={classes.record}
            disabled={given === wrong}
            loading={isPending}
            onClick={() => given !== wrong && onSettle({ decision: 'done', ...(given === undefined ? {} : { output: given }) })}
          >
            Record it as done
          </Button>
        </>
      )}
      {error !== null && error !== undefined && <Failed title="That was not recorded" {...describeFailure(error)} />}
    </>
  );
}

function read(text: string): Json | undefined | typeof wrong {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return wrong;
  }
}

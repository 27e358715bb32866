import { Button, JsonInput, Text } from '@mantine/core';
import { useState } from 'react';
import type { InboxDecision, InboxItem } from '../../shared/contract/inbox.ts';
import type { Json } from '../../shared/lib/json.ts';
import { describeFailure } from '../bridge/failure.ts';
import { Failed } from '../ui/notice.tsx';
import classes from './inbox-detail.module.css';
import { useSettle } from './use-inbox.ts';

const choices: readonly { readonly decision: InboxDecision; readonly label: string; readonly help: string }[] = [
  { decision: 'retry', label: 'Retry', help: 'It did not happen, or may happen twice. The step runs again from its beginning.' },
  { decision: 'done', label: 'Mark as done…', help: 'You see that it happened. The run goes on, with an output that you may give.' },
  { decision: 'skip', label: 'Skip', help: 'The run goes on without it; steps that need it are skipped too.' },
  { decision: 'fail', label: 'Fail', help: 'The step counts as failed: the run ends, or goes the way for failures.' },
];

const wrong = Symbol('no JSON');

/** Settles a step that was cut off when nobody can tell whether it took effect. */
export function InterruptedForm({ item }: { readonly item: InboxItem }) {
  const answer = useSettle(item);
  const [isMarking, setMarking] = useState(false);
  const [output, setOutput] = useState('');
  const given = read(output);
  return (
    <section className={classes.form} aria-label="Your decision">
      <Text size="sm" fw={600}>
        Look whether it happened, then decide
      </Text>
      <div className={classes.choices}>
        {choices.map(({ decision, label, help }) => (
          <div key={decision} className={classes.choice}>
            <Button
              size="xs"
              variant="default"
              disabled={answer.isPending}
              aria-expanded={decision === 'done' ? isMarking : undefined}
              onClick={() => (decision === 'done' ? setMarking(!isMarking) : answer.mutate({ decision }))}
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
          <div className={classes.buttons}>
            <Button
              size="xs"
              disabled={given === wrong}
              loading={answer.isPending}
              onClick={() => given !== wrong && answer.mutate({ decision: 'done', ...(given === undefined ? {} : { output: given }) })}
            >
              Record it as done
            </Button>
          </div>
        </>
      )}
      {answer.isError && <Failed title="That was not recorded" {...describeFailure(answer.error)} />}
    </section>
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

import { NativeSelect } from '@mantine/core';
import { useTesting } from '../testing/testing-store.ts';
import { useSampleRun } from '../testing/use-sample-run.ts';
import fieldClasses from './fields/fields.module.css';

const time = new Intl.DateTimeFormat('en-GB', { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' });

/** Which past run the samples are taken from. */
export function SampleRunPicker() {
  const { runs, run } = useSampleRun();
  const choose = useTesting((state) => state.chooseRun);
  if (runs.length === 0) return <div className={fieldClasses.help}>No run yet to take samples from: test a step, or run the workflow.</div>;
  return (
    <NativeSelect
      size="xs"
      label="Samples from"
      value={run?.runId ?? 'none'}
      data={[
        { value: 'none', label: 'Pins and tests only' },
        ...runs.map((one) => ({
          value: one.runId,
          label: `${time.format(Date.parse(one.createdAt))} · ${one.triggeredBy === 'test' ? 'test' : 'run'} ${one.runId} · ${one.state.replaceAll('_', ' ')}`,
        })),
      ]}
      onChange={(event) => choose(event.currentTarget.value)}
    />
  );
}

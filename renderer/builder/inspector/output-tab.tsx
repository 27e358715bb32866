import { Button, Skeleton } from '@mantine/core';
import { useState } from 'react';
import type { Json } from '../../../shared/lib/json.ts';
import { describeFailure } from '../../bridge/failure.ts';
import { PinIcon } from '../../ui/icons.tsx';
import { Failed } from '../../ui/notice.tsx';
import { hrefTo } from '../../ui/route.ts';
import { StateBadge } from '../../ui/state-badge.tsx';
import { Elapsed } from '../../ui/time.tsx';
import { ValueTree } from '../../ui/value-tree.tsx';
import { useTesting } from '../testing/testing-store.ts';
import { type Pin, usePinActions, usePins } from '../testing/use-pins.ts';
import { useWholeSample } from '../testing/use-samples.ts';
import { type TestResult, useTestResult } from '../testing/use-step-test.ts';
import { JsonEditor } from './input-tab.tsx';
import classes from './inspector.module.css';
import { SampleRunPicker } from './sample-run-picker.tsx';

/** What the step gave: in its newest test, as it is pinned, or in a past run. */
export function OutputTab({ step }: { readonly step: string }) {
  const result = useTestResult(step);
  const pins = usePins();
  const pin = pins.get(step);
  return (
    <div className={classes.form}>
      {result !== undefined && <Result result={result} />}
      {pin !== undefined && <Pinned step={step} pin={pin} />}
      <Value step={step} pin={pin} isTested={result?.isOver === true && result.step?.state === 'succeeded'} />
      {result === undefined && <SampleRunPicker />}
    </div>
  );
}

/** How the test stands, and what to do where it went wrong. */
function Result({ result }: { readonly result: TestResult }) {
  const { step, failed, state, runError, runId, isOver } = result;
  const wrong = step?.error ?? failed?.error ?? null;
  return (
    <div className={classes.form} style={{ gap: 8 }} aria-live="polite">
      <div className={classes.line}>
        <StateBadge state={step?.state ?? state} />
        {step !== undefined && <Elapsed ms={step.durationMs} since={step.startedAt} />}
        {step !== undefined && step.attempts > 1 && <span>{step.attempts} attempts</span>}
        <a href={hrefTo('runs', runId)} className={classes.muted}>
          test {runId}
        </a>
      </div>
      {step?.reason != null && <div className={classes.muted}>{step.reason}</div>}
      {wrong !== null && (
        <div className={classes.error} role="alert">
          {failed !== undefined && step?.error == null && <b>{failed.id} failed, which comes before: </b>}
          {wrong.message}
          {wrong.hint !== undefined && <div>{wrong.hint}</div>}
        </div>
      )}
      {wrong === null && isOver && runError !== undefined && (
        <div className={classes.error} role="alert">
          {runError}
        </div>
      )}
    </div>
  );
}

function Pinned({ step, pin }: { readonly step: string; readonly pin: Pin }) {
  const { set, remove } = usePinActions();
  const whole = useWholeSample(step, true);
  const [edited, setEdited] = useState<Json>();
  const [isEdited, setIsEdited] = useState(false);
  return (
    <>
      <div className={classes.line}>
        <PinIcon filled />
        <b>Pinned</b>
        <span className={classes.muted}>{pin.runId === null ? 'written by hand' : `from run ${pin.runId}`}</span>
        <Button
          size="compact-xs"
          variant="subtle"
          ml="auto"
          disabled={whole.data == null}
          onClick={() => {
            setEdited(undefined);
            setIsEdited(!isEdited);
          }}
        >
          {isEdited ? 'Cancel' : 'Edit'}
        </Button>
        <Button size="compact-xs" variant="subtle" color="gray" loading={remove.isPending} onClick={() => remove.mutate(step)}>
          Unpin
        </Button>
      </div>
      {pin.staleNow !== undefined && (
        <div className={classes.stale} role="note">
          Stale: {pin.staleNow}. Test the step and pin its output again, or keep this one.
        </div>
      )}
      {isEdited && whole.data != null && (
        <>
          <JsonEditor label="The pinned output" value={whole.data.output} onChange={setEdited} />
          <Button
            size="xs"
            disabled={edited === undefined}
            loading={set.isPending}
            onClick={() => set.mutate({ step, from: { output: edited ?? null } }, { onSuccess: () => setIsEdited(false) })}
          >
            Pin what stands here
          </Button>
        </>
      )}
    </>
  );
}

interface ValueProps {
  readonly step: string;
  readonly pin: Pin | undefined;
  readonly isTested: boolean;
}

function Value({ step, pin, isTested }: ValueProps) {
  const test = useTesting((state) => state.tests[step]);
  // What a test has just given is looked at before it takes the place of what is pinned.
  const sample = useWholeSample(step, !isTested);
  const { set } = usePinActions();
  const [isWriting, setIsWriting] = useState(false);
  const [written, setWritten] = useState<Json>();
  if (sample.isError)
    return <Failed title="The output could not be read" {...describeFailure(sample.error)} onRetry={() => void sample.refetch()} />;
  if (sample.isPending && sample.fetchStatus !== 'idle') return <Skeleton height={60} aria-label="Loading the output" />;
  const { data } = sample;
  if (data == null) {
    return (
      <>
        <div className={classes.muted}>There is no output yet. Test the step, take it from a past run, or write it by hand.</div>
        {isWriting ? (
          <>
            <JsonEditor label="The output to pin" value={undefined} onChange={setWritten} />
            <Button
              size="xs"
              disabled={written === undefined}
              loading={set.isPending}
              onClick={() => set.mutate({ step, from: { output: written ?? null } })}
            >
              Pin what stands here
            </Button>
          </>
        ) : (
          <Button size="compact-xs" variant="subtle" style={{ alignSelf: 'flex-start' }} onClick={() => setIsWriting(true)}>
            Write an output by hand
          </Button>
        )}
      </>
    );
  }
  const run = isTested && test !== undefined ? test.runId : /^run (\S+)$/.exec(data.source)?.[1];
  return (
    <div>
      <div className={classes.line} style={{ marginBottom: 4 }}>
        <b>Output</b>
        <span className={classes.muted}>{data.source}</span>
        {run !== undefined && run !== pin?.runId && (
          <Button
            size="compact-xs"
            variant="subtle"
            ml="auto"
            leftSection={<PinIcon />}
            loading={set.isPending}
            onClick={() => set.mutate({ step, from: { run } })}
          >
            {pin === undefined ? 'Pin' : 'Pin this instead'}
          </Button>
        )}
      </div>
      <ValueTree value={data.output} label={`Output of ${step}`} root={['steps', step, 'output']} maxHeight={420} />
    </div>
  );
}

import { Skeleton, Stack, Tabs, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { isTerminalRun } from '../../shared/run/status.ts';
import { engine } from '../bridge/engine.ts';
import { describeFailure } from '../bridge/failure.ts';
import { Empty, Failed } from '../ui/notice.tsx';
import { Page } from '../ui/page.tsx';
import { StateBadge } from '../ui/state-badge.tsx';
import { Ago, Elapsed } from '../ui/time.tsx';
import { ValueView } from '../ui/value-view.tsx';
import { RunActions } from './run-actions.tsx';
import { RunLog } from './run-log.tsx';
import classes from './run-page.module.css';
import { StepList } from './step-list.tsx';
import { StepPanel } from './step-panel.tsx';
import { useLiveRun } from './use-live-run.ts';

export function RunPage({ runId }: { readonly runId: string }) {
  const { run, steps, failure } = useLiveRun(runId);
  const [selected, setSelected] = useState<string | undefined>();
  if (failure !== undefined && run === undefined) {
    return (
      <Page title="Run">
        <Failed title={`The run ${runId} could not be read`} {...describeFailure(failure)} />
      </Page>
    );
  }
  if (run === undefined) {
    return (
      <Page title="Run">
        <Stack p={20} gap={10} aria-busy aria-label="Loading the run">
          <Skeleton height={20} width="40%" />
          <Skeleton height={20} width="60%" />
        </Stack>
      </Page>
    );
  }
  // What failed or asks is what a person came for.
  const step =
    steps.find(({ path }) => path === selected) ??
    (selected === undefined ? steps.find(({ state }) => state === 'failed' || state === 'unknown') : undefined);
  return (
    <Page
      title={run.workflow}
      subtitle={
        <>
          <StateBadge state={run.state} />
          <span>
            <Ago at={run.createdAt} />, <Elapsed ms={run.durationMs} since={run.startedAt} />
          </span>
          <span>by {run.triggeredBy}</span>
          <span>version {run.version}</span>
          <span className={classes.id}>{run.runId}</span>
        </>
      }
      actions={<RunActions run={run} />}
    >
      {run.error !== null && (
        <Failed
          title={run.error.stepId === null ? 'The run failed' : `The step ${run.error.stepId} failed`}
          message={run.error.hint === undefined ? run.error.message : `${run.error.message}\n${run.error.hint}`}
        />
      )}
      <div className={classes.columns}>
        <section aria-label="Steps" className={classes.steps}>
          {steps.length === 0 && <Empty title="No step yet">{run.reason ?? 'The run waits for its turn.'}</Empty>}
          <StepList steps={steps} selected={step?.path} onSelect={setSelected} />
        </section>
        <section aria-label="Details" className={classes.details}>
          <Tabs defaultValue="details" keepMounted={false}>
            <Tabs.List px={12}>
              <Tabs.Tab value="details">{step === undefined ? 'Run' : step.name}</Tabs.Tab>
              <Tabs.Tab value="log">Log</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="details" p={16}>
              {step === undefined ? <RunValues runId={runId} isOver={isTerminalRun(run.state)} /> : <StepPanel run={run} step={step} />}
            </Tabs.Panel>
            <Tabs.Panel value="log" p={16}>
              <RunLog key={step?.path ?? ''} runId={runId} step={step?.path} />
            </Tabs.Panel>
          </Tabs>
        </section>
      </div>
    </Page>
  );
}

/** What went into the run, and what came out. */
function RunValues({ runId, isOver }: { readonly runId: string; readonly isOver: boolean }) {
  const view = useQuery({
    queryKey: ['run', runId, isOver],
    queryFn: ({ signal }) => engine.runs.get({ run: runId }, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (view.isError)
    return <Failed title="The values could not be read" {...describeFailure(view.error)} onRetry={() => void view.refetch()} />;
  if (view.data === undefined) return <Skeleton height={60} />;
  const { inputs, outputs } = view.data;
  return (
    <Stack gap="md">
      <Value title="Inputs" value={inputs} empty="It was started without inputs." />
      <Value title="Outputs" value={outputs} empty={isOver ? 'It has no outputs.' : 'They come when the run has ended.'} />
    </Stack>
  );
}

function Value({ title, value, empty }: { readonly title: string; readonly value: object | null; readonly empty: string }) {
  return (
    <div>
      <Text size="xs" fw={600} c="dimmed" mb={4}>
        {title}
      </Text>
      {value === null || Object.keys(value).length === 0 ? (
        <Text size="sm" c="dimmed">
          {empty}
        </Text>
      ) : (
        <ValueView value={value} label={title} />
      )}
    </div>
  );
}

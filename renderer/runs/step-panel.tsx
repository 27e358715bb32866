import { Anchor, Button, Group, SegmentedControl, Skeleton, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { callStepOf } from '../../shared/agents/call-step.ts';
import type { AttemptView, RunHead, StepDetails } from '../../shared/contract/run-details.ts';
import type { RunPicture, StepPicture } from '../../shared/run/run-picture.ts';
import { isTerminalRun } from '../../shared/run/status.ts';
import { idOfPath } from '../../shared/run/step-place.ts';
import type { Plan, StepPlan } from '../../shared/workflow/plan.ts';
import { describeFailure } from '../bridge/failure.ts';
import { Failed } from '../ui/notice.tsx';
import { hrefTo } from '../ui/route.ts';
import { StateBadge } from '../ui/state-badge.tsx';
import { Elapsed } from '../ui/time.tsx';
import { AttemptTable } from './attempt-table.tsx';
import { DecideStep } from './decide-step.tsx';
import { explainStep } from './explain-step.ts';
import { PinOutput } from './pin-output.tsx';
import { SizedValueView } from './sized-value.tsx';
import classes from './step-panel.module.css';
import { StepQuestion } from './step-question.tsx';
import { useStepDetails } from './use-step-details.ts';

interface StepPanelProps {
  readonly head: RunHead;
  readonly plan: Plan | undefined;
  readonly picture: RunPicture;
  readonly path: string;
  /** Undefined while a moment of the past is shown. */
  readonly onRetry: ((from: string) => void) | undefined;
}

/** What one step did: its state and why, the way out where it failed, its attempts, and what went in and came out. */
export function StepPanel({ head, plan, picture, path, onRetry }: StepPanelProps) {
  const step = picture.steps.get(path);
  const id = idOfPath(path);
  const planned = plan?.byId.get(id);
  const state = step?.state ?? 'pending';
  return (
    <Stack gap="md" className={classes.panel}>
      <Stack gap={6}>
        <div className={classes.facts}>
          <StateBadge state={state} />
          <span>{kindText(id, planned)}</span>
          {step?.startedAt !== undefined && state !== 'skipped' && (
            <span>
              <Elapsed
                ms={step.endedAt === undefined ? null : step.endedAt - step.startedAt}
                since={new Date(step.startedAt).toISOString()}
              />
            </span>
          )}
          <span className={classes.path}>{path}</span>
        </div>
        {state !== 'unknown' && <Text size="sm">{explainStep(plan, picture, path)}</Text>}
      </Stack>
      {step?.state === 'unknown' && onRetry !== undefined && (
        <DecideStep runId={head.runId} path={path} reason={explainStep(plan, picture, path)} />
      )}
      {(step?.state === 'waiting' || step?.state === 'running') && onRetry !== undefined && <StepQuestion runId={head.runId} path={path} />}
      {step?.error !== undefined && <StepFailure head={head} picture={picture} step={step} onRetry={onRetry} />}
      {step !== undefined && state !== 'skipped' && <StepRecord head={head} step={step} />}
      {onRetry !== undefined && step?.error === undefined && isTerminalRun(picture.status) && (
        <Group>
          <Button size="xs" variant="default" onClick={() => onRetry(path)}>
            Run again from here…
          </Button>
        </Group>
      )}
    </Stack>
  );
}

function kindText(id: string, step: StepPlan | undefined): string {
  const call = callStepOf(id);
  if (call !== undefined) return call.kind === 'action' ? call.name : call.kind;
  if (step === undefined) return 'step';
  return 'action' in step.step ? step.step.action : step.kind;
}

interface StepFailureProps {
  readonly head: RunHead;
  readonly picture: RunPicture;
  readonly step: StepPicture;
  readonly onRetry: ((from: string) => void) | undefined;
}

function StepFailure({ head, picture, step, onRetry }: StepFailureProps) {
  const { error, path } = step;
  if (error === undefined) return null;
  return (
    <section className={classes.error} aria-label="Error">
      <Stack gap={8}>
        <Text size="xs" fw={600}>
          {error.code}
        </Text>
        <div className={classes.message}>{error.message}</div>
        {error.hint !== undefined && (
          <Text size="sm" c="dimmed">
            {error.hint}
          </Text>
        )}
        <Group gap="xs">
          {onRetry !== undefined && isTerminalRun(picture.status) && (
            <Button size="xs" onClick={() => onRetry(path)}>
              Retry from here…
            </Button>
          )}
          {head.isImported && (
            <Button size="xs" variant="default" component="a" href={hrefTo('builder', head.workflowId, idOfPath(path), head.runId)}>
              Open in the builder
            </Button>
          )}
        </Group>
      </Stack>
    </section>
  );
}

function StepRecord({ head, step }: { readonly head: RunHead; readonly step: StepPicture }) {
  const { data, isError, error, refetch, isFetching, loadAll } = useStepDetails(head.runId, step);
  if (isError) return <Failed title="The step could not be read" {...describeFailure(error)} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton height={80} aria-label="Loading the step" />;
  return (
    <>
      {data.children.length > 0 && <Children details={data} />}
      {data.output !== null && (
        <section aria-label="What came out">
          <Group justify="space-between" gap="xs" mb={4}>
            <h3 className={classes.section}>Output</h3>
            {head.isImported && <PinOutput head={head} path={step.path} />}
          </Group>
          <SizedValueView value={data.output} label="Output" root={[data.id]} onLoad={loadAll} isLoading={isFetching} />
        </section>
      )}
      <Inputs attempts={data.attemptList} onLoad={loadAll} isLoading={isFetching} />
      {data.attemptList.length > 0 && (
        <section aria-label="Attempts">
          <h3 className={classes.section}>{data.attemptList.length === 1 ? 'Attempt' : `${data.attemptList.length} attempts`}</h3>
          <AttemptTable attempts={data.attemptList} spans={step.spans} />
        </section>
      )}
    </>
  );
}

function Children({ details }: { readonly details: StepDetails }) {
  return (
    <section aria-label="Runs that it started">
      <h3 className={classes.section}>Runs that it started</h3>
      <Stack gap={4}>
        {details.children.map(({ runId, workflow, state }) => (
          <Group key={runId} gap="sm">
            <StateBadge state={state} />
            <Anchor size="sm" href={hrefTo('runs', runId)}>
              {workflow}
            </Anchor>
          </Group>
        ))}
      </Stack>
    </section>
  );
}

interface InputsProps {
  readonly attempts: readonly AttemptView[];
  onLoad(): void;
  readonly isLoading: boolean;
}

/** What an attempt was given, after placeholders were filled in; the last attempt's unless another is chosen. */
function Inputs({ attempts, onLoad, isLoading }: InputsProps) {
  const [chosen, setChosen] = useState<number>();
  const withInput = attempts.filter(({ input }) => input !== null && input.value !== null);
  const shown = withInput.find(({ attempt }) => attempt === chosen) ?? withInput.at(-1);
  if (shown?.input === undefined || shown.input === null) return null;
  return (
    <section aria-label="What went in">
      <Group justify="space-between" gap="xs" mb={4}>
        <h3 className={classes.section}>Input</h3>
        {withInput.length > 1 && (
          <SegmentedControl
            size="xs"
            aria-label="Of which attempt"
            data={withInput.slice(-6).map(({ attempt }) => ({ value: String(attempt), label: String(attempt) }))}
            value={String(shown.attempt)}
            onChange={(value) => setChosen(Number(value))}
          />
        )}
      </Group>
      <SizedValueView value={shown.input} label="Input" onLoad={onLoad} isLoading={isLoading} />
    </section>
  );
}

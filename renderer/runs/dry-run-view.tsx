import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { RunHead } from '../../shared/contract/run-details.ts';
import { engine } from '../bridge/engine.ts';
import { describeFailure } from '../bridge/failure.ts';
import { Empty, Failed } from '../ui/notice.tsx';
import { Page } from '../ui/page.tsx';
import { Split } from '../ui/split.tsx';
import { StateBadge } from '../ui/state-badge.tsx';
import { ValueTree } from '../ui/value-tree.tsx';
import { StepList } from './step-list.tsx';
import classes from './step-panel.module.css';

/** The plan that a dry run gave: what a real run would do, step by step. Nothing of it happened. */
export function DryRunView({ head }: { readonly head: RunHead }) {
  const [selected, setSelected] = useState<string>();
  const view = useQuery({
    queryKey: ['run', head.runId, 'plan'],
    queryFn: ({ signal }) => engine.runs.get({ run: head.runId }, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const steps = view.data?.steps ?? [];
  const step = steps.find(({ path }) => path === selected) ?? steps[0];
  return (
    <Page title={head.workflow} subtitle={<span>A dry run: this is what a run would do. Nothing of it happened.</span>}>
      {view.isError && <Failed title="The plan could not be read" {...describeFailure(view.error)} onRetry={() => void view.refetch()} />}
      {view.isPending && <Skeleton height={120} m={20} aria-label="Loading the plan" />}
      {view.isSuccess && (
        <Split
          name="dry-run"
          direction="row"
          label="How much room the steps have"
          initial={50}
          first={
            <section aria-label="Steps" style={{ height: '100%', overflow: 'auto' }}>
              {steps.length === 0 && <Empty title="No step">The workflow has no step that would run.</Empty>}
              <StepList steps={steps} selected={step?.path} onSelect={setSelected} />
            </section>
          }
          second={
            <section aria-label="Details" className={classes.panel} style={{ height: '100%', overflow: 'auto' }}>
              {step !== undefined && (
                <>
                  <div className={classes.facts}>
                    <StateBadge state={step.state} />
                    <span>{step.action ?? step.kind}</span>
                    <span className={classes.path}>{step.path}</span>
                  </div>
                  {step.reason !== null && <p>{step.reason}</p>}
                  {step.output !== null && <ValueTree value={step.output} label="What it would do" root={[step.id]} />}
                </>
              )}
            </section>
          }
        />
      )}
    </Page>
  );
}

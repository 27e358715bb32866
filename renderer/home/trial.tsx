import { Button, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { WorkflowSummary } from '../../shared/contract/workflows.ts';
import { isTerminalRun } from '../../shared/run/status.ts';
import type { WorkflowDocument } from '../../shared/workflow/schema.ts';
import { engine } from '../bridge/engine.ts';
import { marksOf } from '../canvas/step-mark.ts';
import { WorkflowCanvas } from '../canvas/workflow-canvas.tsx';
import { hrefTo } from '../ui/route.ts';
import { StateBadge } from '../ui/state-badge.tsx';
import { Elapsed } from '../ui/time.tsx';
import { ValueTree } from '../ui/value-tree.tsx';
import classes from './trial.module.css';
import { useFollowedRun } from './use-followed-run.ts';

const nothing: ReadonlySet<string> = new Set();

/** A template's run as it happens, what came of it, and the way to make it one's own. */
export function Trial({ workflow, runId }: { readonly workflow: WorkflowSummary; readonly runId: string }) {
  const { run, steps } = useFollowedRun(runId);
  const [selection, setSelection] = useState(nothing);
  const marks = useMemo(() => marksOf(steps), [steps]);
  const document = useQuery({
    queryKey: ['workflow', workflow.id],
    queryFn: ({ signal }) => engine.workflows.get({ workflow: workflow.id }, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const isOver = run !== undefined && isTerminalRun(run.state);
  const values = useQuery({
    queryKey: ['run', runId, 'outputs'],
    queryFn: ({ signal }) => engine.runs.get({ run: runId }, { signal }),
    enabled: isOver,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const place = useRef<HTMLElement>(null);
  // Where scrolling gives a promise, it must not be taken for what cleans up.
  useEffect(() => {
    place.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  // The engine's own, which came through `loadWorkflow` when it was stored.
  const drawn = document.data?.document as unknown as WorkflowDocument | undefined;
  return (
    <section ref={place} className={classes.trial} aria-label={`${workflow.name} runs`}>
      <header className={classes.head}>
        <div role="status" className={classes.state}>
          <Text size="sm" fw={600}>
            {workflow.name}
          </Text>
          {run !== undefined && <StateBadge state={run.state} />}
          {run !== undefined && (
            <Text size="xs" c="dimmed">
              <Elapsed ms={run.durationMs} since={run.startedAt} />
            </Text>
          )}
        </div>
        <Group gap="xs">
          <Button size="xs" variant="default" component="a" href={hrefTo('runs', runId)}>
            Every detail of this run
          </Button>
          <Button size="xs" component="a" href={hrefTo('builder', workflow.id)}>
            Make it yours
          </Button>
        </Group>
      </header>
      <div className={classes.columns}>
        <div className={classes.canvas}>
          {drawn !== undefined && (
            <WorkflowCanvas
              document={drawn}
              label={`The steps of ${workflow.name}`}
              marks={marks}
              selection={selection}
              onSelect={setSelection}
            />
          )}
        </div>
        <div className={classes.result}>
          <Text size="xs" fw={600} c="dimmed">
            What came of it
          </Text>
          {run?.error !== undefined && run.error !== null && <Text size="sm">{run.error.message}</Text>}
          {values.data?.outputs ? (
            <ValueTree value={values.data.outputs} label="Outputs" maxHeight={220} />
          ) : (
            <Text size="sm" c="dimmed">
              {isOver ? 'It has no outputs.' : 'It is at work…'}
            </Text>
          )}
          {workflow.path !== null && (
            <Text size="xs" c="dimmed" className={classes.path}>
              Its files are in {workflow.path.replace(/[/\\][^/\\]*$/, '')}. It is switched off: nothing starts it but you.
            </Text>
          )}
        </div>
      </div>
    </section>
  );
}

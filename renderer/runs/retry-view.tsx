import { Button, Group, SegmentedControl, Select, Skeleton, Text } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { RunHead } from '../../shared/contract/run-details.ts';
import { compilePlan } from '../../shared/workflow/plan.ts';
import type { WorkflowDocument } from '../../shared/workflow/schema.ts';
import { engine } from '../bridge/engine.ts';
import { describeFailure } from '../bridge/failure.ts';
import { Failed } from '../ui/notice.tsx';
import { navigate } from '../ui/route.ts';
import { outermost, retryMarks } from './retry-marks.ts';
import classes from './retry-view.module.css';
import { RunCanvas } from './run-canvas.tsx';
import type { PinnedDocument } from './use-run-document.ts';

interface RetryViewProps {
  readonly head: RunHead;
  readonly pinned: PinnedDocument;
  /** The step to begin with; undefined for whatever did not succeed. */
  readonly from: string | undefined;
  onFrom(from: string | undefined): void;
  onClose(): void;
}

const failedOnes = '';

/** What a retry would run again and what it would take over, drawn on the canvas before it is done. */
export function RetryView({ head, pinned, from, onFrom, onClose }: RetryViewProps) {
  const [latest, setLatest] = useState(false);
  const basis = useBasis(head, pinned, latest);
  const request = { run: head.runId, latest, ...(from === undefined ? {} : { from }) };
  const preview = useQuery({
    queryKey: ['run', head.runId, 'retry', latest, from],
    queryFn: ({ signal }) => engine.runs.previewRetry(request, { signal }),
    placeholderData: keepPreviousData,
    retry: false,
  });
  const retry = useMutation({
    mutationFn: () => engine.runs.retry(request),
    onSuccess: ({ runId }) => navigate('runs', runId),
  });
  useHotkeys([['Escape', onClose]]);
  const { plan, document } = basis;
  const marks = useMemo(() => retryMarks(plan, preview.data?.reused ?? []), [plan, preview.data]);
  const steps = plan.main.steps.map(({ id, name }) => ({ value: id, label: name === id ? id : `${name} (${id})` }));
  return (
    <section className={classes.view} aria-label="Retry">
      <div className={classes.bar}>
        <Select
          size="xs"
          w={230}
          label="Begin with"
          data={[{ value: failedOnes, label: 'Whatever did not succeed' }, ...steps]}
          value={from ?? failedOnes}
          onChange={(value) => onFrom(value === null || value === failedOnes ? undefined : value)}
          allowDeselect={false}
          searchable
        />
        <SegmentedControl
          size="xs"
          aria-label="Which version"
          data={[
            { value: 'ran', label: 'As it ran' },
            { value: 'latest', label: 'Current version', disabled: head.versionIsCurrent || !head.isImported },
          ]}
          value={latest ? 'latest' : 'ran'}
          onChange={(value) => setLatest(value === 'latest')}
        />
        <div className={classes.counts} role="status">
          {preview.isPending && <Skeleton height={16} width={180} aria-label="Working out what runs again" />}
          {preview.isSuccess && (
            <>
              <strong>{plan.main.steps.length - preview.data.reused.length}</strong> run again,{' '}
              <strong>{preview.data.reused.length}</strong> taken as they are
            </>
          )}
          <Text size="xs" c="dimmed">
            Click a step to begin with it.
          </Text>
        </div>
        <Group gap="xs">
          <Button size="xs" variant="default" onClick={onClose}>
            Not now
          </Button>
          <Button size="xs" data-autofocus disabled={!preview.isSuccess} loading={retry.isPending} onClick={() => retry.mutate()}>
            Retry
          </Button>
        </Group>
      </div>
      {preview.isError && <Failed title="It cannot be retried so" {...describeFailure(preview.error)} />}
      {retry.isError && <Failed title="The run did not start" {...describeFailure(retry.error)} />}
      <div className={classes.canvas}>
        <RunCanvas
          document={document}
          label="What would run again"
          marks={marks}
          selected={from ?? ''}
          onSelect={(id) => {
            const step = plan.byId.get(id);
            if (step !== undefined) onFrom(outermost(step).id);
          }}
          onOpen={() => {}}
        />
      </div>
    </section>
  );
}

/** The version that the retry would run. */
function useBasis(head: RunHead, pinned: PinnedDocument, latest: boolean): Pick<PinnedDocument, 'document' | 'plan'> {
  const workflow = useQuery({
    queryKey: ['workflow', head.workflowId, 'document'],
    queryFn: ({ signal }) => engine.workflows.get({ workflow: head.workflowId }, { signal }),
    enabled: latest,
  });
  const { data } = workflow;
  return useMemo(() => {
    if (!latest || data === undefined) return pinned;
    const document = data.document as unknown as WorkflowDocument;
    return { document, plan: compilePlan(document) };
  }, [latest, data, pinned]);
}

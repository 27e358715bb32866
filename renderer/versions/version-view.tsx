import { Skeleton, Tabs } from '@mantine/core';
import { useMemo } from 'react';
import { diffWorkflows } from '../../shared/workflow/diff.ts';
import type { WorkflowDocument } from '../../shared/workflow/schema.ts';
import { describeFailure } from '../bridge/failure.ts';
import { Failed } from '../ui/notice.tsx';
import { ValueView } from '../ui/value-view.tsx';
import { DiffView } from './diff-view.tsx';
import { useVersion } from './use-versions.ts';

interface VersionViewProps {
  readonly workflow: string;
  readonly number: number;
  /** The version that it is compared with; undefined: none. */
  readonly base: number | undefined;
}

const empty: WorkflowDocument = { pawl: 1, name: '', version: '', enabled: true, steps: [] };

/** What a version changed, and what it says. */
export function VersionView({ workflow, number, base }: VersionViewProps) {
  const version = useVersion(workflow, number);
  const before = useVersion(workflow, base);
  // The engine's own, which came through `loadWorkflow` when they were stored: every step has an id.
  const now = version.data?.document as unknown as WorkflowDocument | undefined;
  const was = base === undefined ? empty : (before.data?.document as unknown as WorkflowDocument | undefined);
  const diff = useMemo(() => (now === undefined || was === undefined ? undefined : diffWorkflows(was, now)), [now, was]);
  const failed = version.isError ? version : before.isError ? before : undefined;
  if (failed !== undefined) {
    return <Failed title="The version could not be read" {...describeFailure(failed.error)} onRetry={() => void failed.refetch()} />;
  }
  return (
    <Tabs defaultValue="changes" keepMounted={false}>
      <Tabs.List px={12}>
        <Tabs.Tab value="changes">Changes</Tabs.Tab>
        <Tabs.Tab value="text">Text</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="changes" p="14px 20px">
        {diff === undefined ? <Skeleton height={140} /> : <DiffView diff={diff} isFirst={base === undefined} />}
      </Tabs.Panel>
      <Tabs.Panel value="text" p="14px 20px">
        {version.data === undefined ? (
          <Skeleton height={240} />
        ) : (
          <ValueView value={version.data.text} label={`The text of version ${number}`} />
        )}
      </Tabs.Panel>
    </Tabs>
  );
}

import { Button, Skeleton, Stack, Table, TextInput } from '@mantine/core';
import { useDebouncedValue, useHotkeys } from '@mantine/hooks';
import { useRef, useState } from 'react';
import type { WorkflowSummary } from '../../shared/contract/workflows.ts';
import { describeFailure } from '../bridge/failure.ts';
import { useAppActions } from '../ui/app-actions.ts';
import { SearchIcon } from '../ui/icons.tsx';
import { Empty, Failed } from '../ui/notice.tsx';
import { Page } from '../ui/page.tsx';
import { shortcuts } from '../ui/shortcuts.ts';
import { useWorkflows } from './use-workflows.ts';
import { WorkflowRow } from './workflow-row.tsx';

export function WorkflowsPage() {
  const [search, setSearch] = useState('');
  const [settled] = useDebouncedValue(search.trim(), 150);
  const workflows = useWorkflows(settled);
  const searchField = useRef<HTMLInputElement>(null);
  const { importFile, runWorkflow } = useAppActions();
  useHotkeys([[shortcuts.search.keys, () => searchField.current?.focus()]]);

  const items = workflows.data?.items ?? [];
  return (
    <Page
      title="Workflows"
      actions={
        <>
          <TextInput
            ref={searchField}
            aria-label="Search workflows"
            placeholder="Search  /"
            leftSection={<SearchIcon />}
            size="xs"
            w={200}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
          <Button size="xs" onClick={importFile}>
            Import…
          </Button>
        </>
      }
    >
      {workflows.isError && (
        <Failed title="The workflows could not be read" {...describeFailure(workflows.error)} onRetry={() => void workflows.refetch()} />
      )}
      {workflows.isPending && <Loading />}
      {workflows.isSuccess && items.length === 0 && <NoWorkflows search={settled} onImport={importFile} />}
      {items.length > 0 && <WorkflowTable items={items} onRun={runWorkflow} />}
    </Page>
  );
}

interface WorkflowTableProps {
  readonly items: readonly WorkflowSummary[];
  onRun(workflow: WorkflowSummary): void;
}

function WorkflowTable({ items, onRun }: WorkflowTableProps) {
  return (
    <Table layout="fixed">
      <Table.Thead>
        <Table.Tr>
          <Table.Th pl={20}>Name</Table.Th>
          <Table.Th w={180} visibleFrom="md">
            Triggers
          </Table.Th>
          <Table.Th w={190}>Last run</Table.Th>
          <Table.Th w={70}>On</Table.Th>
          <Table.Th w={140} aria-label="Actions" />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {items.map((workflow) => (
          <WorkflowRow key={workflow.id} workflow={workflow} onRun={() => onRun(workflow)} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

function NoWorkflows({ search, onImport }: { readonly search: string; onImport(): void }) {
  if (search !== '') return <Empty title="Nothing found">No workflow has “{search}” in its name, description or tags.</Empty>;
  return (
    <Empty
      title="No workflows yet"
      action={
        <Button mt="xs" size="sm" onClick={onImport}>
          Import a workflow file…
        </Button>
      }
    >
      A workflow is a YAML file of steps that Pawl runs for you. Import one, or drop a file anywhere here: you see what it does before it is
      taken in.
    </Empty>
  );
}

function Loading() {
  return (
    <Stack gap={10} p={20} aria-busy aria-label="Loading workflows">
      {['70%', '55%', '62%'].map((width) => (
        <Skeleton key={width} height={22} width={width} />
      ))}
    </Stack>
  );
}

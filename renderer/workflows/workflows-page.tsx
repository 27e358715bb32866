import { Button, Skeleton, Stack, Table, TextInput } from '@mantine/core';
import { useDebouncedValue, useHotkeys } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useRef, useState } from 'react';
import type { WorkflowSummary } from '../../shared/contract/workflows.ts';
import { describeFailure } from '../bridge/failure.ts';
import { RunDialog } from '../run-form/run-dialog.tsx';
import { SearchIcon } from '../ui/icons.tsx';
import { Empty, Failed } from '../ui/notice.tsx';
import { Page } from '../ui/page.tsx';
import { DropArea } from './drop-area.tsx';
import { ImportDialog, type ImportSource } from './import-dialog.tsx';
import { useChooseFile } from './use-choose-file.ts';
import { useWorkflows } from './use-workflows.ts';
import { WorkflowRow } from './workflow-row.tsx';

export function WorkflowsPage() {
  const [search, setSearch] = useState('');
  const [settled] = useDebouncedValue(search.trim(), 150);
  const workflows = useWorkflows(settled);
  const [importing, setImporting] = useState<ImportSource | undefined>();
  const [running, setRunning] = useState<WorkflowSummary | undefined>();
  const searchField = useRef<HTMLInputElement>(null);
  const chooseFile = useChooseFile(setImporting, (error) => notifications.show({ color: 'red', message: describeFailure(error).message }));
  useHotkeys([
    ['/', () => searchField.current?.focus()],
    ['mod+I', chooseFile],
  ]);

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
          <Button size="xs" onClick={chooseFile}>
            Import…
          </Button>
        </>
      }
    >
      <DropArea onFile={setImporting}>
        {workflows.isError && (
          <Failed title="The workflows could not be read" {...describeFailure(workflows.error)} onRetry={() => void workflows.refetch()} />
        )}
        {workflows.isPending && <Loading />}
        {workflows.isSuccess && items.length === 0 && <NoWorkflows search={settled} onImport={chooseFile} />}
        {items.length > 0 && <WorkflowTable items={items} onRun={setRunning} />}
      </DropArea>
      {importing !== undefined && <ImportDialog source={importing} onClose={() => setImporting(undefined)} />}
      {running !== undefined && <RunDialog workflow={running.id} name={running.name} onClose={() => setRunning(undefined)} />}
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

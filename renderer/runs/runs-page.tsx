import { Button, SegmentedControl, Skeleton, Stack, Table, Text } from '@mantine/core';
import { useState } from 'react';
import type { RunSummary } from '../../shared/contract/run-view.ts';
import type { RunStatus } from '../../shared/run/status.ts';
import { describeFailure } from '../bridge/failure.ts';
import { Empty, Failed } from '../ui/notice.tsx';
import { Page } from '../ui/page.tsx';
import { hrefTo, navigate } from '../ui/route.ts';
import { StateBadge } from '../ui/state-badge.tsx';
import { Ago, Elapsed } from '../ui/time.tsx';
import classes from './runs-page.module.css';
import { useRuns } from './use-runs.ts';

const filters: Readonly<Record<string, readonly RunStatus[]>> = {
  All: [],
  'Under way': ['queued', 'running', 'paused', 'waiting', 'needs_attention'],
  'Needs you': ['needs_attention'],
  Failed: ['failed', 'timed_out', 'completed_with_errors'],
};

export function RunsPage() {
  const [filter, setFilter] = useState('All');
  const runs = useRuns(filters[filter] ?? []);
  const items = runs.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Page
      title="Runs"
      actions={<SegmentedControl size="xs" data={Object.keys(filters)} value={filter} onChange={setFilter} aria-label="Which runs" />}
    >
      {runs.isError && <Failed title="The runs could not be read" {...describeFailure(runs.error)} onRetry={() => void runs.refetch()} />}
      {runs.isPending && (
        <Stack gap={10} p={20} aria-busy aria-label="Loading runs">
          <Skeleton height={22} />
          <Skeleton height={22} />
          <Skeleton height={22} />
        </Stack>
      )}
      {runs.isSuccess && items.length === 0 && <NoRuns filter={filter} />}
      {items.length > 0 && <RunTable items={items} />}
      {runs.hasNextPage && (
        <Button m={20} size="xs" variant="default" loading={runs.isFetchingNextPage} onClick={() => void runs.fetchNextPage()}>
          Older runs
        </Button>
      )}
    </Page>
  );
}

function RunTable({ items }: { readonly items: readonly RunSummary[] }) {
  return (
    <Table layout="fixed">
      <Table.Thead>
        <Table.Tr>
          <Table.Th w={150} pl={20}>
            State
          </Table.Th>
          <Table.Th>Workflow</Table.Th>
          <Table.Th w={160} visibleFrom="md">
            Started by
          </Table.Th>
          <Table.Th w={120}>When</Table.Th>
          <Table.Th w={100}>Took</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {items.map((run) => (
          <Table.Tr key={run.runId} className={classes.row} onClick={() => navigate('runs', run.runId)}>
            <Table.Td pl={20}>
              <StateBadge state={run.state} />
            </Table.Td>
            <Table.Td>
              <a href={hrefTo('runs', run.runId)} className={classes.link}>
                {run.workflow}
              </a>
              {run.dryRun && (
                <Text span size="xs" c="dimmed">
                  {' '}
                  dry run
                </Text>
              )}
              {(run.error?.message ?? run.reason) !== null && (
                <Text size="xs" c="dimmed" truncate title={run.error?.message ?? run.reason ?? ''}>
                  {run.error?.message ?? run.reason}
                </Text>
              )}
            </Table.Td>
            <Table.Td visibleFrom="md">
              <Text size="xs" c="dimmed" truncate>
                {run.triggeredBy}
              </Text>
            </Table.Td>
            <Table.Td>
              <Text size="xs" c="dimmed">
                <Ago at={run.createdAt} />
              </Text>
            </Table.Td>
            <Table.Td>
              <Text size="xs" c="dimmed" className={classes.number}>
                <Elapsed ms={run.durationMs} since={run.startedAt} />
              </Text>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function NoRuns({ filter }: { readonly filter: string }) {
  if (filter !== 'All') return <Empty title="Nothing here">No run is in this state now.</Empty>;
  return (
    <Empty
      title="Nothing has run yet"
      action={
        <Button mt="xs" size="sm" component="a" href={hrefTo('workflows')}>
          Go to workflows
        </Button>
      }
    >
      Run a workflow, and watch it here step by step. Runs that triggers start show up by themselves.
    </Empty>
  );
}

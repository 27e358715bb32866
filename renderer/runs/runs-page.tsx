import { Button, SegmentedControl, Select, Skeleton, TextInput } from '@mantine/core';
import { useDebouncedValue, useHotkeys, useSessionStorage } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useMemo, useRef, useState } from 'react';
import type { RunSummary } from '../../shared/contract/run-view.ts';
import { engine } from '../bridge/engine.ts';
import { describeFailure } from '../bridge/failure.ts';
import { Loading } from '../ui/loading.tsx';
import { Empty, Failed } from '../ui/notice.tsx';
import { Page } from '../ui/page.tsx';
import { hrefTo, navigate } from '../ui/route.ts';
import { shortcuts } from '../ui/shortcuts.ts';
import { leastSearch, noFilter, type RunFilter, runGroups, type Since } from './run-filter.ts';
import { RunGrid } from './run-grid.tsx';
import classes from './runs-page.module.css';
import { useRunList } from './use-run-list.ts';

const times: readonly { readonly value: Since; readonly label: string }[] = [
  { value: 'ever', label: 'Any time' },
  { value: 'hour', label: 'Last hour' },
  { value: 'today', label: 'Today' },
  { value: 'week', label: 'Last 7 days' },
  { value: 'month', label: 'Last 30 days' },
];

/** All runs, newest first; or those of one workflow, by its id. */
export function RunsPage({ of }: { readonly of?: string | undefined }) {
  const [kept, setKept] = useSessionStorage<RunFilter>({
    key: 'pawl-runs-filter',
    defaultValue: noFilter,
    getInitialValueInEffect: false,
  });
  const [own, setOwn] = useState<RunFilter>({ ...noFilter, workflow: of ?? noFilter.workflow });
  const [filter, setFilter] = of === undefined ? ([kept, setKept] as const) : ([own, setOwn] as const);
  const [chosen, setChosen] = useState<readonly RunSummary[]>([]);
  const [search] = useDebouncedValue(filter.search.trim(), 150);
  const { group, workflow, since } = filter;
  const settled = useMemo(
    () => ({ group, workflow, since, search: search.length < leastSearch ? '' : search }),
    [group, workflow, since, search],
  );
  const list = useRunList(settled);
  const searchField = useRef<HTMLInputElement>(null);
  useHotkeys([[shortcuts.searchRuns.keys, () => searchField.current?.focus()]]);
  const act = useMutation({
    mutationFn: async ({ run, action }: { readonly run: RunSummary; readonly action: 'cancel' | 'retry' }) => {
      if (action === 'cancel') await engine.runs.cancel({ run: run.runId });
      else navigate('runs', (await engine.runs.retry({ run: run.runId })).runId);
    },
    onError: (error) => notifications.show({ color: 'red', message: describeFailure(error).message }),
  });

  /** The last two that were chosen are compared. */
  function choose(run: RunSummary): void {
    const isThere = chosen.some(({ runId }) => runId === run.runId);
    setChosen(isThere ? chosen.filter(({ runId }) => runId !== run.runId) : [...chosen, run].slice(-2));
  }

  const isEmpty = list.count() === 0 && !list.hasMore();
  const isFirst = list.count() === 0 && list.hasMore();
  return (
    <Page
      title="Runs"
      actions={
        <SegmentedControl
          size="xs"
          data={[...runGroups]}
          value={group}
          onChange={(value) => setFilter({ ...filter, group: runGroups.find((one) => one === value) ?? 'All' })}
          aria-label="Which runs"
        />
      }
    >
      <div className={classes.filters}>
        <WorkflowSelect value={workflow} onChange={(value) => setFilter({ ...filter, workflow: value })} />
        <Select
          size="xs"
          w={130}
          aria-label="Since when"
          data={[...times]}
          value={since}
          onChange={(value) => setFilter({ ...filter, since: times.find((one) => one.value === value)?.value ?? 'ever' })}
          allowDeselect={false}
        />
        <TextInput
          ref={searchField}
          size="xs"
          w={200}
          placeholder="Beginning of a run id ( / )"
          aria-label="Find by id"
          value={filter.search}
          onChange={(event) => setFilter({ ...filter, search: event.currentTarget.value })}
          spellCheck={false}
        />
        {(workflow !== '' || since !== 'ever' || filter.search !== '') && (
          <Button size="compact-xs" variant="subtle" color="gray" onClick={() => setFilter({ ...noFilter, group })}>
            Clear
          </Button>
        )}
      </div>
      {isFirst && list.failure !== undefined && (
        <Failed title="The runs could not be read" {...describeFailure(list.failure)} onRetry={() => list.restart()} />
      )}
      {isFirst && list.failure === undefined && (
        <Loading label="Loading runs">
          <Skeleton height={22} />
          <Skeleton height={22} />
          <Skeleton height={22} />
        </Loading>
      )}
      {isEmpty && <NoRuns filter={filter} onClear={() => setFilter(noFilter)} />}
      {list.count() > 0 && (
        <RunGrid
          list={list}
          chosen={chosen}
          onChoose={choose}
          onOpen={({ runId }) => navigate('runs', runId)}
          onAct={(run, action) => act.mutate({ run, action })}
        />
      )}
      {chosen.length > 0 && <CompareBar chosen={chosen} onClear={() => setChosen([])} />}
    </Page>
  );
}

function WorkflowSelect({ value, onChange }: { readonly value: string; onChange(value: string): void }) {
  const workflows = useQuery({
    queryKey: ['workflows', 'names'],
    queryFn: ({ signal }) => engine.workflows.list({ limit: 1000 }, { signal }),
  });
  const known = (workflows.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }));
  // One that is in the library no more may still be asked for.
  const data = value === '' || known.some((one) => one.value === value) ? known : [...known, { value, label: value }];
  return (
    <Select
      size="xs"
      w={200}
      aria-label="Of which workflow"
      placeholder="All workflows"
      data={data}
      value={value === '' ? null : value}
      onChange={(chosen) => onChange(chosen ?? '')}
      searchable
      clearable
      limit={100}
      nothingFoundMessage="No workflow is called so"
    />
  );
}

function CompareBar({ chosen, onClear }: { readonly chosen: readonly RunSummary[]; onClear(): void }) {
  const [one, other] = [...chosen].sort((a, b) => a.createdAt.localeCompare(b.createdAt));
  const isSame = one?.workflowId === other?.workflowId;
  return (
    <section className={classes.compare} aria-label="Compare">
      {one === undefined || other === undefined ? (
        <span>Choose another run of {one?.workflow} to compare it with.</span>
      ) : isSame ? (
        <Button size="xs" component="a" href={hrefTo('compare', one.runId, other.runId)}>
          Compare the two runs
        </Button>
      ) : (
        <span>These are runs of two workflows. Choose two of one.</span>
      )}
      <Button size="xs" variant="subtle" color="gray" onClick={onClear}>
        Choose none
      </Button>
    </section>
  );
}

function NoRuns({ filter, onClear }: { readonly filter: RunFilter; onClear(): void }) {
  const isFiltered = filter.group !== 'All' || filter.workflow !== '' || filter.since !== 'ever' || filter.search !== '';
  if (isFiltered) {
    return (
      <Empty
        title="Nothing here"
        action={
          <Button mt="xs" size="xs" variant="default" onClick={onClear}>
            Show all runs
          </Button>
        }
      >
        No run is like this now. One that comes to be shows up by itself.
      </Empty>
    );
  }
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

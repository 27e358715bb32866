import { Button } from '@mantine/core';
import { useHotkeys, useSessionStorage } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useMemo, useRef, useState } from 'react';
import type { RunSummary } from '../../shared/contract/run-view.ts';
import { engine } from '../bridge/engine.ts';
import { describeFailure } from '../bridge/failure.ts';
import { useLiveRuns } from '../bridge/live-runs.ts';
import { Empty, Failed } from '../ui/notice.tsx';
import { Page } from '../ui/page.tsx';
import { hrefTo, navigate } from '../ui/route.ts';
import { RowSkeletons } from '../ui/row-skeletons.tsx';
import { shortcuts } from '../ui/shortcuts.ts';
import { useStable } from '../ui/use-stable.ts';
import { useChanges } from './changes.ts';
import { leastSearch, noFilter, type RunFilter } from './run-filter.ts';
import { GroupChoice, RunFilters } from './run-filters.tsx';
import { RunGrid } from './run-grid.tsx';
import { runRowHeight } from './run-row.tsx';
import classes from './runs-page.module.css';
import { type RunList, useRunList } from './use-run-list.ts';

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
  const { group, workflow, since } = filter;
  const search = filter.search.trim();
  const settled = useMemo(
    () => ({ group, workflow, since, search: search.length < leastSearch ? '' : search }),
    [group, workflow, since, search],
  );
  const runs = useRunList(settled);
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

  const change = useStable((part: Partial<RunFilter>) => setFilter({ ...filter, ...part }));
  return (
    <Page title="Runs" subtitle={<LiveCounts />} actions={<GroupChoice value={group} onChange={change} />}>
      <RunFilters filter={filter} searchField={searchField} onChange={change} />
      <Runs
        {...runs}
        filter={filter}
        chosen={chosen}
        onChoose={choose}
        onAct={(run, action) => act.mutate({ run, action })}
        onClear={() => setFilter(noFilter)}
      />
      {chosen.length > 0 && <CompareBar chosen={chosen} onClear={() => setChosen([])} />}
    </Page>
  );
}

/** What is under way at this moment, whatever the list shows. */
function LiveCounts() {
  const counts = useLiveRuns()?.counts;
  if (counts === undefined) return <span>&nbsp;</span>;
  return (
    <span>{counts.running + counts.queued === 0 ? 'Nothing is under way' : `${counts.running} under way, ${counts.queued} queued`}</span>
  );
}

interface RunsProps extends RunList {
  readonly filter: RunFilter;
  readonly chosen: readonly RunSummary[];
  onChoose(run: RunSummary): void;
  onAct(run: RunSummary, action: 'cancel' | 'retry'): void;
  onClear(): void;
}

/** What there is: drawn anew with the list, while the page around it is not. */
function Runs({ list, changes, filter, chosen, onChoose, onAct, onClear }: RunsProps) {
  useChanges(changes);
  if (list.count() > 0) {
    return <RunGrid list={list} chosen={chosen} onChoose={onChoose} onOpen={({ runId }) => navigate('runs', runId)} onAct={onAct} />;
  }
  if (!list.hasMore()) return <NoRuns filter={filter} onClear={onClear} />;
  if (list.failure !== undefined) {
    return <Failed title="The runs could not be read" {...describeFailure(list.failure)} onRetry={() => list.restart()} />;
  }
  return <RowSkeletons label="Loading runs" rowHeight={runRowHeight} />;
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

import { Button, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useDebouncedValue, useHotkeys, useLocalStorage } from '@mantine/hooks';
import { useCallback, useRef, useState } from 'react';
import type { WorkflowSummary } from '../../shared/contract/workflows.ts';
import { describeFailure } from '../bridge/failure.ts';
import { useAppActions } from '../ui/app-actions.ts';
import { SearchIcon } from '../ui/icons.tsx';
import { Failed } from '../ui/notice.tsx';
import { Page } from '../ui/page.tsx';
import { hrefTo } from '../ui/route.ts';
import { RowSkeletons } from '../ui/row-skeletons.tsx';
import { shortcuts } from '../ui/shortcuts.ts';
import { HeadCell, VirtualRows } from '../ui/virtual-rows.tsx';
import { ChosenBar } from './chosen-bar.tsx';
import { DeleteDialog } from './delete-dialog.tsx';
import { NoWorkflows } from './no-workflows.tsx';
import { UnfinishedDrafts } from './unfinished-drafts.tsx';
import { useTags, useWorkflows, type WorkflowFilter } from './use-workflows.ts';
import { WorkflowRow } from './workflow-row.tsx';
import classes from './workflows-page.module.css';

const sorts = [
  { value: 'name', label: 'By name' },
  { value: 'changed', label: 'Last changed' },
  { value: 'run', label: 'Last run' },
] as const;
const shows = [
  { value: 'all', label: 'All' },
  { value: 'favourites', label: 'Favourites' },
  { value: 'on', label: 'On' },
  { value: 'off', label: 'Off' },
] as const;
const rowHeight = 54;

/** All workflows: to find, switch, run, and do the rest with. */
export function WorkflowsPage() {
  const [search, setSearch] = useState('');
  const [settled] = useDebouncedValue(search.trim(), 150);
  const [tag, setTag] = useState('');
  const [show, setShow] = useState<WorkflowFilter['show']>('all');
  const [sort, setSort] = useLocalStorage<WorkflowFilter['sort']>({
    key: 'pawl.workflows.sort',
    defaultValue: 'name',
    getInitialValueInEffect: false,
  });
  const [chosen, setChosen] = useState<ReadonlyMap<string, WorkflowSummary>>(new Map());
  const [deleting, setDeleting] = useState<readonly WorkflowSummary[]>([]);
  const workflows = useWorkflows({ search: settled, tag, show, sort });
  const tags = useTags().data?.items ?? [];
  const searchField = useRef<HTMLInputElement>(null);
  const { importFile } = useAppActions();
  useHotkeys([[shortcuts.search.keys, () => searchField.current?.focus()]]);

  const items = workflows.data?.pages.flatMap((page) => page.items) ?? [];
  const total = workflows.data?.pages[0]?.total ?? 0;
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = workflows;
  const readMore = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [fetchNextPage, hasNextPage, isFetchingNextPage]);
  const isFiltered = settled !== '' || tag !== '' || show !== 'all';

  const choose = useCallback((workflow: WorkflowSummary, isChosen: boolean): void => {
    setChosen((before) => {
      const next = new Map(before);
      if (isChosen) next.set(workflow.id, workflow);
      else next.delete(workflow.id);
      return next;
    });
  }, []);
  const row = useCallback(
    (workflow: WorkflowSummary) => (
      <WorkflowRow
        workflow={workflow}
        isChosen={chosen.has(workflow.id)}
        onChoose={(isChosen) => choose(workflow, isChosen)}
        onDelete={() => setDeleting([workflow])}
      />
    ),
    [chosen, choose],
  );

  return (
    <Page
      title="Workflows"
      subtitle={workflows.isSuccess && (isFiltered ? `${total.toLocaleString('en')} fit` : `${total.toLocaleString('en')} in all`)}
      actions={
        <>
          <Button size="xs" variant="default" component="a" href={hrefTo('templates')}>
            Templates
          </Button>
          <Button size="xs" variant="default" onClick={importFile}>
            Import…
          </Button>
          <Button size="xs" component="a" href={hrefTo('builder', 'new')}>
            New
          </Button>
        </>
      }
    >
      <search className={classes.bar}>
        <TextInput
          ref={searchField}
          aria-label="Search workflows"
          placeholder="Search names, descriptions, tags   /"
          leftSection={<SearchIcon />}
          size="xs"
          className={classes.search}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <SegmentedControl
          size="xs"
          aria-label="Which workflows"
          data={[...shows]}
          value={show}
          onChange={(value) => setShow(value as WorkflowFilter['show'])}
        />
        <Select
          size="xs"
          w={140}
          aria-label="Tag"
          placeholder="Any tag"
          data={tags.map(({ tag: value, count }) => ({ value, label: `${value} (${count})` }))}
          value={tag === '' ? null : tag}
          onChange={(value) => setTag(value ?? '')}
          clearable
          searchable
          disabled={tags.length === 0}
        />
        <Select
          size="xs"
          w={130}
          aria-label="Order"
          data={[...sorts]}
          value={sort}
          onChange={(value) => setSort((value ?? 'name') as WorkflowFilter['sort'])}
          allowDeselect={false}
        />
      </search>
      <UnfinishedDrafts />
      {workflows.isError && (
        <Failed title="The workflows could not be read" {...describeFailure(workflows.error)} onRetry={() => void workflows.refetch()} />
      )}
      {workflows.isPending && <RowSkeletons label="Loading workflows" rowHeight={rowHeight} />}
      {workflows.isSuccess && items.length === 0 && (
        <NoWorkflows
          isFiltered={isFiltered}
          search={settled}
          onShowAll={() => {
            setSearch('');
            setTag('');
            setShow('all');
          }}
        />
      )}
      {items.length > 0 && (
        <VirtualRows
          label="Workflows"
          items={items}
          total={total}
          onEnd={readMore}
          rowHeight={rowHeight}
          keyOf={({ id }) => id}
          className={classes.columns}
          head={
            <>
              <HeadCell />
              <HeadCell>Name</HeadCell>
              <HeadCell className={classes.wide}>Starts</HeadCell>
              <HeadCell className={classes.wide}>Last ten</HeadCell>
              <HeadCell>Last run</HeadCell>
              <HeadCell>On</HeadCell>
              <HeadCell />
            </>
          }
          row={row}
        />
      )}
      {chosen.size > 0 && (
        <ChosenBar
          workflows={[...chosen.values()]}
          onClear={() => setChosen(new Map())}
          onDelete={() => setDeleting([...chosen.values()])}
        />
      )}
      {deleting.length > 0 && (
        <DeleteDialog
          workflows={deleting}
          onClose={(isDone) => {
            setDeleting([]);
            if (isDone) setChosen(new Map());
          }}
        />
      )}
    </Page>
  );
}

import { Button, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { memo, type Ref } from 'react';
import { engine } from '../bridge/engine.ts';
import { noFilter, type RunFilter, type RunGroup, runGroups, type Since } from './run-filter.ts';
import classes from './runs-page.module.css';

const times: readonly { readonly value: Since; readonly label: string }[] = [
  { value: 'ever', label: 'Any time' },
  { value: 'hour', label: 'Last hour' },
  { value: 'today', label: 'Today' },
  { value: 'week', label: 'Last 7 days' },
  { value: 'month', label: 'Last 30 days' },
];

type OnChange = (part: Partial<RunFilter>) => void;

export const GroupChoice = memo(function GroupChoice({ value, onChange }: { readonly value: RunGroup; onChange: OnChange }) {
  return (
    <SegmentedControl
      size="xs"
      data={[...runGroups]}
      value={value}
      onChange={(chosen) => onChange({ group: runGroups.find((one) => one === chosen) ?? 'All' })}
      aria-label="Which runs"
    />
  );
});

interface RunFiltersProps {
  readonly filter: RunFilter;
  readonly searchField: Ref<HTMLInputElement>;
  /** The same between renders: each field is drawn anew only when its own value changes. */
  readonly onChange: OnChange;
}

export function RunFilters({ filter: { workflow, since, search }, searchField, onChange }: RunFiltersProps) {
  return (
    <div className={classes.filters}>
      <WorkflowSelect value={workflow} onChange={onChange} />
      <SinceSelect value={since} onChange={onChange} />
      <TextInput
        ref={searchField}
        size="xs"
        w={200}
        placeholder="Beginning of a run id ( / )"
        aria-label="Find by id"
        value={search}
        onChange={(event) => onChange({ search: event.currentTarget.value })}
        spellCheck={false}
      />
      {(workflow !== '' || since !== 'ever' || search !== '') && (
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          onClick={() => onChange({ workflow: noFilter.workflow, since: noFilter.since, search: noFilter.search })}
        >
          Clear
        </Button>
      )}
    </div>
  );
}

const SinceSelect = memo(function SinceSelect({ value, onChange }: { readonly value: Since; onChange: OnChange }) {
  return (
    <Select
      size="xs"
      w={130}
      aria-label="Since when"
      data={[...times]}
      value={value}
      onChange={(chosen) => onChange({ since: times.find((one) => one.value === chosen)?.value ?? 'ever' })}
      allowDeselect={false}
    />
  );
});

const WorkflowSelect = memo(function WorkflowSelect({ value, onChange }: { readonly value: string; onChange: OnChange }) {
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
      onChange={(chosen) => onChange({ workflow: chosen ?? '' })}
      searchable
      clearable
      limit={100}
      nothingFoundMessage="No workflow is called so"
    />
  );
});

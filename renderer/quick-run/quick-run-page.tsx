import { Text, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useState } from 'react';
import type { WorkflowSummary } from '../../shared/contract/workflows.ts';
import { engine, isDesktop } from '../bridge/engine.ts';
import { describeFailure } from '../bridge/failure.ts';
import { SearchIcon } from '../ui/icons.tsx';
import { Failed } from '../ui/notice.tsx';
import { navigate } from '../ui/route.ts';
import { StateMark } from '../ui/state-badge.tsx';
import { Ago } from '../ui/time.tsx';
import classes from './quick-run-page.module.css';

const mostShown = 6;

/** A browser has this page in a window like any other. */
function leave(): void {
  if (isDesktop) void engine.desktop.hideQuickRun();
  else navigate('home');
}

/** The small window of the global shortcut: type, Enter, done. */
export function QuickRunPage() {
  const [search, setSearch] = useState('');
  const [chosen, setChosen] = useState(0);
  const workflows = useQuery({
    queryKey: ['workflows', search],
    queryFn: ({ signal }) => engine.workflows.list({ limit: mostShown, ...(search === '' ? {} : { search }) }, { signal }),
    placeholderData: (before) => before,
  });
  const start = useMutation({
    mutationFn: (workflow: WorkflowSummary) => engine.runs.start({ source: { workflow: workflow.id }, triggeredBy: 'quick run' }),
    onSuccess: ({ runId }) => (isDesktop ? engine.desktop.present({ page: 'runs', run: runId }) : navigate('runs', runId)),
  });
  const items = workflows.data?.items ?? [];
  const at = Math.min(chosen, Math.max(items.length - 1, 0));

  function press(event: KeyboardEvent): void {
    if (event.key === 'Escape') leave();
    else if (event.key === 'ArrowDown') setChosen(Math.min(at + 1, items.length - 1));
    else if (event.key === 'ArrowUp') setChosen(Math.max(at - 1, 0));
    else if (event.key === 'Enter') {
      const workflow = items[at];
      if (workflow !== undefined && !start.isPending) start.mutate(workflow);
    } else return;
    event.preventDefault();
  }

  return (
    <main className={classes.page}>
      <TextInput
        autoFocus
        size="md"
        variant="unstyled"
        placeholder="Run a workflow…"
        aria-label="Run a workflow"
        role="combobox"
        aria-expanded
        aria-controls="found"
        aria-activedescendant={items[at] === undefined ? undefined : `found-${items[at].id}`}
        leftSection={<SearchIcon />}
        value={search}
        onChange={(event) => {
          setSearch(event.currentTarget.value);
          setChosen(0);
        }}
        onKeyDown={press}
        className={classes.field}
      />
      {start.isError && <Failed title="It did not start" {...describeFailure(start.error)} />}
      {workflows.isError && <Failed title="The workflows could not be read" {...describeFailure(workflows.error)} />}
      <div id="found" role="listbox" aria-label="Workflows">
        {items.map((workflow, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above takes the keys for the whole list.
          <div
            key={workflow.id}
            id={`found-${workflow.id}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            className={classes.option}
            onMouseMove={() => setChosen(index)}
            onClick={() => start.mutate(workflow)}
          >
            <Text span size="sm" truncate className={classes.name}>
              {workflow.name}
            </Text>
            {workflow.lastRun !== null && (
              <Text span size="xs" c="dimmed" className={classes.last}>
                <StateMark state={workflow.lastRun.state} /> <Ago at={workflow.lastRun.at} />
              </Text>
            )}
          </div>
        ))}
      </div>
      {workflows.isSuccess && items.length === 0 && (
        <Text size="sm" c="dimmed" p={16}>
          {search === '' ? 'No workflows yet.' : 'Nothing found.'}
        </Text>
      )}
    </main>
  );
}

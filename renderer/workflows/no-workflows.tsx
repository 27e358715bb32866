import { Button, Group } from '@mantine/core';
import { useAppActions } from '../ui/app-actions.ts';
import { Empty } from '../ui/notice.tsx';
import { hrefTo } from '../ui/route.ts';

interface NoWorkflowsProps {
  readonly isFiltered: boolean;
  readonly search: string;
  onShowAll(): void;
}

/** None is there, or none fits. */
export function NoWorkflows({ isFiltered, search, onShowAll }: NoWorkflowsProps) {
  const { importFile } = useAppActions();
  if (isFiltered) {
    return (
      <Empty
        title="Nothing found"
        action={
          <Button mt="xs" size="xs" variant="default" onClick={onShowAll}>
            Show all workflows
          </Button>
        }
      >
        {search === '' ? 'No workflow fits this filter.' : `No workflow has “${search}” in its name, description or tags.`}
      </Empty>
    );
  }
  return (
    <Empty
      title="No workflows yet"
      action={
        <Group gap="xs" mt="xs">
          <Button size="sm" component="a" href={hrefTo('templates')}>
            Look at the templates
          </Button>
          <Button size="sm" variant="default" component="a" href={hrefTo('builder', 'new')}>
            Build one
          </Button>
          <Button size="sm" variant="default" onClick={importFile}>
            Import a file…
          </Button>
        </Group>
      }
    >
      A workflow is a list of steps that Pawl runs for you. Take a template, build one, or drop a file anywhere on this window: you see what
      it can touch before it is stored.
    </Empty>
  );
}

import { Button, Group, Text } from '@mantine/core';
import type { WorkflowSummary } from '../../shared/contract/workflows.ts';
import { engine } from '../bridge/engine.ts';
import { saveText } from '../bridge/save-text.ts';
import { tellDone } from '../bridge/tell.ts';
import classes from './chosen-bar.module.css';
import { useChangeWorkflows } from './use-workflows.ts';

interface ChosenBarProps {
  readonly workflows: readonly WorkflowSummary[];
  onClear(): void;
  onDelete(): void;
}

/** What is done with several workflows at once. */
export function ChosenBar({ workflows, onClear, onDelete }: ChosenBarProps) {
  const change = useChangeWorkflows();
  const count = workflows.length === 1 ? '1 workflow' : `${workflows.length} workflows`;
  const switchAll = (enabled: boolean): void =>
    change.mutate(async () => {
      for (const { id } of workflows) await engine.workflows.setEnabled({ workflow: id, enabled });
      tellDone(`${count} switched ${enabled ? 'on' : 'off'}.`);
    });
  const exportAll = (): void =>
    change.mutate(async () => {
      const { items } = await engine.templates.list();
      const own = items.filter((template) => template.own).map(({ slug }) => slug);
      const { fileName, text } = await engine.workflows.exportBundle({ workflows: workflows.map(({ id }) => id), templates: own });
      saveText(fileName, text);
    });
  return (
    <section className={classes.bar} aria-label="What is chosen">
      <Text size="sm" fw={550}>
        {count} chosen
      </Text>
      <Group gap="xs">
        <Button size="xs" variant="default" onClick={exportAll}>
          Export as a bundle
        </Button>
        <Button size="xs" variant="default" onClick={() => switchAll(true)}>
          Switch on
        </Button>
        <Button size="xs" variant="default" onClick={() => switchAll(false)}>
          Switch off
        </Button>
        <Button size="xs" variant="default" c="red" onClick={onDelete}>
          Delete…
        </Button>
        <Button size="xs" variant="subtle" color="gray" onClick={onClear}>
          Choose none
        </Button>
      </Group>
    </section>
  );
}

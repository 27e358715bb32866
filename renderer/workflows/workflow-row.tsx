import { ActionIcon, Anchor, Badge, Button, Group, Switch, Text } from '@mantine/core';
import type { WorkflowSummary } from '../../shared/contract/workflows.ts';
import { engine } from '../bridge/engine.ts';
import { useAppActions } from '../ui/app-actions.ts';
import { PlayIcon, StarIcon } from '../ui/icons.tsx';
import { OutcomeLine } from '../ui/outcome-line.tsx';
import { hrefTo } from '../ui/route.ts';
import { RowCheckbox } from '../ui/row-checkbox.tsx';
import { StateBadge } from '../ui/state-badge.tsx';
import { Ago } from '../ui/time.tsx';
import { Cell } from '../ui/virtual-rows.tsx';
import { TriggerHealths } from './trigger-healths.tsx';
import { useChangeWorkflows } from './use-workflows.ts';
import { WorkflowMenu } from './workflow-menu.tsx';
import classes from './workflow-row.module.css';

interface WorkflowRowProps {
  readonly workflow: WorkflowSummary;
  readonly isChosen: boolean;
  onChoose(isChosen: boolean): void;
  onDelete(): void;
}

/** The cells of one workflow. */
export function WorkflowRow({ workflow, isChosen, onChoose, onDelete }: WorkflowRowProps) {
  const change = useChangeWorkflows();
  const { runWorkflow } = useAppActions();
  const { id, name, description, tags, favourite, triggers, lastRun, recent, enabled } = workflow;
  return (
    <>
      <Cell className={classes.marks}>
        <RowCheckbox label={`Choose ${name}`} isChecked={isChosen} onChange={onChoose} />
        <ActionIcon
          size="sm"
          variant="transparent"
          className={classes.star}
          data-on={favourite || undefined}
          aria-pressed={favourite}
          aria-label={`${name} is a favourite`}
          onClick={() => change.mutate(() => engine.workflows.setFavourite({ workflow: id, favourite: !favourite }))}
        >
          <StarIcon filled={favourite} />
        </ActionIcon>
      </Cell>
      <Cell>
        <Group gap={6} wrap="nowrap">
          <Anchor href={hrefTo('builder', id)} size="sm" fw={550} c="inherit" truncate underline="hover" title={name}>
            {name}
          </Anchor>
          {tags.slice(0, 3).map((tag) => (
            <Badge key={tag} size="xs" variant="default" tt="none" className={classes.tag}>
              {tag}
            </Badge>
          ))}
        </Group>
        <Text size="xs" c="dimmed" truncate title={description ?? ''}>
          {description ?? 'No description'}
        </Text>
      </Cell>
      <Cell className={classes.wide}>
        <TriggerHealths workflow={name} triggers={triggers} enabled={enabled} />
      </Cell>
      <Cell className={classes.wide}>
        <OutcomeLine runs={recent} label={`The last runs of ${name}`} />
      </Cell>
      <Cell>
        {lastRun === null ? (
          <Text size="xs" c="dimmed">
            Never
          </Text>
        ) : (
          <Anchor href={hrefTo('runs', lastRun.runId)} size="xs" underline="hover" className={classes.last}>
            <StateBadge state={lastRun.state} />
            <Text span size="xs" c="dimmed" truncate>
              <Ago at={lastRun.at} />
            </Text>
          </Anchor>
        )}
      </Cell>
      <Cell>
        <Switch
          size="xs"
          checked={enabled}
          aria-label={`${name} is on`}
          title={triggers.length === 0 ? 'On: it can be found and called' : 'On: its triggers are watched'}
          disabled={change.isPending}
          onChange={(event) => {
            const wanted = event.currentTarget.checked;
            change.mutate(() => engine.workflows.setEnabled({ workflow: id, enabled: wanted }));
          }}
        />
      </Cell>
      <Cell className={classes.actions}>
        <Button
          size="compact-xs"
          variant="light"
          leftSection={<PlayIcon />}
          styles={{ section: { marginInlineEnd: 4 } }}
          onClick={() => runWorkflow({ id, name })}
          aria-label={`Run ${name}`}
        >
          Run
        </Button>
        <WorkflowMenu workflow={workflow} onDelete={onDelete} />
      </Cell>
    </>
  );
}

import { ActionIcon, Anchor, Badge, Button, Group, Menu, Switch, Table, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { WorkflowSummary } from '../../shared/contract/workflows.ts';
import { describeFailure } from '../bridge/failure.ts';
import { MoreIcon, PlayIcon } from '../ui/icons.tsx';
import { hrefTo } from '../ui/route.ts';
import { StateBadge } from '../ui/state-badge.tsx';
import { Ago } from '../ui/time.tsx';
import { useDeleteWorkflow, useSetEnabled } from './use-workflows.ts';

export function WorkflowRow({ workflow, onRun }: { readonly workflow: WorkflowSummary; onRun(): void }) {
  const setEnabled = useSetEnabled();
  const remove = useDeleteWorkflow();
  const tellFailure = (error: unknown): void => void notifications.show({ color: 'red', message: describeFailure(error).message });
  const { id, name, description, tags, triggers, lastRun, enabled } = workflow;
  return (
    <Table.Tr>
      <Table.Td pl={20}>
        <Group gap={6} wrap="nowrap">
          <Text size="sm" fw={550} truncate>
            {name}
          </Text>
          {tags.map((tag) => (
            <Badge key={tag} size="xs" variant="default" tt="none">
              {tag}
            </Badge>
          ))}
        </Group>
        {description !== null && (
          <Text size="xs" c="dimmed" truncate title={description}>
            {description}
          </Text>
        )}
      </Table.Td>
      <Table.Td visibleFrom="md">
        <Text size="xs" c="dimmed" truncate>
          {triggers.length === 0 ? 'By hand' : triggers.map(({ type }) => type.replaceAll('_', ' ')).join(', ')}
        </Text>
      </Table.Td>
      <Table.Td>
        {lastRun === null ? (
          <Text size="xs" c="dimmed">
            Never
          </Text>
        ) : (
          <Anchor href={hrefTo('runs', lastRun.runId)} size="xs" underline="hover">
            <Group gap={8} wrap="nowrap">
              <StateBadge state={lastRun.state} />
              <Text span size="xs" c="dimmed" truncate>
                <Ago at={lastRun.at} />
              </Text>
            </Group>
          </Anchor>
        )}
      </Table.Td>
      <Table.Td>
        <Switch
          size="sm"
          checked={enabled}
          aria-label={`${name} is on`}
          disabled={setEnabled.isPending}
          onChange={(event) => setEnabled.mutate({ id, enabled: event.currentTarget.checked }, { onError: tellFailure })}
        />
      </Table.Td>
      <Table.Td>
        <Group gap={4} justify="flex-end" wrap="nowrap">
          <Button
            size="compact-xs"
            variant="light"
            leftSection={<PlayIcon />}
            styles={{ section: { marginInlineEnd: 4 } }}
            onClick={onRun}
            aria-label={`Run ${name}`}
          >
            Run
          </Button>
          <Menu position="bottom-end" withinPortal>
            <Menu.Target>
              <ActionIcon variant="subtle" color="gray" aria-label={`More for ${name}`}>
                <MoreIcon />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item color="red" onClick={() => remove.mutate(id, { onError: tellFailure })}>
                Delete
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}

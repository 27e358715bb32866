import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import type { AgentView } from '../../shared/contract/agents.ts';
import { describeFailure } from '../bridge/failure.ts';
import { Failed } from '../ui/notice.tsx';
import { useRemoveAgent } from './use-agents.ts';

interface RemoveAgentDialogProps {
  readonly view: AgentView;
  onClose(): void;
  onRemoved(): void;
}

export function RemoveAgentDialog({ view: { agent, usedBy }, onClose, onRemoved }: RemoveAgentDialogProps) {
  const remove = useRemoveAgent(onRemoved);
  return (
    <Modal opened onClose={onClose} title={`Remove ${agent.name}?`}>
      <Stack gap="sm">
        <Text size="sm">
          Its instructions and grants are gone for good. What it remembers stays.
          {usedBy.length > 0 && ` Steps of ${usedBy.map(({ name }) => name).join(', ')} fail until there is an agent of this name again.`}
        </Text>
        {remove.isError && <Failed title="It was not removed" {...describeFailure(remove.error)} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose} data-autofocus>
            Keep it
          </Button>
          <Button color="red" loading={remove.isPending} onClick={() => remove.mutate(agent.name)}>
            Remove
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

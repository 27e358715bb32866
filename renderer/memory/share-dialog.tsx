import { Button, Group, Modal, Stack, TagsInput, Text } from '@mantine/core';
import { useState } from 'react';
import { engine } from '../bridge/engine.ts';
import { describeFailure } from '../bridge/failure.ts';
import { tellDone } from '../bridge/tell.ts';
import { Failed } from '../ui/notice.tsx';
import { useChangeMemory } from './use-memory.ts';

interface ShareDialogProps {
  readonly agent: string;
  readonly name: string;
  readonly agents: readonly string[];
  onClose(): void;
}

export function ShareDialog({ agent, name, agents, onClose }: ShareDialogProps) {
  const [others, setOthers] = useState<readonly string[]>([]);
  const share = useChangeMemory(() => {
    tellDone(`${others.join(', ')} ${others.length === 1 ? 'knows' : 'know'} ${name} now.`);
    onClose();
  });
  return (
    <Modal opened onClose={onClose} title={`Share ${name}`}>
      <Stack gap="sm">
        <Text size="sm">
          Each gets a copy that says it comes from {agent}. What it had under this name is replaced; later changes do not follow by
          themselves.
        </Text>
        <TagsInput
          label="With these agents"
          placeholder={others.length === 0 ? 'A name, then Enter' : ''}
          data={agents.filter((one) => one !== agent)}
          value={[...others]}
          acceptValueOnBlur
          data-autofocus
          onChange={setOthers}
        />
        {share.isError && <Failed title="It was not shared" {...describeFailure(share.error)} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            disabled={others.length === 0}
            loading={share.isPending}
            onClick={() => share.mutate(() => engine.memory.share({ agent, keys: [name], with: [...others], by: 'dashboard' }))}
          >
            Share
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

import { Button, Code, Group, Modal, Stack, Text } from '@mantine/core';
import type { SecretView } from '../../../shared/contract/secrets.ts';
import { describeFailure } from '../../bridge/failure.ts';
import { Failed } from '../../ui/notice.tsx';
import { useRemoveSecret } from './use-secrets.ts';

export function RemoveSecretDialog({ secret, onClose }: { readonly secret: SecretView; onClose(): void }) {
  const remove = useRemoveSecret(onClose);
  return (
    <Modal opened onClose={onClose} title={`Remove ${secret.name}?`}>
      <Stack gap="sm">
        <Text size="sm">
          Its value is gone for good. Steps that name <Code>{`{{ secrets.${secret.name} }}`}</Code> fail before they do anything, until it
          is set again.
        </Text>
        {remove.isError && <Failed title="It was not removed" {...describeFailure(remove.error)} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose} data-autofocus>
            Keep it
          </Button>
          <Button color="red" loading={remove.isPending} onClick={() => remove.mutate(secret)}>
            Remove
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

import { Button, Checkbox, Group, Modal, Skeleton, Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { engine } from '../bridge/engine.ts';
import { describeFailure } from '../bridge/failure.ts';
import { Failed } from '../ui/notice.tsx';
import { navigate } from '../ui/route.ts';

/** Says what a retry runs again and what it takes over, before it does. */
export function RetryDialog({ runId, onClose }: { readonly runId: string; onClose(): void }) {
  const [latest, setLatest] = useState(false);
  const preview = useQuery({
    queryKey: ['run', runId, 'retry', latest],
    queryFn: ({ signal }) => engine.runs.previewRetry({ run: runId, latest }, { signal }),
  });
  const retry = useMutation({
    mutationFn: () => engine.runs.retry({ run: runId, latest }),
    onSuccess({ runId: next }) {
      onClose();
      navigate('runs', next);
    },
  });
  return (
    <Modal opened onClose={onClose} title="Retry this run?">
      <Stack gap="sm">
        {preview.isPending && <Skeleton height={44} aria-label="Working out what runs again" />}
        {preview.isError && <Failed title="It cannot be retried" {...describeFailure(preview.error)} />}
        {preview.isSuccess && (
          <>
            <Text size="sm">
              <strong>Runs again:</strong> {preview.data.rerun.join(', ') || 'nothing'}
            </Text>
            <Text size="sm" c="dimmed">
              <strong>Taken as they are:</strong> {preview.data.reused.join(', ') || 'nothing'}
            </Text>
          </>
        )}
        <Checkbox
          size="xs"
          label="On the latest version of the workflow"
          checked={latest}
          onChange={(event) => setLatest(event.currentTarget.checked)}
        />
        {retry.isError && <Failed title="The run did not start" {...describeFailure(retry.error)} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Close
          </Button>
          <Button data-autofocus disabled={!preview.isSuccess} loading={retry.isPending} onClick={() => retry.mutate()}>
            Retry
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

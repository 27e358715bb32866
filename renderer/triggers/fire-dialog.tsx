import { Button, Group, JsonInput, Modal, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { TriggerView } from '../../shared/contract/triggers.ts';
import { isJsonObject, type JsonObject } from '../../shared/lib/json.ts';
import { showControls } from '../../shared/lib/show-controls.ts';
import { verdictTexts } from '../../shared/triggers/verdict-texts.ts';
import { engine } from '../bridge/engine.ts';
import { describeFailure } from '../bridge/failure.ts';
import { tellDone } from '../bridge/tell.ts';
import { Failed } from '../ui/notice.tsx';
import { navigate } from '../ui/route.ts';
import { useFire } from './use-triggers.ts';

interface FireDialogProps {
  readonly trigger: Pick<TriggerView, 'id' | 'workflow' | 'type'>;
  /** Of a past event; else the last one is offered. */
  readonly data?: JsonObject;
  onClose(): void;
}

/** Fires a trigger as if its event had happened, with data that the person sees and may change. */
export function FireDialog({ trigger: { id, workflow, type }, data, onClose }: FireDialogProps) {
  const last = useQuery({
    queryKey: ['journal', 'last of', id],
    queryFn: ({ signal }) => engine.journal.list({ trigger: id, limit: 1 }, { signal }),
    enabled: data === undefined && type !== 'manual',
  });
  const offered = data ?? last.data?.items[0]?.data ?? {};
  const [typed, setTyped] = useState<string>();
  const text = typed ?? JSON.stringify(offered, null, 2);
  const given = read(text);
  const fire = useFire();

  function send(): void {
    if (given === undefined) return;
    fire.mutate(
      { trigger: id, data: given },
      {
        onSuccess({ verdict, reason, runId }) {
          onClose();
          tellDone([`${showControls(id)}: ${verdictTexts[verdict].word.toLowerCase()}`, reason].filter((part) => part !== null).join('. '));
          if (runId !== null) navigate('runs', runId);
        },
      },
    );
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={data === undefined ? `Fire ${showControls(id)}?` : `Run ${showControls(workflow)} again with this event?`}
      size="lg"
    >
      <Stack gap="sm">
        <Text size="sm">
          {showControls(workflow)} runs for real, as if this event had happened now. The firing stands in the journal like any other.
        </Text>
        <JsonInput
          label="Data of the event"
          description={
            data === undefined && typed === undefined && last.data?.items[0] !== undefined
              ? 'Of the last event that the journal knows.'
              : 'What the run gets as trigger.'
          }
          value={text}
          onChange={setTyped}
          error={given === undefined ? 'This must be a map of JSON: {…}' : undefined}
          autosize
          minRows={3}
          maxRows={14}
          formatOnBlur
        />
        {fire.isError && <Failed title="It did not fire" {...describeFailure(fire.error)} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button data-autofocus disabled={given === undefined} loading={fire.isPending} onClick={send}>
            Fire
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function read(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? (value as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}

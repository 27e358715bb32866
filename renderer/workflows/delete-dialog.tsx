import { Button, Group, List, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { WorkflowSummary } from '../../shared/contract/workflows.ts';
import { engine } from '../bridge/engine.ts';
import { tellDone } from '../bridge/tell.ts';
import { useChangeWorkflows } from './use-workflows.ts';

interface DeleteDialogProps {
  readonly workflows: readonly WorkflowSummary[];
  /** `isDone`: they are gone. */
  onClose(isDone: boolean): void;
}

/** Says what goes with the workflows. Where triggers watch, or there are many, the person types what is meant. */
export function DeleteDialog({ workflows, onClose }: DeleteDialogProps) {
  const change = useChangeWorkflows();
  const [typed, setTyped] = useState('');
  const [first] = workflows;
  const isOne = workflows.length === 1 && first !== undefined;
  const watching = workflows.filter(({ enabled, triggers }) => enabled && triggers.length > 0);
  const word = isOne ? first.name : `delete ${workflows.length}`;
  const isTypingNeeded = watching.length > 0 || !isOne;
  const isSure = !isTypingNeeded || typed.trim() === word;

  function remove(): void {
    change.mutate(
      async () => {
        for (const { id } of workflows) await engine.workflows.delete({ workflow: id });
      },
      {
        onSuccess: () => {
          tellDone(isOne ? `${first.name} was deleted.` : `${workflows.length} workflows were deleted.`);
          onClose(true);
        },
      },
    );
  }

  return (
    <Modal opened onClose={() => onClose(false)} title={isOne ? `Delete ${first.name}?` : `Delete ${workflows.length} workflows?`}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isSure) remove();
        }}
      >
        <Stack gap="sm">
          <List size="sm" spacing={4}>
            <List.Item>{isOne ? 'It' : 'They'} cannot be run or edited any more.</List.Item>
            {watching.length > 0 && (
              <List.Item>
                {watching.length === 1
                  ? `${watching[0]?.name} is on: its triggers stop watching.`
                  : `${watching.length} are on: their triggers stop watching.`}
              </List.Item>
            )}
            <List.Item>The history of runs stays as long as retention keeps it.</List.Item>
            {workflows.some(({ path }) => path !== null) && <List.Item>The file on the disk stays where it is.</List.Item>}
          </List>
          {isTypingNeeded && (
            <TextInput
              size="sm"
              label={
                <Text span size="sm">
                  Type <b>{word}</b> to go on
                </Text>
              }
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
              data-autofocus
              autoComplete="off"
            />
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={() => onClose(false)} data-autofocus={!isTypingNeeded || undefined}>
              Keep {isOne ? 'it' : 'them'}
            </Button>
            <Button type="submit" color="red" disabled={!isSure} loading={change.isPending}>
              Delete
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

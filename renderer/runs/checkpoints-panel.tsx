import { ActionIcon, Button, Group, Skeleton, Stack, Table, Text, TextInput, Tooltip } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { RunHead } from '../../shared/contract/run-details.ts';
import { formatBytes } from '../../shared/lib/byte-text.ts';
import { isTerminalRun } from '../../shared/run/status.ts';
import { engine } from '../bridge/engine.ts';
import { describeFailure } from '../bridge/failure.ts';
import { Empty, Failed } from '../ui/notice.tsx';
import { navigate } from '../ui/route.ts';
import { HistoryIcon } from '../ui/run-icons.tsx';
import { Ago } from '../ui/time.tsx';
import classes from './step-panel.module.css';

interface CheckpointsPanelProps {
  readonly head: RunHead;
  /** Grows with the run: the list is read anew when it has. */
  readonly sequence: number;
  /** Shows the run as it was at the checkpoint. */
  onLook(sequence: number): void;
}

const limit = 200;

/** The places that a new run can go on from: those that the engine keeps, and those that a person has named. */
export function CheckpointsPanel({ head, sequence, onLook }: CheckpointsPanelProps) {
  const isOver = isTerminalRun(head.state);
  const queries = useQueryClient();
  const [label, setLabel] = useState('');
  const queryKey = ['run', head.runId, 'checkpoints'];
  const list = useQuery({
    queryKey: [...queryKey, isOver ? 'over' : Math.floor(sequence / 20)],
    queryFn: ({ signal }) => engine.checkpoints.list({ run: head.runId, limit }, { signal }),
    placeholderData: (before) => before,
  });
  const make = useMutation({
    mutationFn: () => engine.checkpoints.create({ run: head.runId, label: label.trim() }),
    onSuccess() {
      setLabel('');
      return queries.invalidateQueries({ queryKey });
    },
  });
  const resume = useMutation({
    mutationFn: (checkpoint: number) => engine.checkpoints.resume({ run: head.runId, checkpoint }),
    onSuccess: ({ runId }) => navigate('runs', runId),
  });
  function submit(event: FormEvent): void {
    event.preventDefault();
    if (label.trim() !== '') make.mutate();
  }
  const items = list.data?.items ?? [];
  return (
    <Stack gap="md" className={classes.panel}>
      <form onSubmit={submit}>
        <Group gap="xs" align="flex-end" wrap="nowrap">
          <TextInput
            size="xs"
            label="A checkpoint where the run stands now"
            placeholder="before the deploy"
            value={label}
            onChange={(event) => setLabel(event.currentTarget.value)}
            maxLength={200}
            flex={1}
          />
          <Button size="xs" type="submit" disabled={label.trim() === ''} loading={make.isPending}>
            Make it
          </Button>
        </Group>
      </form>
      {make.isError && <Failed title="The checkpoint was not made" {...describeFailure(make.error)} />}
      {resume.isError && <Failed title="No run went on from there" {...describeFailure(resume.error)} />}
      {list.isError && (
        <Failed title="The checkpoints could not be read" {...describeFailure(list.error)} onRetry={() => void list.refetch()} />
      )}
      {list.isPending && <Skeleton height={60} aria-label="Loading the checkpoints" />}
      {list.isSuccess && items.length === 0 && (
        <Empty title="No checkpoint yet">One is made by itself after each step that has ended; name one above to find it again.</Empty>
      )}
      {!isOver && items.length > 0 && (
        <Text size="xs" c="dimmed">
          A run can go on from a checkpoint when this one has ended or is cancelled.
        </Text>
      )}
      {items.length > 0 && (
        <Table verticalSpacing={5} horizontalSpacing={6} layout="fixed" className={classes.attempts} aria-label="Checkpoints">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Place</Table.Th>
              <Table.Th w={84}>When</Table.Th>
              <Table.Th w={76}>Size</Table.Th>
              <Table.Th w={142} />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {items.map(({ id, label, by, automatic, at, bytes }) => (
              <Table.Tr key={id}>
                <Table.Td>
                  <Text size="xs" fw={automatic ? 400 : 600} truncate title={label}>
                    {label}
                  </Text>
                  <Text size="xs" c="dimmed">
                    by {by}
                  </Text>
                </Table.Td>
                <Table.Td className={classes.number}>
                  <Ago at={at} />
                </Table.Td>
                <Table.Td className={classes.number}>{formatBytes(bytes)}</Table.Td>
                <Table.Td>
                  <Group gap={6} justify="flex-end" wrap="nowrap">
                    <Tooltip label="Show the run as it was here">
                      <ActionIcon
                        size="sm"
                        variant="subtle"
                        color="gray"
                        aria-label={`Show the run as it was at ${label}`}
                        onClick={() => onLook(id)}
                      >
                        <HistoryIcon />
                      </ActionIcon>
                    </Tooltip>
                    <Button
                      size="compact-xs"
                      variant="default"
                      disabled={!isOver || resume.isPending}
                      aria-label={`Go on from ${label}`}
                      onClick={() => resume.mutate(id)}
                    >
                      Go on here
                    </Button>
                  </Group>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {items.length === limit && (
        <Text size="xs" c="dimmed">
          The newest {limit} are shown. The command line lists all: pawl checkpoints {head.runId} --limit 10000
        </Text>
      )}
    </Stack>
  );
}

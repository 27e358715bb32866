import { Button, Group, Modal, Skeleton, Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { z } from 'zod';
import type { runSourceSchema } from '../../shared/contract/runs.ts';
import type { Json } from '../../shared/lib/json.ts';
import { type VariableDocument, variableSchema } from '../../shared/workflow/schema.ts';
import { engine } from '../bridge/engine.ts';
import { describeFailure } from '../bridge/failure.ts';
import { Failed } from '../ui/notice.tsx';
import { navigate } from '../ui/route.ts';
import { InputField } from './input-field.tsx';
import { type FieldValue, initialValue, readField } from './input-value.ts';
import { MissingAgents } from './missing-agents.tsx';

interface RunDialogProps {
  /** A name or an id. */
  readonly workflow: string;
  readonly name: string;
  /** Values from elsewhere, which the person sees before anything runs. */
  readonly given?: Readonly<Record<string, string>>;
  /** Why the question is asked, when the person did not. */
  readonly reason?: string;
  onClose(): void;
}

const variablesSchema = z.array(variableSchema).catch([]);

/** A form made of the workflow's variables, and the run that it starts. */
export function RunDialog({ workflow, name, given = {}, reason, onClose }: RunDialogProps) {
  const document = useQuery({
    queryKey: ['workflow', workflow],
    queryFn: ({ signal }) => engine.workflows.get({ workflow }, { signal }),
  });
  return (
    <Modal opened onClose={onClose} title={`Run ${name}`} size="md">
      {reason !== undefined && (
        <Text size="sm" mb="sm">
          {reason}
        </Text>
      )}
      {document.isPending && <Skeleton height={80} aria-label="Loading the workflow" />}
      {document.isError && (
        <Failed title="The workflow could not be read" {...describeFailure(document.error)} onRetry={() => void document.refetch()} />
      )}
      {document.isSuccess && (
        <RunForm
          source={{ workflow: document.data.id }}
          variables={variablesSchema.parse(document.data.document['variables'] ?? [])}
          given={given}
          onClose={onClose}
        />
      )}
    </Modal>
  );
}

interface RunFormProps {
  readonly source: z.input<typeof runSourceSchema>;
  readonly variables: readonly VariableDocument[];
  readonly given: Readonly<Record<string, string>>;
  onClose(): void;
}

/** The fields for a run's inputs, and the buttons that start it. */
export function RunForm({ source, variables, given, onClose }: RunFormProps) {
  const [fields, setFields] = useState<Readonly<Record<string, FieldValue>>>(() =>
    Object.fromEntries(variables.map((variable) => [variable.name, initialValue(variable, given[variable.name])])),
  );
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const start = useMutation({
    mutationFn: ({ inputs, dryRun }: { inputs: Record<string, Json>; dryRun: boolean }) =>
      engine.runs.start({ source, inputs, dryRun, triggeredBy: 'window' }),
    onSuccess({ runId }) {
      onClose();
      navigate('runs', runId);
    },
    onError(error) {
      const found = describeFailure(error).problems.flatMap(({ path, message }) => (path === undefined ? [] : [[path, message]]));
      setProblems(Object.fromEntries(found));
    },
  });

  function submit(dryRun: boolean): void {
    const read = variables.map((variable) => [variable.name, readField(variable, fields[variable.name] ?? '')] as const);
    const wrong = read.flatMap(([name, result]) => (result.ok ? [] : [[name, result.message]]));
    setProblems(Object.fromEntries(wrong));
    if (wrong.length > 0) return;
    const inputs = Object.fromEntries(
      read.flatMap(([name, result]) => (result.ok && result.value !== undefined ? [[name, result.value]] : [])),
    );
    start.mutate({ inputs, dryRun });
  }

  return (
    <form
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        submit(false);
      }}
    >
      <Stack gap="sm">
        {variables.length === 0 && (
          <Text size="sm" c="dimmed">
            It asks for nothing.
          </Text>
        )}
        {variables.map((variable) => (
          <InputField
            key={variable.name}
            variable={variable}
            value={fields[variable.name] ?? ''}
            problem={problems[variable.name]}
            onChange={(value) => setFields((before) => ({ ...before, [variable.name]: value }))}
          />
        ))}
        <MissingAgents source={source} />
        {start.isError && <Failed title="The run did not start" message={describeFailure(start.error).message} />}
        <Group justify="flex-end" gap="xs" mt="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button variant="default" disabled={start.isPending} onClick={() => submit(true)}>
            Dry run
          </Button>
          <Button type="submit" data-autofocus={variables.length === 0 || undefined} loading={start.isPending}>
            Run
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

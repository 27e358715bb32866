import { Checkbox, SimpleGrid, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { SecretView } from '../../../shared/contract/secrets.ts';
import { engine } from '../../bridge/engine.ts';
import { describeFailure } from '../../bridge/failure.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { checkDraft } from './check-draft.ts';
import classes from './secrets.module.css';
import { useSaveSecret } from './use-secrets.ts';

interface SecretDialogProps {
  /** Undefined: a new one. */
  readonly secret?: SecretView;
  readonly taken: readonly string[];
  onClose(): void;
}

const every = '*';
const commonActions = ['shell.run', 'http.request', 'file.write', 'git.*', 'ai.*'];

export function SecretDialog({ secret, taken, onClose }: SecretDialogProps) {
  const isNew = secret === undefined;
  const [name, setName] = useState(secret?.name ?? '');
  const [value, setValue] = useState('');
  const [isShown, setShown] = useState(false);
  const [description, setDescription] = useState(secret?.description ?? '');
  const [hosts, setHosts] = useState<readonly string[]>(secret?.bindings.hosts ?? []);
  const [actions, setActions] = useState<readonly string[]>(secret?.bindings.actions ?? []);
  const [workflows, setWorkflows] = useState<readonly string[]>(secret?.bindings.workflows ?? []);
  const [wasTried, setTried] = useState(false);
  const save = useSaveSecret(onClose);
  const isForAll = actions.includes(every);
  const problems = checkDraft({ name, value, actions, hosts, workflows }, taken, isNew);
  const shown = wasTried ? problems : {};

  function submit(): void {
    setTried(true);
    if (Object.keys(problems).length > 0) return;
    const bindings = { actions: [...actions], hosts: hosts.map((host) => host.toLowerCase()), workflows: [...workflows] };
    save.mutate({ name, description, bindings, ...(value === '' ? {} : { value }) });
  }

  return (
    <FormDialog
      title={isNew ? 'Add a secret' : `Change ${secret.name}`}
      done={isNew ? 'Keep it' : 'Save'}
      isPending={save.isPending}
      failure={save.isError ? describeFailure(save.error) : undefined}
      onSubmit={submit}
      onClose={onClose}
    >
      <SimpleGrid cols={{ base: 1, xs: isNew ? 2 : 1 }} spacing="sm">
        {isNew && (
          <TextInput
            label="Name"
            description="As in {{ secrets.GITHUB_TOKEN }}"
            placeholder="GITHUB_TOKEN"
            value={name}
            error={shown.name}
            spellCheck={false}
            data-autofocus
            onChange={(event) => setName(event.currentTarget.value.trim())}
          />
        )}
        <TextInput
          label="What it is for"
          description={isNew ? 'For you, in the list' : undefined}
          placeholder="Optional"
          value={description}
          maxLength={500}
          onChange={(event) => setDescription(event.currentTarget.value)}
        />
      </SimpleGrid>
      <Textarea
        label={isNew ? 'Value' : 'New value'}
        description={isNew ? 'It is not shown again.' : 'Left empty, the value stays as it is.'}
        classNames={{ input: isShown ? (classes.value ?? '') : `${classes.value} ${classes.hidden}` }}
        value={value}
        error={shown.value}
        autosize
        minRows={1}
        maxRows={4}
        spellCheck={false}
        autoComplete="off"
        data-autofocus={isNew ? undefined : true}
        onChange={(event) => setValue(event.currentTarget.value)}
      />
      <Checkbox size="xs" label="Show what I type" checked={isShown} onChange={(event) => setShown(event.currentTarget.checked)} />
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        <TagsInput
          label="Hosts that get it"
          description="By http.request. *.example.com: all below"
          placeholder={hosts.length === 0 ? 'api.github.com' : ''}
          value={[...hosts]}
          error={shown.hosts}
          acceptValueOnBlur
          onChange={setHosts}
        />
        <ActionsField value={actions} isDisabled={isForAll} error={shown.actions} onChange={setActions} />
      </SimpleGrid>
      <Checkbox
        size="xs"
        label="Every action may use it"
        checked={isForAll}
        onChange={(event) => setActions(event.currentTarget.checked ? [every] : [])}
      />
      <WorkflowsField value={workflows} error={shown.workflows} onChange={setWorkflows} />
    </FormDialog>
  );
}

interface NamesFieldProps {
  readonly value: readonly string[];
  readonly error: string | undefined;
  onChange(names: readonly string[]): void;
}

function ActionsField({ value, isDisabled, error, onChange }: NamesFieldProps & { readonly isDisabled: boolean }) {
  const actions = useQuery({ queryKey: ['actions'], queryFn: ({ signal }) => engine.workflows.actions(undefined, { signal }) });
  const types = (actions.data?.items ?? []).map(({ type }) => type).filter((type) => !commonActions.includes(type));
  return (
    <TagsInput
      label="Other actions that get it"
      description="git.*: all of a family"
      disabled={isDisabled}
      placeholder={value.length === 0 ? 'shell.run' : ''}
      data={[...commonActions, ...types]}
      limit={12}
      value={isDisabled ? [] : [...value]}
      error={error}
      acceptValueOnBlur
      onChange={onChange}
    />
  );
}

function WorkflowsField({ value, error, onChange }: NamesFieldProps) {
  const workflows = useQuery({
    queryKey: ['workflows', 'names'],
    queryFn: ({ signal }) => engine.workflows.list({ limit: 500 }, { signal }),
  });
  const names = [...new Set((workflows.data?.items ?? []).map(({ name }) => name))];
  return (
    <TagsInput
      label="Only in these workflows"
      placeholder={value.length === 0 ? 'All workflows' : ''}
      data={names}
      limit={12}
      value={[...value]}
      error={error}
      acceptValueOnBlur
      onChange={onChange}
    />
  );
}

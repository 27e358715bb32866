import { Alert, Autocomplete, PasswordInput, Select, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type ProviderKind, providerKindSchema } from '../../shared/ai/model.ts';
import { inSeconds } from '../../shared/ai/model-reason.ts';
import {
  builtInProviders,
  type ProviderView,
  providerKinds,
  providerNameSchema,
  providerSettingsSchema,
} from '../../shared/ai/provider.ts';
import { secretNameSchema } from '../../shared/secrets/name.ts';
import { engine } from '../bridge/engine.ts';
import { describeFailure } from '../bridge/failure.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { Failed } from '../ui/notice.tsx';
import { useSaveProvider } from './use-save-provider.ts';

interface ProviderDialogProps {
  /** Undefined: a new one. */
  readonly provider?: ProviderView;
  /** What a new one speaks at first. */
  readonly kind?: ProviderKind;
  readonly providers: readonly ProviderView[];
  onClose(): void;
}

const kinds: readonly { readonly value: ProviderKind; readonly label: string }[] = [
  { value: 'anthropic', label: 'Claude (Anthropic)' },
  { value: 'openai', label: 'OpenAI' },
  { value: 'google', label: 'Gemini (Google)' },
  { value: 'compatible', label: 'Like OpenAI: Ollama, LM Studio, llama.cpp, a gateway' },
];

/** Adds a provider or changes one: saves it, asks it a question of one word, and says what came back. */
export function ProviderDialog({ provider, kind: firstKind = 'anthropic', providers, onClose }: ProviderDialogProps) {
  const isNew = provider === undefined;
  const [kind, setKind] = useState<ProviderKind>(provider?.kind ?? firstKind);
  const [name, setName] = useState(provider?.name ?? freeName(firstKind, providers));
  const [baseUrl, setBaseUrl] = useState(provider?.baseUrl ?? '');
  const [ownSecret, setOwnSecret] = useState(provider?.secret);
  // As the name says, until it is said otherwise.
  const secret = ownSecret ?? usualSecret(kind, name);
  const [key, setKey] = useState('');
  const [wasTried, setTried] = useState(false);
  const save = useSaveProvider();
  const secrets = useQuery({ queryKey: ['secrets'], queryFn: ({ signal }) => engine.secrets.list(undefined, { signal }) });
  const isKept = secrets.data?.items.some((each) => each.name === secret) === true;
  const problems = check();
  const shown = wasTried ? problems : {};

  function choose(next: ProviderKind): void {
    setKind(next);
    setName(freeName(next, providers));
  }

  function check(): { name?: string; baseUrl?: string; secret?: string } {
    const taken = isNew && save.data === undefined && providers.some((each) => each.name === name && each.configured);
    const address = providerSettingsSchema.shape.baseUrl.safeParse(baseUrl);
    return {
      ...(providerNameSchema.safeParse(name).success ? {} : { name: 'Lower-case letters, digits, - and _' }),
      ...(taken ? { name: 'There is one of that name: change that one' } : {}),
      ...(baseUrl !== '' && !address.success ? { baseUrl: 'An address such as https://models.example.com/v1' } : {}),
      ...(baseUrl === '' && kind === 'compatible' && name !== 'local' ? { baseUrl: 'It needs its address' } : {}),
      ...(secret !== '' && !secretNameSchema.safeParse(secret).success ? { secret: 'Capital letters, digits and _' } : {}),
      ...(key !== '' && secret === '' ? { secret: 'Name the secret that is to hold the key' } : {}),
    };
  }

  function submit(): void {
    setTried(true);
    if (Object.keys(problems).length > 0) return;
    // A secret is named where it holds something; else the usual names and the environment are looked through.
    const named = secret !== '' && (key !== '' || isKept || provider?.secret === secret);
    save.mutate({
      name,
      kind,
      enabled: provider?.enabled ?? true,
      key: key.trim(),
      ...(baseUrl === '' ? {} : { baseUrl }),
      ...(named ? { secret } : {}),
    });
  }

  const tested = save.data;
  return (
    <FormDialog
      title={isNew ? 'Add a provider' : `Change ${provider.name}`}
      done="Save and test"
      cancel={save.isSuccess ? 'Done' : 'Cancel'}
      isPending={save.isPending}
      failure={save.isError ? describeFailure(save.error) : undefined}
      onSubmit={submit}
      onClose={onClose}
    >
      <Select
        label="What it speaks"
        data={[...kinds]}
        value={kind}
        allowDeselect={false}
        disabled={!isNew}
        onChange={(value) => {
          const chosen = providerKindSchema.safeParse(value);
          if (chosen.success) choose(chosen.data);
        }}
      />
      <TextInput
        label="Name"
        description="The first part of the ids of its models, as steps name them"
        placeholder="work"
        value={name}
        error={shown.name}
        disabled={!isNew}
        spellCheck={false}
        onChange={(event) => setName(event.currentTarget.value.trim())}
      />
      <TextInput
        label="Address"
        description={kind === 'compatible' ? 'Of its API' : 'Only where it is not its own: a gateway of your company'}
        placeholder={providerKinds[kind].baseUrl ?? 'http://127.0.0.1:11434/v1'}
        value={baseUrl}
        error={shown.baseUrl}
        spellCheck={false}
        onChange={(event) => setBaseUrl(event.currentTarget.value.trim())}
      />
      <PasswordInput
        label="Key"
        description={
          isKept
            ? 'One is kept. Left empty, it stays as it is; it is never shown.'
            : kind === 'compatible'
              ? 'Where it asks for one. It is kept as a secret and never shown.'
              : 'It is kept as a secret that AI steps may use, and never shown.'
        }
        value={key}
        autoComplete="off"
        spellCheck={false}
        data-autofocus
        visibilityToggleButtonProps={{ 'aria-label': 'Show what I type' }}
        onChange={(event) => setKey(event.currentTarget.value)}
      />
      <Autocomplete
        label="Name of its secret"
        data={(secrets.data?.items ?? []).map((each) => each.name)}
        value={secret}
        error={shown.secret}
        limit={8}
        onChange={(value) => setOwnSecret(value.trim())}
      />
      {tested?.ok === true && !save.isPending && (
        <Alert color="teal" variant="light" role="status" title={`Answers in ${inSeconds(tested.durationMs)}`}>
          <Text size="sm">{tested.text}</Text>
        </Alert>
      )}
      {tested?.ok === false && !save.isPending && <Failed title="It is kept, but did not answer" message={tested.text} />}
    </FormDialog>
  );
}

/** That of the provider which is there anyway, until it is set up. What is not on this machine needs a name of its own. */
function freeName(kind: ProviderKind, providers: readonly ProviderView[]): string {
  if (kind === 'compatible') return '';
  const usual = builtInProviders.find((each) => each.kind === kind)?.name ?? kind;
  return providers.some((each) => each.name === usual && each.configured) ? '' : usual;
}

function usualSecret(kind: ProviderKind, name: string): string {
  const [usual] = providerKinds[kind].keys;
  const isBuiltIn = builtInProviders.some((each) => each.name === name);
  if (isBuiltIn && usual !== undefined) return usual;
  return name === '' ? '' : `${name.toUpperCase().replaceAll('-', '_')}_KEY`;
}

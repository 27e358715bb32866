import { Button, Group, Modal, Skeleton, Stack, Switch, Text } from '@mantine/core';
import { useState } from 'react';
import { inSeconds } from '../../shared/ai/model-reason.ts';
import { type ProviderSettings, type ProviderView, providerKinds } from '../../shared/ai/provider.ts';
import { engine } from '../bridge/engine.ts';
import { describeFailure } from '../bridge/failure.ts';
import { Failed } from '../ui/notice.tsx';
import classes from './models-page.module.css';
import { ProviderDialog } from './provider-dialog.tsx';
import rows from './providers-tab.module.css';
import { useChangeModels, useProviders, useTestProvider } from './use-models.ts';

/** Where models are asked, how each stands, and what to do about it. */
export function ProvidersTab() {
  const providers = useProviders();
  const [changing, setChanging] = useState<string>();
  const [removing, setRemoving] = useState<string>();
  if (providers.isError) {
    return (
      <Failed title="The providers could not be read" {...describeFailure(providers.error)} onRetry={() => void providers.refetch()} />
    );
  }
  if (providers.data === undefined) {
    return (
      <div className={classes.body}>
        <Skeleton height={220} />
      </div>
    );
  }
  const { items } = providers.data;
  const changed = items.find(({ name }) => name === changing);
  return (
    <div className={classes.body}>
      <ul className={rows.list} aria-label="Providers">
        {items.map((provider) => (
          <ProviderRow
            key={provider.name}
            provider={provider}
            onChange={() => setChanging(provider.name)}
            onRemove={() => setRemoving(provider.name)}
          />
        ))}
      </ul>
      {changed !== undefined && <ProviderDialog provider={changed} providers={items} onClose={() => setChanging(undefined)} />}
      {removing !== undefined && <RemoveDialog name={removing} onClose={() => setRemoving(undefined)} />}
    </div>
  );
}

interface ProviderRowProps {
  readonly provider: ProviderView;
  onChange(): void;
  onRemove(): void;
}

const states = {
  ready: { word: 'Ready', tone: 'well' },
  no_key: { word: 'No key', tone: undefined },
  silent: { word: 'Does not answer', tone: 'bad' },
  off: { word: 'Off', tone: undefined },
} as const;

function ProviderRow({ provider, onChange, onRemove }: ProviderRowProps) {
  const { name, kind, state, problem, address, keyFrom, models, configured, enabled } = provider;
  const test = useTestProvider();
  const change = useChangeModels();
  // Nobody has set it up, and nothing is wrong with that.
  const isQuiet = !configured && state !== 'ready';
  const said = isQuiet && state === 'no_key' ? 'Press Change… to give it a key.' : problem;
  const { word, tone } = states[state];
  return (
    <li className={rows.row}>
      <div className={rows.words}>
        <Group gap={10}>
          <Text size="sm" fw={600}>
            {name}
          </Text>
          <span className={classes.state} data-tone={isQuiet ? undefined : tone}>
            <Text span size="xs">
              {isQuiet && state === 'silent' ? 'None found' : word}
            </Text>
          </span>
        </Group>
        <Text size="xs" c="dimmed" className={rows.line}>
          {[
            providerKinds[kind].title,
            address ?? [],
            keyFrom === null ? [] : `key from ${keyFrom.replace(':', ' ')}`,
            state === 'ready' ? `${models.length} ${models.length === 1 ? 'model' : 'models'}` : [],
          ]
            .flat()
            .join(' · ')}
        </Text>
        {said !== null && (
          <Text size="xs" className={rows.line} {...(isQuiet ? { c: 'dimmed' } : {})}>
            {said}
          </Text>
        )}
        <div aria-live="polite">
          {test.isPending && (
            <Text size="xs" c="dimmed">
              Asking it a question of one word…
            </Text>
          )}
          {test.data !== undefined && !test.isPending && (
            <span className={classes.state} data-tone={test.data.ok ? 'well' : 'bad'}>
              <Text span size="xs" className={rows.answer}>
                {test.data.ok ? `Answers in ${inSeconds(test.data.durationMs)} (${test.data.model})` : test.data.text}
              </Text>
            </span>
          )}
          {test.isError && (
            <Text size="xs" c="var(--mantine-color-error)">
              {describeFailure(test.error).message}
            </Text>
          )}
        </div>
      </div>
      <Group gap={8} wrap="nowrap">
        <Switch
          size="xs"
          aria-label={`${name} may be asked`}
          checked={enabled}
          onChange={(event) => {
            const settings = settingsOf(provider, event.currentTarget.checked);
            change.mutate({ change: () => engine.models.setProvider(settings) });
          }}
        />
        <Button
          size="xs"
          variant="default"
          aria-label={`Test ${name}`}
          disabled={state === 'off'}
          loading={test.isPending}
          onClick={() => test.mutate(name)}
        >
          Test
        </Button>
        <Button size="xs" variant="default" aria-label={`Change ${name}`} onClick={onChange}>
          Change…
        </Button>
        {configured && (
          <Button size="xs" variant="default" aria-label={`Remove ${name}`} onClick={onRemove}>
            {provider.builtIn ? 'Reset…' : 'Remove…'}
          </Button>
        )}
      </Group>
    </li>
  );
}

function settingsOf({ name, kind, baseUrl, secret }: ProviderView, enabled: boolean): ProviderSettings {
  return { name, kind, enabled, ...(baseUrl === undefined ? {} : { baseUrl }), ...(secret === undefined ? {} : { secret }) };
}

function RemoveDialog({ name, onClose }: { readonly name: string; onClose(): void }) {
  const change = useChangeModels();
  return (
    <Modal opened onClose={onClose} title={`Forget what was set up of ${name}?`}>
      <Stack gap="sm">
        <Text size="sm">
          Steps that name it fail until it is there again. What was measured stays, and so does the secret with its key.
        </Text>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose} data-autofocus>
            Keep it
          </Button>
          <Button
            color="red"
            loading={change.isPending}
            onClick={() => change.mutate({ change: () => engine.models.removeProvider({ name }) }, { onSuccess: onClose })}
          >
            Forget it
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

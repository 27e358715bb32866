import { Button, Code, Group, NumberInput, Skeleton, Switch, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { engine } from '../bridge/engine.ts';
import { describeFailure } from '../bridge/failure.ts';
import { CopyValue } from '../ui/copy-value.tsx';
import { Failed } from '../ui/notice.tsx';
import { Setting } from './setting.tsx';
import classes from './settings-page.module.css';
import { useDesktopSettings } from './use-desktop-settings.ts';

/** How other programs of this machine may reach the engine of the desktop application. */
export function LoopbackSettings() {
  const { settings, change } = useDesktopSettings();
  const state = useQuery({ queryKey: ['loopback'], queryFn: ({ signal }) => engine.desktop.loopback.get(undefined, { signal }) });
  const failed = [settings, state].find((query) => query.isError);
  if (failed !== undefined)
    return (
      <Failed title="The server’s settings could not be read" {...describeFailure(failed.error)} onRetry={() => void failed.refetch()} />
    );
  if (settings.data === undefined || state.data === undefined) return <Skeleton height={120} />;
  const { loopback, loopbackPort } = settings.data;
  return (
    <>
      <Setting
        label="Loopback server"
        help="REST, webhooks, and this window in a browser: for programs of this machine that have the token. Without it, only the pawl command gets in."
      >
        <Switch
          checked={loopback}
          disabled={change.isPending}
          aria-label="Loopback server"
          onChange={(event) => change.mutate({ loopback: event.currentTarget.checked })}
        />
      </Setting>
      <Setting label="Port" help="Where it listens, on 127.0.0.1 alone.">
        <PortField key={loopbackPort} value={loopbackPort} onChange={(port) => change.mutate({ loopbackPort: port })} />
      </Setting>
      {loopback && state.data.url !== null && <Addresses url={state.data.url} note={state.data.note} />}
    </>
  );
}

function Addresses({ url, note }: { readonly url: string; readonly note: string | null }) {
  const copyToken = useMutation({
    mutationFn: () => engine.desktop.loopback.copyToken(),
    onSuccess: () => notifications.show({ message: 'The token is on the clipboard. Whoever has it can do all that you can.' }),
    onError: tell,
  });
  const open = useMutation({ mutationFn: () => engine.desktop.loopback.open(), onError: tell });
  return (
    <>
      <Setting
        label="Address"
        help={
          <>
            <Code className={classes.path}>{url}</Code>
            {note !== null && (
              <Text size="xs" c="orange.8" mt={4} role="status">
                {note}
              </Text>
            )}
          </>
        }
      >
        <Group gap="xs">
          <Button size="xs" variant="default" loading={copyToken.isPending} onClick={() => copyToken.mutate()}>
            Copy token
          </Button>
          <Button size="xs" variant="default" loading={open.isPending} onClick={() => open.mutate()}>
            Open in browser
          </Button>
        </Group>
      </Setting>
      <Setting label="Webhooks" help={<Code className={classes.path}>{`${url}/hooks/<path of the trigger>`}</Code>}>
        <CopyValue text={() => `${url}/hooks/`} label="Copy the webhooks’ address" />
      </Setting>
      <Setting label="REST" help={<Code className={classes.path}>{`${url}/api/docs`}</Code>}>
        <CopyValue text={() => `${url}/api/docs`} label="Copy the address of the REST interface" />
      </Setting>
    </>
  );
}

/** Takes effect when it is left, or with Enter: every digit on the way is a port too. */
function PortField({ value, onChange }: { readonly value: number; onChange(port: number): void }) {
  const [typed, setTyped] = useState<number | string>(value);
  const leave = (): void => {
    if (typeof typed === 'number' && typed !== value) onChange(typed);
    else setTyped(value);
  };
  return (
    <NumberInput
      size="xs"
      w={110}
      aria-label="Port"
      min={1024}
      max={65_535}
      clampBehavior="blur"
      allowDecimal={false}
      hideControls
      value={typed}
      onChange={setTyped}
      onBlur={leave}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur();
      }}
    />
  );
}

function tell(error: unknown): void {
  notifications.show({ color: 'red', message: describeFailure(error).message });
}

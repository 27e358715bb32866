import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import type { Ask } from '../shared/contract/desktop.ts';
import { engine } from './bridge/engine.ts';
import { useFeed } from './bridge/use-feed.ts';
import { ImportDialog, RunDialog } from './dialogs.tsx';
import { navigate } from './ui/route.ts';

/** Puts what comes from outside, by link, file, tray or menu, to the person: one question at a time. */
export function Asks() {
  const [waiting, setWaiting] = useState<readonly Ask[]>([]);
  useFeed(
    'asks',
    (signal) => engine.desktop.asks(undefined, { signal }),
    (ask) => {
      if (ask.kind === 'go') navigate(ask.page, ...(ask.run === undefined ? [] : [ask.run]));
      else if (ask.kind === 'problem') notifications.show({ color: 'red', autoClose: false, message: ask.message });
      else setWaiting((before) => [...before, ask]);
    },
  );
  const [ask] = waiting;
  if (ask === undefined) return null;
  return <AskDialog ask={ask} done={() => setWaiting((before) => before.slice(1))} />;
}

function AskDialog({ ask, done }: { readonly ask: Ask; done(): void }) {
  switch (ask.kind) {
    case 'run':
      return (
        <RunDialog
          workflow={ask.workflow}
          name={ask.workflow}
          given={ask.inputs}
          reason={ask.from === 'link' ? 'A link asks for this run. Nothing happens unless you start it.' : 'This workflow needs inputs.'}
          onClose={done}
          onMissing={done}
        />
      );
    case 'import':
      return <ImportDialog source={{ text: ask.text, path: ask.path, name: ask.path }} onClose={done} onMissing={done} />;
    case 'open':
      return <OpenDialog run={ask.run} onClose={done} />;
    default:
      return null;
  }
}

function OpenDialog({ run, onClose }: { readonly run: string; onClose(): void }) {
  return (
    <Modal opened onClose={onClose} title="Open a run?">
      <Stack gap="sm">
        <Text size="sm">A link asks to show the run {run}.</Text>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            data-autofocus
            onClick={() => {
              onClose();
              navigate('runs', run);
            }}
          >
            Open
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

import { Button, Checkbox, Group, Modal, Stack, Text } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { engine } from '../../bridge/engine.ts';
import { describeFailure } from '../../bridge/failure.ts';
import { Failed } from '../../ui/notice.tsx';
import { TextDiff } from '../banners/text-diff.tsx';
import { useBuilder } from '../document/use-builder.ts';
import { useDraftState, useSession } from '../document/use-session.ts';
import { newPowers } from './new-powers.ts';
import { PowerList } from './power-list.tsx';
import { useSave } from './use-save.ts';

/** Saves at once where nothing is to be asked; else asks first. */
export function SaveDialog({ onClose }: { onClose(): void }) {
  const { workflow } = useSession();
  const { base } = useDraftState();
  const text = useBuilder((state) => state.text);
  const document = useBuilder((state) => state.document);
  const name = document?.name ?? '';
  const save = useSave(onClose);
  const [asksPowers, setAsksPowers] = useLocalStorage({
    key: 'pawl.builder.asks-powers',
    defaultValue: true,
    getInitialValueInEffect: false,
  });
  const [isTired, setTired] = useState(false);
  const stored = useStored(workflow?.id, name);

  const found = stored.data ?? undefined;
  const powers = useMemo(
    () => (document === undefined || !stored.isSuccess ? [] : newPowers(document, found?.text)),
    [document, found, stored.isSuccess],
  );
  const hasMoved = workflow !== undefined && found !== undefined && found.hash !== base?.hash;
  const isTaken = workflow === undefined && found !== undefined;
  const isBolder = asksPowers && powers.length > 0;
  const isClear = stored.isSuccess && !hasMoved && !isTaken && !isBolder;
  const { mutate, isIdle } = save;
  useEffect(() => {
    if (isClear && isIdle) mutate(undefined);
  }, [isClear, isIdle, mutate]);

  if (stored.isError || save.isError) {
    return (
      <Asking title="It could not be saved" onClose={onClose}>
        <Failed title={`${name} is not saved, and your draft is kept`} {...describeFailure(save.error ?? stored.error)} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Close
          </Button>
        </Group>
      </Asking>
    );
  }
  if (!stored.isSuccess || isClear) return null;

  function agree(): void {
    if (isTired) setAsksPowers(false);
    mutate(found === undefined ? undefined : { id: found.id, name: found.name, path: found.path });
  }
  const title = hasMoved ? 'The workflow was changed meanwhile' : isTaken ? `There is a workflow named ${name}` : `Save ${name}?`;
  return (
    <Asking title={title} onClose={onClose}>
      {(hasMoved || isTaken) && found !== undefined && (
        <>
          <Text size="sm">
            {hasMoved
              ? 'Another version was saved since this draft began, by an import or in another window. Saving yours puts it on top: the other version stays in the history.'
              : 'Saving makes this a new version of it. To keep both, close this and give yours another name.'}
          </Text>
          <TextDiff before={found.text} after={text} label={`From ${hasMoved ? 'the version that was saved meanwhile' : name} to yours`} />
        </>
      )}
      {isBolder && (
        <>
          <Text size="sm">{found === undefined ? 'Once it is saved, it can:' : 'This version can do what the one before could not:'}</Text>
          <PowerList powers={powers} label="What it can do" />
          <Checkbox
            size="xs"
            label="Do not ask me again for workflows that I build here"
            checked={isTired}
            onChange={(event) => setTired(event.currentTarget.checked)}
          />
        </>
      )}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose} data-autofocus={hasMoved || isTaken || undefined}>
          Cancel
        </Button>
        <Button loading={save.isPending} onClick={agree} data-autofocus={!(hasMoved || isTaken) || undefined}>
          {hasMoved ? 'Save mine on top' : isTaken ? 'Save as its new version' : 'Save'}
        </Button>
      </Group>
    </Asking>
  );
}

/** The workflow as it is stored now: this one, or for a new one another that has its name already. */
function useStored(workflow: string | undefined, name: string) {
  return useQuery({
    queryKey: ['stored', workflow, name],
    async queryFn({ signal }) {
      if (workflow !== undefined) return engine.workflows.get({ workflow }, { signal });
      const { items } = await engine.workflows.list({ search: name }, { signal });
      const same = items.find((item) => item.name === name && item.path === null);
      return same === undefined ? null : engine.workflows.get({ workflow: same.id }, { signal });
    },
    staleTime: 0,
    gcTime: 0,
  });
}

function Asking({ title, children, onClose }: { readonly title: string; readonly children: ReactNode; onClose(): void }) {
  return (
    <Modal opened onClose={onClose} title={title} size="lg">
      <Stack gap="sm">{children}</Stack>
    </Modal>
  );
}

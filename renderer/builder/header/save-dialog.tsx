import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { engine } from '../../bridge/engine.ts';
import { describeFailure } from '../../bridge/failure.ts';
import { Failed } from '../../ui/notice.tsx';
import { TextDiff } from '../banners/text-diff.tsx';
import { useBuilder } from '../document/use-builder.ts';
import { useDraftState, useSession } from '../document/use-session.ts';
import { useSave } from './use-save.ts';

/** Saves at once where nothing is to be asked; else asks first. */
export function SaveDialog({ onClose }: { onClose(): void }) {
  const { workflow } = useSession();
  const { base } = useDraftState();
  const text = useBuilder((state) => state.text);
  const name = useBuilder(({ document }) => document?.name ?? '');
  const save = useSave(onClose);
  const target = workflow?.id ?? name;
  const stored = useQuery({
    queryKey: ['stored', target],
    async queryFn({ signal }) {
      if (workflow !== undefined) return engine.workflows.get({ workflow: workflow.id }, { signal });
      const { items } = await engine.workflows.list({ search: name }, { signal });
      const same = items.find((item) => item.name === name && item.path === null);
      return same === undefined ? null : engine.workflows.get({ workflow: same.id }, { signal });
    },
    staleTime: 0,
    gcTime: 0,
  });

  const found = stored.data;
  const hasMoved = workflow !== undefined && found != null && found.hash !== base?.hash;
  const isTaken = workflow === undefined && found != null;
  const isClear = stored.isSuccess && !hasMoved && !isTaken;
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
  if (found == null || (!hasMoved && !isTaken)) return null;
  return (
    <Asking title={hasMoved ? 'The workflow was changed meanwhile' : `There is a workflow named ${name}`} onClose={onClose}>
      <Text size="sm">
        {hasMoved
          ? 'Another version was saved since this draft began, by an import or in another window. Saving yours puts it on top: the other version stays in the history.'
          : 'Saving makes this a new version of it. To keep both, close this and give yours another name.'}
      </Text>
      <TextDiff before={found.text} after={text} label={`From ${hasMoved ? 'the version that was saved meanwhile' : name} to yours`} />
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose} data-autofocus>
          Cancel
        </Button>
        <Button loading={save.isPending} onClick={() => save.mutate({ id: found.id, name: found.name, path: found.path })}>
          {hasMoved ? 'Save mine on top' : 'Save as its new version'}
        </Button>
      </Group>
    </Asking>
  );
}

function Asking({ title, children, onClose }: { readonly title: string; readonly children: ReactNode; onClose(): void }) {
  return (
    <Modal opened onClose={onClose} title={title} size="lg">
      <Stack gap="sm">{children}</Stack>
    </Modal>
  );
}

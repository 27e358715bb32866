import { Button, Code, Group, Modal, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import { catalogue } from '../../shared/catalogue.ts';
import { loadWorkflow } from '../../shared/workflow/load.ts';
import { engine } from '../bridge/engine.ts';
import { describeFailure } from '../bridge/failure.ts';
import type { ImportSource } from '../ui/app-actions.ts';
import { Failed, Problems } from '../ui/notice.tsx';
import classes from './import-dialog.module.css';
import { sketch } from './sketch.ts';

/** Shows what a workflow does and can touch, and takes it in when the person agrees. */
export function ImportDialog({ source, onClose }: { readonly source: ImportSource; onClose(): void }) {
  const loaded = useMemo(() => loadWorkflow(source.text, { catalogue }), [source.text]);
  const queries = useQueryClient();
  const take = useMutation({
    mutationFn: (trust: boolean) =>
      engine.workflows.import({ text: source.text, trust, ...(source.path === undefined ? {} : { path: source.path }) }),
    onSuccess({ workflow, change }) {
      const done = { created: 'was imported', updated: 'has a new version', unchanged: 'was there already, unchanged' }[change];
      notifications.show({ message: `${workflow.name} ${done}${workflow.enabled ? '' : ', and is switched off'}` });
      void queries.invalidateQueries({ queryKey: ['workflows'] });
      onClose();
    },
  });

  return (
    <Modal opened onClose={onClose} size="lg" title={loaded.ok ? `Import ${loaded.document.name}?` : 'This workflow cannot be imported'}>
      <Stack gap="sm">
        <Text size="xs" c="dimmed" className={classes.path}>
          {source.name}
        </Text>
        {loaded.ok ? (
          <Preview {...sketch(loaded.document)} description={loaded.document.description} />
        ) : (
          <Text size="sm">
            It has {loaded.problems.length === 1 ? 'a problem' : `${loaded.problems.length} problems`}. Mend the file, then import it again.
          </Text>
        )}
        {loaded.problems.length > 0 && <Problems problems={loaded.problems.slice(0, 50)} />}
        {take.isError && <Failed title="It could not be imported" {...describeFailure(take.error)} />}
        <Group justify="flex-end" gap="xs" mt="xs">
          <Button variant="default" onClick={onClose}>
            {loaded.ok ? 'Cancel' : 'Close'}
          </Button>
          {loaded.ok && (
            <>
              <Button variant="default" loading={take.isPending} onClick={() => take.mutate(false)}>
                Import, switched off
              </Button>
              <Button data-autofocus loading={take.isPending} onClick={() => take.mutate(true)}>
                Trust and import
              </Button>
            </>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}

function Preview({
  description,
  steps,
  actions,
  commands,
  roots,
  triggers,
}: ReturnType<typeof sketch> & { readonly description?: string | undefined }) {
  return (
    <>
      {description !== undefined && <Text size="sm">{description}</Text>}
      <dl className={classes.facts}>
        <Fact name="Steps">
          {steps}: {actions.map(({ type, count }) => (count === 1 ? type : `${type} ×${count}`)).join(', ') || 'no actions'}
        </Fact>
        <Fact name="Starts">
          {triggers.length === 0 ? 'by hand only' : triggers.map(({ type, detail }) => `${type} ${detail}`.trim()).join('; ')}
        </Fact>
        <Fact name="Folders">{roots.length === 0 ? 'its own' : roots.join(', ')}</Fact>
        {commands.length > 0 && (
          <Fact name="Commands">
            <Code block className={classes.commands}>
              {commands.join('\n')}
            </Code>
          </Fact>
        )}
      </dl>
    </>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

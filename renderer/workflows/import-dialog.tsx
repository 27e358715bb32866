import { Button, Group, Modal, Skeleton, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ImportPreview } from '../../shared/contract/import-preview.ts';
import { engine } from '../bridge/engine.ts';
import { describeFailure } from '../bridge/failure.ts';
import { tellDone } from '../bridge/tell.ts';
import type { ImportSource } from '../ui/app-actions.ts';
import { Failed } from '../ui/notice.tsx';
import { navigate } from '../ui/route.ts';
import { BundleParts } from './bundle-parts.tsx';
import classes from './import-dialog.module.css';
import { WorkflowPreviewSheet } from './workflow-preview-sheet.tsx';

/** Shows what a file does and can touch, and takes it in when the person agrees. */
export function ImportDialog({ source, onClose }: { readonly source: ImportSource; onClose(): void }) {
  const preview = useQuery({
    queryKey: ['import preview', source.path, source.text],
    queryFn: ({ signal }) =>
      engine.workflows.preview({ text: source.text, ...(source.path === undefined ? {} : { path: source.path }) }, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  return (
    <Modal opened onClose={onClose} size="lg" title={preview.data === undefined ? 'Import' : titleOf(preview.data)}>
      <Stack gap="sm">
        <Text size="xs" c="dimmed" className={classes.path}>
          {source.name}
        </Text>
        {preview.isPending && <Skeleton height={180} aria-label="Reading the file" />}
        {preview.isError && (
          <>
            <Failed title="This file cannot be imported" {...describeFailure(preview.error)} />
            <Group justify="flex-end">
              <Button variant="default" onClick={onClose}>
                Close
              </Button>
            </Group>
          </>
        )}
        {preview.isSuccess && <Agreement source={source} preview={preview.data} onClose={onClose} />}
      </Stack>
    </Modal>
  );
}

function titleOf({ kind, workflows }: ImportPreview): string {
  const [first] = workflows;
  if (kind === 'bundle') return 'Import from this bundle?';
  if (first === undefined || !first.valid) return 'This workflow cannot be imported';
  return first.change === 'update' ? `A new version of ${first.name}?` : `Import ${first.name}?`;
}

interface AgreementProps {
  readonly source: ImportSource;
  readonly preview: ImportPreview;
  onClose(): void;
}

/** The agreement is bound to what is shown: a text that touches something else is refused. */
function Agreement({ source, preview: { kind, workflows, templates }, onClose }: AgreementProps) {
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<ReadonlySet<number>>(() => new Set(workflows.flatMap(({ valid }, index) => (valid ? [index] : []))));
  const [slugs, setSlugs] = useState<ReadonlySet<string>>(() => new Set(templates.map(({ slug }) => slug)));
  const [first] = workflows;
  const take = useMutation({
    mutationFn: async (trust: boolean) => {
      if (kind === 'workflow') {
        const path = source.path === undefined ? {} : { path: source.path };
        const saved = await engine.workflows.import({ text: source.text, trust, agreed: first?.agreement ?? '', ...path });
        return [saved];
      }
      const parts = [...chosen].map((index) => ({ index, agreed: workflows[index]?.agreement ?? '' }));
      return (await engine.workflows.importBundle({ text: source.text, trust, workflows: parts, templates: [...slugs] })).items;
    },
    onSuccess(saved) {
      for (const name of ['workflows', 'system', 'templates', 'triggers']) void queries.invalidateQueries({ queryKey: [name] });
      const [one] = saved;
      if (saved.length === 1 && one !== undefined) {
        const done = { created: 'was imported', updated: 'has a new version', unchanged: 'was there already, unchanged' }[one.change];
        tellDone(`${one.workflow.name} ${done}${one.workflow.enabled ? '' : ', and is switched off'}`);
      } else tellDone(`${saved.length} workflows and ${slugs.size} templates were imported`);
      onClose();
      navigate('workflows');
    },
  });
  const isNothing = kind === 'workflow' ? first?.valid !== true : chosen.size + slugs.size === 0;
  return (
    <>
      {kind === 'workflow' && first !== undefined && <WorkflowPreviewSheet preview={first} />}
      {kind === 'bundle' && (
        <BundleParts
          workflows={workflows}
          templates={templates}
          chosen={chosen}
          onChoose={setChosen}
          slugs={slugs}
          onChooseTemplates={setSlugs}
        />
      )}
      {take.isError && <Failed title="It could not be imported" {...describeFailure(take.error)} />}
      <Group justify="flex-end" gap="xs" mt="xs">
        <Button variant="default" data-autofocus onClick={onClose}>
          {isNothing ? 'Close' : 'Cancel'}
        </Button>
        {!isNothing && (
          <>
            <Button variant="default" loading={take.isPending} onClick={() => take.mutate(false)}>
              Import, switched off
            </Button>
            <Button loading={take.isPending} onClick={() => take.mutate(true)}>
              Trust and import
            </Button>
          </>
        )}
      </Group>
    </>
  );
}

import { Anchor, Button, Group, Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { catalogue } from '../../shared/catalogue.ts';
import type { TemplateSummary } from '../../shared/contract/templates.ts';
import { capabilitiesOf } from '../../shared/workflow/capabilities.ts';
import { loadWorkflow } from '../../shared/workflow/load.ts';
import { engine } from '../bridge/engine.ts';
import { describeFailure } from '../bridge/failure.ts';
import { tellDone } from '../bridge/tell.ts';
import { WorkflowCanvas } from '../canvas/workflow-canvas.tsx';
import { Failed, Problems } from '../ui/notice.tsx';
import { hrefTo, navigate } from '../ui/route.ts';
import { CapabilitySheet } from './capability-sheet.tsx';
import classes from './template-view.module.css';
import { useChangeWorkflows } from './use-workflows.ts';

const nothing: ReadonlySet<string> = new Set();

/** What a template does, what it needs, and how it looks. */
export function TemplateView({ template: { slug, name, story, own, worksOnSample, asksModel } }: { readonly template: TemplateSummary }) {
  const view = useQuery({
    queryKey: ['templates', slug],
    queryFn: ({ signal }) => engine.templates.get({ template: slug }, { signal }),
    staleTime: 60_000,
  });
  const loaded = useMemo(() => (view.data === undefined ? undefined : loadWorkflow(view.data.text, { catalogue })), [view.data]);
  const [selection, setSelection] = useState(nothing);
  const change = useChangeWorkflows();
  const use = (): void =>
    change.mutate(async () => {
      const workflow = await engine.templates.use({ template: slug });
      navigate('builder', workflow.id);
    });
  const remove = (): void =>
    change.mutate(async () => {
      await engine.templates.delete({ template: slug });
      tellDone(`The template ${name} was deleted.`);
      navigate('templates');
    });

  return (
    <article className={classes.view} aria-label={name}>
      <header className={classes.head}>
        <div>
          <Text component="h2" size="md" fw={600}>
            {name}
          </Text>
          <Text size="sm">{story}</Text>
          <Text size="xs" c="dimmed" mt={4}>
            {worksOnSample
              ? `Brings files to try it on. It is put into Pawl/${slug} in your home folder, switched off.`
              : `It is put into Pawl/${slug} in your home folder, switched off. Tell it which folder or repository to work on.`}
          </Text>
          {asksModel && (
            <Text size="xs" c="dimmed">
              It asks a language model: one that runs on this machine, or a provider whose key you have set.{' '}
              <Anchor size="xs" href={hrefTo('models', 'providers')}>
                Look which there are
              </Anchor>
            </Text>
          )}
        </div>
        <Group gap="xs" wrap="nowrap">
          {own && (
            <Button size="xs" variant="default" c="red" onClick={remove} disabled={change.isPending}>
              Delete
            </Button>
          )}
          <Button size="xs" onClick={use} loading={change.isPending}>
            Use it
          </Button>
        </Group>
      </header>
      {view.isError && (
        <Failed title="The template could not be read" {...describeFailure(view.error)} onRetry={() => void view.refetch()} />
      )}
      {view.isPending && <Skeleton height={260} m={16} />}
      {loaded?.ok === false && (
        <div className={classes.part}>
          <Text size="sm">This template has problems, and cannot be used as it is:</Text>
          <Problems problems={loaded.problems.slice(0, 20)} />
        </div>
      )}
      {loaded?.ok && (
        <>
          <div className={classes.canvas}>
            <WorkflowCanvas document={loaded.document} label={`The steps of ${name}`} selection={selection} onSelect={setSelection} />
          </div>
          <div className={classes.part}>
            <Text size="xs" fw={600} c="dimmed" mb={6}>
              What it can touch
            </Text>
            <CapabilitySheet capabilities={capabilitiesOf(loaded.document).map((one) => ({ ...one, by: [...one.by] }))} />
          </div>
        </>
      )}
    </article>
  );
}

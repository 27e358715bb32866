import { Button, Group, Loader, Skeleton, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import type { TemplateSummary } from '../../shared/contract/templates.ts';
import { engine } from '../bridge/engine.ts';
import { describeFailure } from '../bridge/failure.ts';
import { useAppActions } from '../ui/app-actions.ts';
import { PlayIcon } from '../ui/icons.tsx';
import { Failed } from '../ui/notice.tsx';
import { Page } from '../ui/page.tsx';
import { hrefTo } from '../ui/route.ts';
import classes from './first-start.module.css';

const Trial = lazy(async () => ({ default: (await import('./trial.tsx')).Trial }));
const most = 3;

/** What a person sees who has no workflow yet: one runs before their eyes after one click, on files that it brings. */
export function FirstStart() {
  const queries = useQueryClient();
  const { importFile } = useAppActions();
  const templates = useQuery({ queryKey: ['templates'], queryFn: ({ signal }) => engine.templates.list(undefined, { signal }) });
  const offered = (templates.data?.items ?? []).filter(({ worksOnSample, asksModel }) => worksOnSample && !asksModel).slice(0, most);
  const attempt = useMutation({
    mutationFn: async (template: TemplateSummary) => {
      const workflow = await engine.templates.use({ template: template.slug });
      const { runId } = await engine.runs.start({ source: { workflow: workflow.id }, triggeredBy: 'window' });
      return { template, workflow, runId };
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['workflows'] }),
  });
  return (
    <Page title="Welcome to Pawl" subtitle="Everything stays on this machine">
      <div className={classes.page}>
        <div>
          <Title order={2} size="h3">
            See one run first
          </Title>
          <Text size="sm" c="dimmed" mt={4} maw={620}>
            A workflow is a list of steps that Pawl does for you: by hand, at a time, or when files change. These three need no account and
            nothing of yours: each works on sample files in a folder of its own.
          </Text>
        </div>
        {templates.isError && (
          <Failed title="The templates could not be read" {...describeFailure(templates.error)} onRetry={() => void templates.refetch()} />
        )}
        <div className={classes.cards} aria-busy={templates.isPending}>
          {templates.isPending && [1, 2, 3].map((place) => <Skeleton key={place} height={172} radius="md" />)}
          {offered.map((template) => (
            <section key={template.slug} className={classes.card} data-on={attempt.data?.template.slug === template.slug || undefined}>
              <Text component="h3" size="sm" fw={600}>
                {template.name}
              </Text>
              <Text size="sm" className={classes.story}>
                {template.story}
              </Text>
              <Group gap="xs">
                <Button
                  size="xs"
                  leftSection={<PlayIcon />}
                  aria-label={`Try ${template.name}`}
                  disabled={attempt.isPending}
                  loading={attempt.isPending && attempt.variables.slug === template.slug}
                  onClick={() => attempt.mutate(template)}
                >
                  Try it
                </Button>
                <Button size="xs" variant="subtle" color="gray" component="a" href={hrefTo('templates', template.slug)}>
                  Look inside
                </Button>
              </Group>
            </section>
          ))}
        </div>
        {attempt.isError && <Failed title="It could not be tried" {...describeFailure(attempt.error)} />}
        {attempt.data !== undefined && (
          <Suspense fallback={<Loader size="sm" />}>
            <Trial key={attempt.data.runId} workflow={attempt.data.workflow} runId={attempt.data.runId} />
          </Suspense>
        )}
        <div className={classes.others}>
          <Text size="sm">Or begin at once:</Text>
          <Button size="xs" variant="default" component="a" href={hrefTo('builder', 'new')}>
            Build your own
          </Button>
          <Button size="xs" variant="default" component="a" href={hrefTo('templates')}>
            All templates
          </Button>
          <Button size="xs" variant="default" onClick={importFile}>
            Import a file…
          </Button>
          <Text size="xs" c="dimmed">
            or drop one anywhere on this window.
          </Text>
        </div>
      </div>
    </Page>
  );
}
